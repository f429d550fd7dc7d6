"""The palette and the keys for lists, by keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from conftest import Pages
from test_accessibility import TAGS
from axe_playwright_python.sync_playwright import Axe


def open_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="A page, a jail, an action or an address")).to_be_focused()


def chosen(page: Page) -> str:
    """The name of the option that Enter would take, as the field tells it to a screen reader."""
    of = page.get_by_role("combobox").get_attribute("aria-activedescendant")
    return page.locator(f"#{of}").inner_text() if of else ""


def test_letters_of_a_name_lead_to_a_page(live_page: Page) -> None:
    page = live_page
    page.goto("/bans")
    open_palette(page)
    page.keyboard.type("oper")
    assert "Operations" in chosen(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/operations$"))
    open_palette(page)
    page.keyboard.type("sshd")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/jails/sshd$"))


def test_arrows_go_round_and_escape_leaves(live_page: Page) -> None:
    page = live_page
    page.goto("/jails")
    page.get_by_role("link", name="sshd", exact=True).focus()
    open_palette(page)
    first = chosen(page)
    page.keyboard.press("ArrowDown")
    assert chosen(page) != first
    page.keyboard.press("ArrowUp")
    assert chosen(page) == first
    page.keyboard.press("ArrowUp")
    assert chosen(page) != first
    page.keyboard.type("zzzz")
    expect(page.get_by_text("Nothing has this name")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_be_hidden()
    expect(page.get_by_role("link", name="sshd", exact=True)).to_be_focused()


def test_a_pasted_address_leads_to_its_page_its_events_and_to_the_ban_form(live_page: Page) -> None:
    page = live_page
    page.goto("/jails")
    open_palette(page)
    page.keyboard.insert_text(" 2001:db8::/48 ")
    assert "All that is known of 2001:db8::/48" in chosen(page).replace("\n", " ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2001:db8::/48", exact=True)).to_be_visible()
    open_palette(page)
    page.keyboard.insert_text("2001:db8::/48")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/events\?q=2001%3Adb8%3A%3A%2F48$"))
    open_palette(page)
    page.keyboard.insert_text("192.0.2.77")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Addresses and networks")).to_have_value("192.0.2.77")


def test_an_action_is_done_on_the_page(live_page: Page) -> None:
    page = live_page
    page.goto("/jails")
    page.get_by_role("button", name="Find").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("shortcuts")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()


def test_rows_are_reached_by_j_and_k_and_selected_by_x(live_page: Page) -> None:
    page = live_page
    page.goto("/jails")
    names = page.locator(".table tbody td.name a")
    page.keyboard.press("j")
    expect(names.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(names.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(names.nth(0)).to_be_focused()
    page.goto("/bans")
    expect(page.locator(".table-bans tbody tr").first).to_be_visible(timeout=60_000)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("tbody :checked")).to_have_count(1)


def test_the_palette_has_no_violations_with_forced_colours_either(pages: Pages) -> None:
    for options in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
        with pages.open(viewport={"width": 320, "height": 700}, reduced_motion="reduce", **options) as page:
            page.goto("/bans")
            open_palette(page)
            result = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
            assert result.response["violations"] == [], options
