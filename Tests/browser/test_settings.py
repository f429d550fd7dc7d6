"""The settings page: what is saved, and what is refused."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from actions import follow


def save(page: Page) -> None:
    follow(page, page.get_by_role("button", name="Save", exact=True))


def test_a_saved_allowlist_is_told_and_can_be_taken_away(page: Page) -> None:
    page.goto("/settings")
    page.get_by_label("allowlist").fill("192.0.2.77")
    save(page)
    expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()
    expect(page.get_by_label("allowlist")).to_have_value("192.0.2.77")
    page.get_by_label("allowlist").fill("")
    save(page)
    expect(page.get_by_label("allowlist")).to_have_value("")


def test_faults_are_summed_up_with_the_focus_and_lead_to_their_fields(page: Page) -> None:
    page.goto("/settings")
    page.get_by_label("timezone").fill("Mars/Olympus")
    page.get_by_label("session_idle_minutes").fill("soon")
    save(page)
    expect(page.get_by_text("Not saved: 2 values are wrong")).to_be_visible()
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_role("link", name="timezone").click()
    expect(page).to_have_url(re.compile("#s-timezone$"))
    expect(page.get_by_label("timezone")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("timezone")).to_have_value("Mars/Olympus")
