"""The audit log: who changed what, opened, filtered and taken along."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from actions import ban, follow

ADDRESS = "192.0.2.177"


def test_a_ban_stands_in_the_log_opens_to_what_it_did_and_leads_on(page: Page) -> None:
    ban(page, [ADDRESS], jail="dovecot", reason="for the log")
    page.get_by_role("link", name="Audit log", exact=True).click()
    expect(page.get_by_role("heading", name="Audit log", exact=True)).to_be_visible()
    page.get_by_role("searchbox", name="Search the audit log").fill(ADDRESS)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page).to_have_url(re.compile(r"[?&]q="))
    entry = page.locator(".audit-entry").first
    expect(entry.locator("summary")).to_contain_text(re.compile(f"admin.*Ban.*{ADDRESS}.*dovecot", re.DOTALL))
    entry.locator("summary").press("Enter")
    expect(entry.get_by_text("banned for the jail's time")).to_be_visible()
    expect(entry.get_by_text("for the log")).to_be_visible()
    with page.expect_download() as download:
        page.locator("summary", has_text="Export").press("Enter")
        page.get_by_role("link", name="CSV").press("Enter")
    lines = download.value.path().read_text().splitlines()
    assert len(lines) == 1 + page.locator(".audit-entry").count() and ADDRESS in lines[1]
    follow(page, entry.get_by_role("link", name="What it did, part by part"))
    expect(page.get_by_role("heading", name="What the ban did")).to_be_visible()


def test_a_check_is_made_when_it_is_asked_for(page: Page) -> None:
    page.goto("/audit")
    follow(page, page.get_by_role("link", name="Check now"))
    expect(page.get_by_text("unbroken")).to_be_visible()


def test_a_filter_without_a_match_says_so(page: Page) -> None:
    page.goto("/audit?q=no-such-word&kind=restore")
    expect(page.get_by_role("heading", name="No entry matches")).to_be_visible()
    expect(page.get_by_role("list", name="Filters")).to_contain_text("Restore")
