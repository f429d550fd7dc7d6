"""The main path without a mouse."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from actions import expect_banned, unban_button

ADDRESS = "2001:db8::bad:9"


def tab_to(page: Page, target: Locator, most: int = 120) -> None:
    """Presses Tab until the target has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} was not reached by {most} tabs")


def test_ban_and_unban_by_keyboard_alone(live_page: Page) -> None:
    page = live_page
    page.goto("/bans")
    tab_to(page, page.get_by_role("link", name="Ban addresses"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Addresses and networks")).to_be_focused()
    page.keyboard.type(ADDRESS)
    tab_to(page, page.get_by_role("checkbox", name="sshd", exact=True))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Ban", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What the ban did")).to_be_visible()
    expect_banned(page, ADDRESS)
    tab_to(page, unban_button(page, ADDRESS))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("What the unban did|Bans in force"))).to_be_visible()


def test_shortcuts_jump_search_and_explain_themselves(live_page: Page) -> None:
    page = live_page
    page.goto("/bans")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search bans")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Bans in force").click()
    page.keyboard.press("g")
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("/jails$"))
    page.keyboard.press("g")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile("/operations$"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_hidden()


def test_the_first_tab_offers_to_skip_the_navigation(live_page: Page) -> None:
    live_page.goto("/bans")
    live_page.keyboard.press("Tab")
    expect(live_page.get_by_role("link", name="Skip to the content")).to_be_focused()
