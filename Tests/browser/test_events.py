"""What happened, as it happens: events come by themselves, wait, are filtered, and all tabs share one stream."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, expect

from conftest import Pages
from server import Server
from test_keyboard import jump, tab_to


def ban(server: Server, cookie: str, address: str) -> None:
    """Bans by hand, as a program does."""
    _, _, session = server.call("GET", "/api/auth/session", headers={"Cookie": cookie})
    headers = {"Cookie": cookie, "X-CSRF-Token": session["csrfToken"]}  # type: ignore[index]
    server.call("POST", "/api/bans", {"addresses": [address], "jails": ["sshd"]}, headers)


def bans_of(page: Page, address: str) -> Locator:
    """The rows that tell of a ban of an address."""
    return page.locator("tbody[data-event]").filter(has_text="Banned").filter(has_text=address)


def count_streams(context: BrowserContext) -> list[Request]:
    """Collects the streams that the tabs of a browser open."""
    streams: list[Request] = []
    context.on("request", lambda request: streams.append(request) if "/api/events/stream" in request.url else None)
    return streams


def test_events_come_by_themselves(live_page: Page, server: Server, cookie: str) -> None:
    live_page.goto("/events")
    expect(live_page.get_by_text("Live", exact=True)).to_be_visible()
    ban(server, cookie, "192.0.2.101")
    row = bans_of(live_page, "192.0.2.101")
    expect(row).to_have_count(1)
    expect(row.get_by_role("link", name="through BanGUI")).to_be_visible()
    # What a reload shows is what had come.
    live_page.reload()
    expect(row).to_have_count(1)


def test_a_paused_list_waits_and_counts(live_page: Page, server: Server, cookie: str) -> None:
    page = live_page
    page.goto("/events?q=192.0.2.102&kind=ban")
    expect(page.get_by_role("heading", name="No event matches")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    ban(server, cookie, "192.0.2.102")
    show = page.get_by_role("button", name="Show 1 new")
    expect(show).to_be_visible()
    expect(bans_of(page, "192.0.2.102")).to_have_count(0)
    show.click()
    expect(bans_of(page, "192.0.2.102")).to_have_count(1)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_what_the_filter_leaves_out_does_not_come(live_page: Page, server: Server, cookie: str) -> None:
    live_page.goto("/events?q=192.0.2.104&kind=ban")
    ban(server, cookie, "192.0.2.103")
    ban(server, cookie, "192.0.2.104")
    expect(bans_of(live_page, "192.0.2.104")).to_have_count(1)
    expect(bans_of(live_page, "192.0.2.103")).to_have_count(0)


def test_every_choice_stands_in_the_address(page: Page, server: Server, cookie: str) -> None:
    ban(server, cookie, "192.0.2.105")
    page.goto("/events")
    page.locator("summary").filter(has_text="Kinds").click()
    page.get_by_role("checkbox", name="Bans", exact=True).check()
    page.get_by_role("searchbox", name="Search events").fill("192.0.2.105")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page).to_have_url(re.compile(r"[?&]q=192\.0\.2\.105.*kind=ban|[?&]kind=ban.*q=192\.0\.2\.105"))
    page.locator("summary").filter(has_text="Time").click()
    page.get_by_role("link", name="The last 24 hours").click()
    expect(page).to_have_url(re.compile(r"from=now-24h"))
    expect(bans_of(page, "192.0.2.105")).to_have_count(1)
    expect(page.get_by_text("bangui events --from now-24h --kind ban 192.0.2.105")).to_be_visible()
    page.get_by_role("link", name="Remove the filter 192.0.2.105").click()
    expect(page).not_to_have_url(re.compile(r"192"))


def test_the_lines_of_a_ban_unfold(page: Page) -> None:
    page.goto("/events?kind=ban")
    summary = page.locator(".event-lines summary").first
    expect(page.locator(".event-lines summary").first).to_be_visible(timeout=60_000)
    summary.click()
    expect(page.locator(".event-lines[open], .event-lines details[open]").locator("code").first).to_be_visible()


def test_bans_are_found_by_words_of_their_lines(page: Page) -> None:
    page.goto("/events?kind=ban")
    expect(page.locator(".event-lines summary").first).to_be_visible(timeout=60_000)
    page.locator(".event-lines summary").first.click()
    line = page.locator(".event-lines code").first.inner_text()
    # The longest run of letters: the line begins with a time.
    word = max(re.findall(r"[A-Za-z]+", line), key=len)
    page.goto("/events")
    page.get_by_role("searchbox", name="Search the lines that led to bans").fill(f"{word[:-1].upper()} -nobody")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"text="))
    expect(page.locator(".event-lines mark").first).to_be_visible()
    assert page.locator(".event-lines mark").first.inner_text().lower() == word[:-1].lower()
    expect(page.locator(".chips")).to_contain_text("-nobody")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as download:
        page.locator("summary").filter(has_text="Export").click()
        page.get_by_role("link", name="NDJSON").click()
    events = [json.loads(line) for line in download.value.path().read_text().splitlines()]
    assert events and all(any(word[:-1].lower() in line.lower() for line in event["lines"]) for event in events)
    page.goto("/events?text=nobodyatall")
    expect(page.get_by_text("Only bans have lines")).to_be_visible()
    page.goto("/events?text=a")
    expect(page.get_by_text("too short to be looked for")).to_be_visible()


@pytest.mark.shows("ABUSE-22")
def test_two_tabs_share_one_stream_and_the_next_takes_it_over(
    live_page: Page, server: Server, cookie: str
) -> None:
    context = live_page.context
    streams = count_streams(context)
    live_page.goto("/events?q=192.0.2.106/31")
    other = context.new_page()
    other.goto("/events?q=192.0.2.106/31")
    ban(server, cookie, "192.0.2.106")
    for page in (live_page, other):
        expect(bans_of(page, "192.0.2.106")).to_have_count(1)
    assert len(streams) == 1
    leader = streams[0].frame.page
    follower = other if leader == live_page else live_page
    leader.goto("about:blank")
    ban(server, cookie, "192.0.2.107")
    expect(bans_of(follower, "192.0.2.107")).to_have_count(1)
    expect(bans_of(follower, "192.0.2.106")).to_have_count(1)
    assert len(streams) == 2


@pytest.mark.shows("ABUSE-22")
def test_seven_tabs_are_live_and_the_console_still_answers(
    live_page: Page, server: Server, cookie: str
) -> None:
    # A browser opens six connections to a server: a stream in each tab would leave none for anything else.
    context = live_page.context
    streams = count_streams(context)
    tabs = [live_page, *(context.new_page() for _ in range(6))]
    for tab in tabs:
        tab.goto("/events?q=192.0.2.160/28&kind=ban")
    addresses = [f"192.0.2.{number}" for number in range(161, 168)]
    for address in addresses:
        ban(server, cookie, address)
    for tab in tabs:
        expect(tab.locator("tbody[data-event]")).to_have_count(len(addresses))
        for address in addresses:
            expect(bans_of(tab, address)).to_have_count(1)
    assert len(streams) == 1
    tabs[0].goto("/bans")
    expect(tabs[0].get_by_role("heading", level=1)).to_be_visible()


def test_without_streams_the_pages_ask(pages: Pages, server: Server, cookie: str) -> None:
    with pages.open() as page:
        page.add_init_script("delete window.EventSource")
        page.goto("/events?q=192.0.2.108")
        ban(server, cookie, "192.0.2.108")
        expect(bans_of(page, "192.0.2.108")).to_have_count(1)


def test_by_keyboard_alone(live_page: Page) -> None:
    live_page.goto("/bans")
    jump(live_page, "e", "/events")
    button = live_page.locator("[data-feed-bar] button")
    tab_to(live_page, button)
    live_page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "true")
    live_page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "false")
