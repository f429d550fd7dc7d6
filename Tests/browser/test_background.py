"""Background tasks: a run now followed on the page by keyboard, the same without script."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from actions import tab_to
from conftest import Pages


def test_a_run_now_is_followed_on_the_page_by_keyboard(pages: Pages) -> None:
    with pages.open() as page:
        page.goto("/doctor")
        # Two keys belong together while little time lies between them, which a busy machine may not keep.
        for _ in range(5):
            page.keyboard.press("g")
            page.keyboard.press("t")
            page.wait_for_timeout(500)
            if page.url.endswith("/tasks"):
                break
        expect(page.get_by_role("heading", name="Tasks", exact=True)).to_be_visible()
        tab_to(page, page.get_by_role("link", name="Check the audit log"))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        before = page.locator("table.table-tasks tbody tr").count()
        tab_to(page, page.get_by_role("button", name="Run now"))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        # The page is not loaded anew: the row comes by itself.
        expect(page.locator("table.table-tasks tbody tr")).to_have_count(before + 1)
        row = page.locator("table.table-tasks tbody tr").first
        expect(row).to_contain_text(re.compile("Done.*admin.*unbroken", re.DOTALL))


def test_a_run_now_without_script(pages: Pages) -> None:
    with pages.open(java_script_enabled=False) as page:
        page.goto("/tasks")
        page.get_by_role("row", name=re.compile("Forget ended sessions")).get_by_role("button").click()
        expect(page).to_have_url(re.compile("/tasks$"))
        page.get_by_role("link", name="Forget ended sessions and tokens").click()
        expect(page.get_by_role("heading", name="Forget ended sessions and tokens")).to_be_visible()
        for _ in range(50):
            if page.get_by_text("Nothing to do").count() or page.get_by_text("Done").count():
                break
            page.wait_for_timeout(200)
            page.reload()
        expect(page.locator("table.table-tasks tbody tr").first).to_contain_text("admin")
