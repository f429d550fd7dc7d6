"""The main path without a mouse."""

from __future__ import annotations

import re

from playwright.sync_api import Page, TimeoutError, expect

from actions import expect_banned, expect_free, tab_to, unban_button

ADDRESS = "2001:db8::bad:9"


def jump(page: Page, key: str, path: str) -> None:
    """Presses g and a key; again where the machine was too slow for the second and a half between the two."""
    for _ in range(5):
        page.keyboard.press("g")
        page.keyboard.press(key)
        try:
            # With all that the page loads, since the keys are the script's.
            return page.wait_for_url("**" + path, timeout=6_000)
        except TimeoutError:
            continue
    raise AssertionError(f"g {key} does not lead to {path}")


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
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect_free(page, ADDRESS)


def test_shortcuts_jump_search_and_explain_themselves(live_page: Page) -> None:
    page = live_page
    page.goto("/bans")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search bans")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Bans in force").click()
    jump(page, "j", "/jails")
    jump(page, "o", "/operations")
    jump(page, "d", "/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_hidden()


def test_the_first_tab_offers_to_skip_the_navigation(live_page: Page) -> None:
    live_page.goto("/bans")
    live_page.keyboard.press("Tab")
    expect(live_page.get_by_role("link", name="Skip to the content")).to_be_focused()
