"""The doctor's page: what is wrong first, with what mends it, also without script."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from conftest import Pages


def test_counts_lead_to_their_part_and_commands_are_copied(pages: Pages) -> None:
    with pages.open() as page:
        page.goto("/")
        page.get_by_role("link", name="Doctor", exact=True).click()
        expect(page.get_by_role("heading", name="Doctor", exact=True)).to_be_visible()
        page.get_by_role("link", name=re.compile("As it should be")).click()
        expect(page).to_have_url(re.compile("#ok$"))
        expect(page.get_by_role("heading", name="As it should be")).to_be_in_viewport()
        page.get_by_role("button", name="Copy").last.click()
        expect(page.locator("#announcer")).to_have_text("Copied")


def test_it_checks_again_without_script(pages: Pages) -> None:
    with pages.open(java_script_enabled=False) as page:
        page.goto("/doctor")
        page.get_by_role("link", name="Check again").click()
        expect(page).to_have_url(re.compile("again=1"))
        expect(page.get_by_text("is one that BanGUI is tested with")).to_be_visible()
        expect(page.get_by_role("button", name="Copy")).to_have_count(0)
