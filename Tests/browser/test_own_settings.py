"""Personal settings: they hold at once, with and without script, and go with the account."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from actions import follow
from conftest import Pages
from server import Server


@pytest.fixture(autouse=True)
def as_before(server: Server, cookie: str) -> Iterator[None]:
    """All tests share one account: what one chose must not show in the next."""
    yield
    _, _, session = server.call("GET", "/api/auth/session", headers={"Cookie": cookie})
    server.call(
        "PATCH", "/api/settings/me",
        {"theme": "system", "density": "roomy", "zone": "server", "language": "browser", "shortcuts": True, "hiddenJails": ""},
        {"Cookie": cookie, "X-CSRF-Token": session["csrfToken"]})  # type: ignore[index]


def test_colours_and_density_hold_on_every_page(page: Page) -> None:
    page.goto("/settings/me")
    page.get_by_role("radio", name="Dark", exact=True).check()
    page.get_by_role("radio", name="Dense", exact=True).check()
    follow(page, page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()
    page.goto("/jails")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-density", "dense")


def test_a_zone_is_named_only_where_another_is_wanted(page: Page) -> None:
    page.goto("/settings/me")
    expect(page.get_by_label("Name of the zone")).to_be_hidden()
    page.get_by_role("radio", name="Another").check()
    page.get_by_label("Name of the zone").fill("Asia/Kathmandu")
    follow(page, page.get_by_role("button", name="Save", exact=True))
    expect(page.locator(".zone")).to_have_text("Asia/Kathmandu")


def test_the_browser_tells_its_own_zone(pages: Pages) -> None:
    with pages.open(timezone_id="America/Lima") as page:
        page.goto("/settings/me")
        page.get_by_role("radio", name="The browser’s").check()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".zone")).to_have_text("America/Lima")
    with pages.open(timezone_id="America/Lima", java_script_enabled=False) as page:
        page.goto("/bans")
        expect(page.locator(".zone")).to_have_text("UTC")


def test_the_switches_of_theme_and_shortcuts_go_with_the_account(pages: Pages) -> None:
    with pages.open() as page:
        page.goto("/bans")
        with page.expect_response("**/api/settings/me"):
            page.get_by_role("button", name="Light theme, switch to dark").click()
        page.keyboard.press("?")
        with page.expect_response("**/api/settings/me"):
            page.get_by_label("Single-key shortcuts are on").uncheck()
    with pages.open() as page:
        page.goto("/bans")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keyboard")).to_be_hidden()


def test_a_column_that_is_not_wanted_goes_and_comes_back(page: Page) -> None:
    page.goto("/jails")
    head = page.get_by_role("columnheader", name="Failing now")
    expect(head).to_be_visible()
    page.get_by_text("Columns", exact=True).click()
    page.get_by_role("checkbox", name="Failing now").uncheck()
    follow(page, page.get_by_role("button", name="Apply"))
    expect(head).to_be_hidden()
    expect(page.get_by_role("columnheader", name="Bans", exact=True)).to_be_visible()
    page.get_by_text("Columns", exact=True).click()
    page.get_by_role("checkbox", name="Failing now").check()
    follow(page, page.get_by_role("button", name="Apply"))
    expect(head).to_be_visible()
