"""The first minute: the printed link, the first administrator, the first bans."""

from __future__ import annotations

import os
import re
import signal
import time

from playwright.sync_api import Browser, Page, expect

from actions import sign_in
from conftest import Pages
from server import PASSWORD, USERNAME, Server, is_running


def fill_setup(page: Page, password: str = PASSWORD, repeat: str = PASSWORD) -> None:
    page.get_by_label("User name").fill(USERNAME)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_label("Password again").fill(repeat)
    page.get_by_role("button", name="Complete the setup").click()


def walk_through_setup(pages: Pages, server: Server) -> None:
    with pages.open(signed_in=False, base_url=server.url) as page:
        page.goto("/bans")
        expect(page).to_have_url(re.compile("/setup"))
        assert server.setup_url
        page.goto(server.setup_url)
        fill_setup(page, repeat="something else entirely")
        expect(page.get_by_role("heading", name="Set up BanGUI")).to_be_visible()
        fill_setup(page)
        expect(page.get_by_role("heading", name="Setup is complete")).to_be_visible()
        page.get_by_role("link", name="Sign in").click()
        sign_in(page)
        expect(page.get_by_role("heading", name="Dashboard", exact=True)).to_be_visible()
        page.get_by_role("link", name="Bans", exact=True).click()
        buttons = page.get_by_role("button", name=re.compile(r"^Unban .+ from .+"))
        # No click, no reload: the rows come by themselves.
        expect(buttons.first).to_be_visible(timeout=60_000)
        page.goto(server.setup_url)
        expect(page.get_by_role("button", name="Complete the setup")).to_have_count(0)


def test_setup_leads_to_sign_in_and_to_bans_that_appear_by_themselves(browser: Browser) -> None:
    server = Server().start()
    pages = Pages(browser, server, None)
    try:
        walk_through_setup(pages, server)
        pid = server.fail2ban_pid()
        assert is_running(pid)
    finally:
        status = server.stop()
    assert status == 0
    assert not is_running(pid)
    assert pages.faults == []


def test_the_demo_ends_with_a_server_that_was_killed() -> None:
    server = Server().start()
    try:
        pid = server.fail2ban_pid()
        assert server.process
        os.kill(server.process.pid, signal.SIGKILL)
        deadline = time.monotonic() + 60
        while is_running(pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not is_running(pid)
    finally:
        server.stop()
