"""The dashboard: its range by link, key, pointer and arrows, and figures that follow without disturbing anyone."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import unquote

from playwright.sync_api import Page, expect

TIMES = re.compile(r"\?from=([0-9A-Z%:-]+Z)&to=([0-9A-Z%:-]+Z)$")


def length(page: Page) -> float:
    """The seconds of the range in the page's address."""
    found = TIMES.search(unquote(page.url))
    assert found, page.url
    start, end = (datetime.fromisoformat(text.replace("Z", "+00:00")) for text in found.groups())
    return (end - start).total_seconds()


def test_a_range_is_chosen_by_links_and_each_number_leads_to_its_list(page: Page) -> None:
    page.goto("/")
    page.get_by_text("Last 24 hours").first.click()
    page.get_by_role("link", name="Last 6 hours").click()
    expect(page).to_have_url(re.compile(r"\?from=now-6h&to=now$"))
    page.get_by_role("link", name="Earlier").click()
    expect(page).to_have_url(TIMES)
    assert length(page) == 6 * 3600
    page.get_by_role("link", name="Later").click()
    expect(page).to_have_url(re.compile(r"\?from=now-6h&to=now$"))
    page.get_by_role("link", name="Zoom out").click()
    expect(page).to_have_url(re.compile(r"\?from=now-12h&to=now$"))
    page.locator(".dash-tile", has_text="Attempts").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/events\?kind=found&kind=attempt&from=now-12h$"))


def test_keys_open_the_range_and_go_back_and_forward(live_page: Page) -> None:
    page = live_page
    page.goto("/")
    page.keyboard.press("t")
    expect(page.get_by_role("link", name="Last hour")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("[")
    page.wait_for_url(TIMES)
    assert length(page) == 86_400
    page.keyboard.press("]")
    # The last day has no query.
    page.wait_for_url(re.compile(r":\d+/$"))
    page.keyboard.press("-")
    page.wait_for_url("**/?from=now-2d&to=now")


def test_a_drag_over_the_bars_zooms_in(live_page: Page) -> None:
    page = live_page
    page.goto("/?from=now-6h&to=now")
    bars = page.locator(".timeline-hits")
    expect(bars).to_be_visible()
    box = bars.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    with page.expect_response(re.compile("/timeline.js$")):
        page.mouse.move(box["x"] + box["width"] * 0.5, middle)
    for number in range(100):
        # The pointer is followed from the moment that the module runs.
        page.mouse.move(box["x"] + box["width"] * 0.5, middle + number % 2)
        if page.locator(".chart-tip").is_visible():
            break
        page.wait_for_timeout(100)
    expect(page.locator(".chart-tip")).to_contain_text("Attempts:")
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, middle, steps=5)
    page.mouse.up()
    page.wait_for_url(TIMES)
    # A quarter of six hours, to whole bars of a quarter of an hour.
    assert 3600 < length(page) <= 2 * 3600


def test_arrows_choose_bars_and_enter_zooms_in(live_page: Page) -> None:
    page = live_page
    page.goto("/?from=now-6h&to=now")
    timeline = page.get_by_role("application", name=re.compile("arrow keys"))
    with page.expect_response(re.compile("/timeline.js$")):
        timeline.focus()
    for _ in range(100):
        # The keys are heard from the moment that the module runs.
        page.keyboard.press("ArrowLeft")
        if page.locator(".chart-tip").is_visible():
            break
        page.wait_for_timeout(100)
    expect(page.locator("#announcer")).to_contain_text("Attempts:")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".brush.is-range")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(TIMES)
    assert length(page) == 2 * 900


def test_figures_follow_and_leave_alone_what_one_works_with(live_page: Page) -> None:
    page = live_page
    page.goto("/?from=now-1h&to=now")
    page.get_by_text("The same as a table").click()
    attempts = page.locator(".dash-tile", has_text="Attempts").locator(".dash-figure")
    before = attempts.inner_text()
    page.mouse.move(0, 0)
    expect(attempts).not_to_have_text(before, timeout=60_000)
    expect(page.get_by_role("table", name="Attempts and bans by jail")).to_be_visible()
    # Under the pointer the timeline stands still.
    with page.expect_response(re.compile("/timeline.js$")):
        page.locator(".timeline-hits").hover()
    expect(page.locator("#dashboard[data-hold]")).to_have_count(1)
    page.mouse.move(0, 0)
    expect(page.locator("#dashboard[data-hold]")).to_have_count(0)
