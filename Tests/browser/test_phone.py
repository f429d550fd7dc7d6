"""What a small screen has room for, and what it folds away."""

from __future__ import annotations

from playwright.sync_api import expect

from actions import follow
from conftest import Pages
from server import Server
from test_events import ban

PHONE = {"width": 320, "height": 700}


def test_five_bans_fit_on_a_small_screen_and_the_filter_unfolds(pages: Pages, server: Server, cookie: str) -> None:
    # Those of the simulator come and go.
    for number in range(140, 146):
        ban(server, cookie, f"192.0.2.{number}")
    with pages.open(viewport=PHONE) as page:
        page.goto("/bans")
        rows = page.locator(".table-bans tbody tr")
        expect(rows.nth(5)).to_be_visible(timeout=60_000)
        # One look in the page: a refresh may replace the rows between two.
        bottom = page.evaluate(
            "() => document.querySelectorAll('.table-bans tbody tr')[4].getBoundingClientRect().bottom"
        )
        assert 0 < bottom <= PHONE["height"]
        search = page.get_by_role("searchbox", name="Search bans")
        expect(search).to_be_hidden()
        page.get_by_text("Filter", exact=True).click()
        search.fill("198.")
        follow(page, search)
        # A filter that is on is never folded away.
        expect(search).to_have_value("198.")
        expect(search).to_be_visible()


def test_long_lists_of_a_jail_unfold(pages: Pages) -> None:
    with pages.open(viewport=PHONE, java_script_enabled=False) as page:
        page.goto("/jails/sshd")
        panel = page.locator(".panel").filter(has=page.get_by_role("heading", name="Counts as a failure"))
        expect(panel.get_by_role("listitem").first).to_be_hidden()
        panel.locator("summary").click()
        expect(panel.get_by_role("listitem").first).to_be_visible()


def test_the_switch_of_themes_says_what_is_and_what_comes(pages: Pages) -> None:
    with pages.open(color_scheme="dark") as page:
        page.goto("/jails")
        page.get_by_role("button", name="Dark theme, switch to light").click()
        page.get_by_role("button", name="Light theme, switch to dark").click()
        expect(page.get_by_role("button", name="Dark theme, switch to light")).to_be_visible()
