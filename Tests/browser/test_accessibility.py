"""axe on every page, in both themes, on a phone and on a wide screen; nothing sticks out sideways."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from conftest import Pages
from server import Server

SIGNED_IN = [
    "/bans", "/bans?q=no-such", "/events", "/events?q=no-such&kind=ban&from=now-24h", "/events?from=x", "/events?text=failed", "/bans/ban", "/bans/unban-all?q=198.", "/jails", "/jails/sshd", "/jails/sshd/stop", "/operations", "/operations?q=no-such", "/audit", "/audit?q=no-such", "/audit?from=x", "/tasks", "/tasks/audit-check", "/tasks/old-events", "/addresses/192.0.2.250", "/addresses/198.18.0.0%2F15", "/search", "/search?q=failed", "/search?q=no-such-word", "/account/sessions", "/account/tokens", "/doctor", "/runtime", "/settings", "/settings/me", "/design?theme=dark&density=dense", "/design?theme=light",
    "/nowhere", "/", "/?from=now-7d&to=now", "/?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z", "/?from=x",
    "/map", "/map?by=bans&from=now-7d&to=now", "/map?from=x",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def check(page: Page, path: str) -> list[str]:
    """The faults of one page."""
    page.goto(path)
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    faults = [
        f"{path}: {violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append(f"{path}: wider than its window")
    return faults


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_have_no_violations(pages: Pages, theme: str, width: int) -> None:
    faults: list[str] = []
    size = {"width": width, "height": 900}
    with pages.open(color_scheme=theme, viewport=size, reduced_motion="reduce") as page:
        for path in SIGNED_IN:
            faults += check(page, path)
    with pages.open(signed_in=False, color_scheme=theme, viewport=size, reduced_motion="reduce") as page:
        faults += check(page, "/login")
    assert not faults, "\n".join(faults)


def test_the_setup_page_has_no_violations(browser: object) -> None:
    server = Server().start()
    pages = Pages(browser, server, None)  # type: ignore[arg-type]
    try:
        faults: list[str] = []
        for theme in ("light", "dark"):
            for width in (320, 1440):
                size = {"width": width, "height": 900}
                with pages.open(signed_in=False, color_scheme=theme, viewport=size) as page:
                    faults += check(page, server.setup_url or "/setup")
        assert not faults, "\n".join(faults)
        assert pages.faults == []
    finally:
        server.stop()
