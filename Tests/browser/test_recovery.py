"""A fail2ban that is gone: what is done about it, starting it, and having BanGUI go on after too many starts."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from conftest import Pages
from server import Server
from test_accessibility import check


@pytest.fixture(scope="module")
def failing() -> Iterator[Server]:
    """A server without a fail2ban, whose command to start one fails."""
    server = Server(
        arguments=["--fail2ban-socket", "/nonexistent/fail2ban.sock"],
        environment={"BANGUI_FAIL2BAN_START_COMMAND": "/bin/sh -c 'echo no luck >&2; exit 3'"})
    try:
        yield server.start().set_up()
    finally:
        server.stop()


@pytest.fixture
def lost(browser: Browser, failing: Server) -> Iterator[Pages]:
    pages = Pages(browser, failing, failing.sign_in())
    yield pages
    assert pages.faults == []


def block(server: Server) -> None:
    """Has it be as after three starts that helped nothing."""
    path = next((server.folder / "data").glob("*.sqlite"))
    with closing(sqlite3.connect(path, timeout=30)) as database, database:
        database.execute(
            "INSERT OR REPLACE INTO recovery_states (host, starts, blocked_at) VALUES ('local', '', ?)",
            (int(time.time()),))


@pytest.mark.parametrize("script", [True, False])
def test_it_is_started_from_the_banner_and_after_too_many_starts_with_a_reason(
    lost: Pages, failing: Server, script: bool
) -> None:
    with lost.open(java_script_enabled=script, locale="en-GB") as page:
        page.goto("/jails")
        page.get_by_role("button", name="Start fail2ban").click()
        expect(page).to_have_url(re.compile("/runtime$"))
        panel = page.locator("#recovery")
        expect(panel.get_by_text("admin started it").first).to_be_visible()
        expect(panel.get_by_text("no luck").first).to_be_visible()
        block(failing)
        page.goto("/runtime")
        expect(panel.get_by_text("Blocked: it died too often")).to_be_visible()
        panel.get_by_role("link", name="Start it all the same").click()
        page.get_by_role("button", name="Start it, and look after it again").click()
        expect(page.get_by_text("Say why.")).to_be_visible()
        expect(page.get_by_text("Say that you have seen why it was stopped.")).to_be_visible()
        page.get_by_label("I have seen why fail2ban died").check()
        page.get_by_label("Why", exact=False).last.fill("the disk was full")
        page.get_by_role("button", name="Start it, and look after it again").click()
        expect(page).to_have_url(re.compile("/runtime$"))
        expect(panel.get_by_text("“the disk was full”").first).to_be_visible()
        expect(panel.get_by_text("Blocked: it died too often")).to_have_count(0)


def test_the_pages_have_no_violations(lost: Pages, failing: Server) -> None:
    block(failing)
    faults: list[str] = []
    for theme in ("light", "dark"):
        for width in (320, 1440):
            size = {"width": width, "height": 900}
            with lost.open(color_scheme=theme, viewport=size, reduced_motion="reduce") as page:
                for path in ("/runtime", "/daemon/recovery", "/jails"):
                    faults += check(page, path)
                    if folder := os.environ.get("BANGUI_SHOTS"):
                        name = f"{path.replace('/', '-')}-{theme}-{width}.png"
                        page.screenshot(path=str(Path(folder) / name), full_page=True)
    assert not faults, "\n".join(faults)
