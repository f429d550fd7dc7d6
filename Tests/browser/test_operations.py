"""The list of what was done."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from actions import ban, follow, undo

ADDRESS = "2001:db8::bad:0e"
TEXT = "2001:db8::bad:e"


def test_a_ban_and_its_undo_are_listed_found_by_address_and_lead_to_their_pages(page: Page) -> None:
    ban(page, [ADDRESS], jail="dovecot", reason="for the record")
    undo(page)
    page.get_by_role("link", name="Operations", exact=True).click()
    expect(page.get_by_role("heading", name="Operations", exact=True)).to_be_visible()
    page.get_by_role("searchbox", name="Search operations").fill(ADDRESS)
    page.get_by_role("combobox", name="Jail").select_option("dovecot")
    page.get_by_role("button", name="Search", exact=True).click()
    banned = page.get_by_role("link", name=f"Banned {TEXT} in dovecot").first
    expect(banned).to_be_visible()
    expect(page.get_by_role("link", name=f"Took back {TEXT} in dovecot").first).to_be_visible()
    expect(page.get_by_text("taken back by admin").first).to_be_visible()
    expect(page.get_by_text("for the record").first).to_be_visible()
    follow(page, banned)
    expect(page.get_by_role("heading", name="What the ban did")).to_be_visible()
