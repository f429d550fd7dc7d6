"""The page of an address: what is known, what can be done there, and the way to it from a login name."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from actions import follow
from conftest import Pages
from server import Server
from test_accessibility import check
from test_events import ban
from test_keyboard import tab_to


def lined_event(server: Server, cookie: str) -> dict[str, object]:
    """A ban of the demo with the lines that led to it, waited for."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        _, _, page = server.call("GET", "/api/events?kind=ban&lines=true&limit=100", headers={"Cookie": cookie})
        for event in page["events"]:  # type: ignore[index]
            if event.get("lines"):
                return event
        time.sleep(0.5)
    raise AssertionError("no ban with lines came within two minutes")


def test_an_address_leads_to_its_page_where_it_is_unbanned_with_a_reason(
    page: Page, server: Server, cookie: str, request: pytest.FixtureRequest
) -> None:
    # Another one for each run: the demo's `recidive` bans who was banned twice.
    address = "192.0.2.120" if "with-script" in request.node.name else "192.0.2.124"
    ban(server, cookie, address)
    page.goto(f"/bans?q={address}")
    follow(page, page.get_by_role("link", name=address, exact=True))
    expect(page.get_by_role("heading", name=address, exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Banned in 1 jail", exact=True)).to_be_visible()
    page.get_by_role("textbox", name="Reason for the unban").fill("ticket 120")
    follow(page, page.get_by_role("button", name="Unban in sshd"))
    expect(page.get_by_role("heading", name="Not banned", exact=True)).to_be_visible()
    expect(page.get_by_text("ticket 120").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Undo"))).to_be_visible()
    follow(page, page.get_by_role("link", name="The whole network"))
    expect(page.get_by_role("heading", name="Inside 192.0.2.0/24")).to_be_visible()
    follow(page, page.get_by_role("link", name="Ban…", exact=True).first)
    expect(page.get_by_label("Addresses and networks")).to_have_value("192.0.2.0/24")


def test_the_page_follows_by_itself_and_keeps_what_is_being_typed(
    live_page: Page, server: Server, cookie: str
) -> None:
    page = live_page
    page.goto("/addresses/192.0.2.121")
    expect(page.get_by_role("heading", name="192.0.2.121", exact=True)).to_be_visible()
    ban(server, cookie, "192.0.2.121")
    expect(page.get_by_role("heading", name="Banned in 1 jail", exact=True)).to_be_visible()
    reason = page.get_by_role("textbox", name="Reason for the unban")
    reason.fill("half of a sen")
    ban(server, cookie, "192.0.2.122")
    expect(page.get_by_role("table", name="Neighbours in 192.0.2.0/24").get_by_text("192.0.2.122")).to_be_visible()
    expect(reason).to_have_value("half of a sen")
    reason.focus()
    tab_to(page, page.get_by_role("button", name="Unban in sshd"), most=8)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Not banned", exact=True)).to_be_visible()


def test_a_word_of_a_line_leads_to_its_address(page: Page, server: Server, cookie: str) -> None:
    event = lined_event(server, cookie)
    line = str(event["lines"][0])  # type: ignore[index]
    page.goto("/events")
    follow(page, page.get_by_role("link", name="Search in lines"))
    field = page.get_by_role("searchbox", name="A word in the matched lines")
    field.fill(line[:60].upper())
    follow(page, field)
    expect(field).to_have_value(line[:60].upper())
    follow(page, page.get_by_role("link", name=str(event["address"]), exact=True).first)
    expect(page.get_by_role("heading", name=str(event["address"]), exact=True)).to_be_visible()
    expect(page.locator("#lines code").filter(has_text=line[:60]).first).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_full_page_has_no_violations_and_shows_the_unban_first(
    pages: Pages, server: Server, cookie: str, theme: str
) -> None:
    event = lined_event(server, cookie)
    ban(server, cookie, "192.0.2.123")
    for width in (320, 1440):
        with pages.open(viewport={"width": width, "height": 700}, color_scheme=theme, reduced_motion="reduce") as page:
            assert check(page, f"/addresses/{event['address']}") == []
            page.goto("/addresses/192.0.2.123")
            expect(page.get_by_role("button", name="Unban in sshd")).to_be_in_viewport()
            expect(page.get_by_role("img", name=re.compile("^sshd: bans 1"))).to_be_attached()
