"""Each task from its beginning to its end by keyboard alone: no mouse, and no script that presses in its place."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from actions import ban, expect_free, row, tab_to
from conftest import Pages
from server import PASSWORD, USERNAME, Server

# Browsers show what has the focus; a list that refreshes itself must not take it away.
ADDRESSES = ("192.0.2.121", "192.0.2.122", "192.0.2.123")


def press(page: Page, role: str, name: str | re.Pattern[str], key: str = "Enter") -> None:
    """Goes to a control by tabs and presses a key there, which leads to another page."""
    tab_to(page, page.get_by_role(role, name=name, exact=isinstance(name, str)).first)  # type: ignore[arg-type]
    with page.expect_navigation():
        page.keyboard.press(key)


def fill(page: Page, label: str, text: str) -> None:
    """Goes to a field by tabs and writes over what it holds."""
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_setting_up_signing_in_and_signing_out(browser: Browser) -> None:
    server = Server().start()
    pages = Pages(browser, server, None)
    try:
        with pages.open(signed_in=False) as page:
            page.goto(server.setup_url or "/setup")
            fill(page, "User name", USERNAME)
            fill(page, "Password", PASSWORD)
            fill(page, "Password again", PASSWORD)
            press(page, "button", "Complete the setup")
            press(page, "link", "Sign in")
            fill(page, "User name", USERNAME)
            fill(page, "Password", PASSWORD)
            with page.expect_navigation():
                page.keyboard.press("Enter")
            expect(page.get_by_role("heading", name="Dashboard", exact=True)).to_be_visible()
            tab_to(page, page.locator("summary").filter(has_text=USERNAME))
            page.keyboard.press("Enter")
            press(page, "button", "Sign out")
            expect(page.get_by_label("User name")).to_be_visible()
        assert pages.faults == []
    finally:
        server.stop()


def test_many_bans_are_chosen_and_lifted_and_that_is_undone(live_page: Page) -> None:
    page = live_page
    ban(page, list(ADDRESSES[:2]), jail="proftpd")
    page.goto("/bans?q=192.0.2.0/24&jail=proftpd")
    for address in ADDRESSES[:2]:
        tab_to(page, page.get_by_role("checkbox", name=f"Select {address} in proftpd"))
        page.keyboard.press("Space")
    press(page, "button", "Unban selected")
    press(page, "button", re.compile("^Undo"))
    page.goto("/bans?q=192.0.2.0/24&jail=proftpd")
    for address in ADDRESSES[:2]:
        expect(row(page, address)).to_have_count(1)
    tab_to(page, page.get_by_role("link", name="Unban all 2 that match"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press(page, "button", "Unban all 2")
    expect_free(page, ADDRESSES[0], "proftpd")


def test_a_jail_is_changed_stopped_and_started(live_page: Page) -> None:
    page = live_page
    page.goto("/jails")
    press(page, "link", "proftpd")
    before = page.get_by_label("Find time", exact=True).input_value()
    for value in ("22m", before):
        fill(page, "Find time", value)
        press(page, "button", "Change")
        expect(page.get_by_label("Find time", exact=True)).to_have_value(value)
    press(page, "link", "Stop")
    press(page, "button", "Stop proftpd")
    press(page, "button", "Start")
    expect(page.get_by_role("link", name="Stop", exact=True)).to_be_visible()


def test_a_list_is_filtered_by_kind_and_time_and_the_filter_is_taken_away(live_page: Page) -> None:
    page = live_page
    page.goto("/events")
    tab_to(page, page.locator("summary").filter(has_text="Kinds"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("checkbox", name="Bans", exact=True))
    page.keyboard.press("Space")
    press(page, "button", "Apply")
    expect(page).to_have_url(re.compile("kind=ban"))
    tab_to(page, page.locator("summary").filter(has_text="Time"))
    page.keyboard.press("Enter")
    press(page, "link", "The last 24 hours")
    expect(page).to_have_url(re.compile("from=now-24h"))
    press(page, "link", "Remove the filter Bans")
    expect(page).not_to_have_url(re.compile("kind=ban"))


@pytest.mark.parametrize("path", ["/bans", "/audit"])
def test_a_list_is_exported(live_page: Page, path: str) -> None:
    page = live_page
    page.goto(path)
    tab_to(page, page.locator("summary").filter(has_text="Export"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name=re.compile("CSV")).first)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")


def test_ones_own_settings_are_changed(live_page: Page) -> None:
    page = live_page
    for theme in ("Dark", "As the device"):
        page.goto("/settings/me")
        tab_to(page, page.locator("input[type=radio][name=theme]:checked"))
        for _ in range(3):
            if page.get_by_role("radio", name=theme).is_checked():
                break
            page.keyboard.press("ArrowDown")
        expect(page.get_by_role("radio", name=theme)).to_be_checked()
        press(page, "button", "Save")
        expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()


def test_a_token_is_made_and_revoked(live_page: Page) -> None:
    page = live_page
    page.goto("/account/tokens")
    fill(page, "Name", "keyboard probe")
    tab_to(page, page.get_by_role("checkbox", name="Ban, unban, undo"))
    page.keyboard.press("Space")
    fill(page, "Present password", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Copy the token “keyboard probe” now")).to_be_visible()
    page.goto("/account/tokens")
    tab_to(page, page.get_by_role("link", name=re.compile("^Revoke")).first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press(page, "button", "Revoke the token")
    expect(page.get_by_text("The token was revoked")).to_be_visible()
