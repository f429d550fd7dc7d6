"""fail2ban stops answering, and comes back."""

from __future__ import annotations

import os
import re
import signal

import pytest
from playwright.sync_api import Page, expect

from server import Server


@pytest.mark.shows("ABUSE-1", "ASVS-16.5.2")
def test_a_hanging_fail2ban_shows_a_banner_and_stale_figures_and_recovers_by_itself(
    live_page: Page, server: Server
) -> None:
    live_page.goto("/bans")
    expect(live_page.get_by_text("up", exact=True)).to_be_visible()
    expect(live_page.get_by_role("button", name=re.compile("^Unban .+ from .+")).first).to_be_visible(timeout=60_000)
    pid = server.fail2ban_pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        banner = live_page.get_by_role("region", name=re.compile("fail2ban (does not answer|is down)"))
        expect(banner).to_be_visible()
        expect(live_page.get_by_text("not fresh: from").first).to_be_visible()
        # A page asked for now answers too.
        live_page.goto("/bans")
        expect(banner).to_be_visible()
    finally:
        os.kill(pid, signal.SIGCONT)
    expect(banner).to_have_count(0)
    expect(live_page.get_by_text("not fresh: from")).to_have_count(0)
