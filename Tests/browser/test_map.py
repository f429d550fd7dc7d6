"""The world map: by keyboard, by pointer and without script; the page of components has one with given numbers."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from conftest import Pages


def test_arrows_go_from_country_to_country_by_their_numbers(live_page: Page) -> None:
    page = live_page
    page.goto("/design")
    tip = page.locator(".chart-tip")
    page.locator(".world-map a[data-rank='0']").focus()
    expect(tip).to_have_text("China: 48,000 attempts")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("link", name="United States: 12,000 attempts")).to_be_focused()
    page.keyboard.press("End")
    last = page.locator(".world-map a[data-rank='15']")
    expect(last).to_be_focused()
    # Tab leaves the map, and leads back to where one was.
    page.keyboard.press("Tab")
    expect(page.locator(".world-map a:focus")).to_have_count(0)
    expect(tip).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    expect(last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events?*country=CN*")


def test_a_small_state_is_hit_beside_its_dot(pages: Pages) -> None:
    with pages.open(viewport={"width": 390, "height": 800}) as page:
        page.goto("/design")
        dot = page.locator(".world-dot[aria-label^='Malta']")
        dot.scroll_into_view_if_needed()
        box = dot.locator("path").last.bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2 + 9, box["y"] + box["height"] / 2)
        expect(page.locator(".chart-tip")).to_contain_text("Malta: ")


def test_the_map_works_without_script(pages: Pages) -> None:
    with pages.open(java_script_enabled=False) as page:
        page.goto("/design")
        page.locator(".world-map a[aria-label^='Australia']").click()
        page.wait_for_url("**/events?*country=AU*")
        page.goto("/map")
        expect(page.get_by_role("heading", name="World map")).to_be_visible()
