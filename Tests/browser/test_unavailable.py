"""What cannot be answered just now: pages say so, keep to the time that they are told, and go on by themselves."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from conftest import Pages
from server import Server
from test_accessibility import TAGS


@contextmanager
def stopped(server: Server) -> Iterator[int]:
    """fail2ban stands still."""
    pid = server.fail2ban_pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        yield pid
    finally:
        os.kill(pid, signal.SIGCONT)


def forget_refusals(pages: Pages) -> None:
    """Chromium reports each answer that was wanted as an error."""
    pages.faults[:] = [fault for fault in pages.faults if "status of 503" not in fault]


def violations(page: Page) -> list[str]:
    """What axe finds, and what sticks out sideways."""
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    faults = [f"{one['id']}: {node['target']}" for one in result.response["violations"] for node in one["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append("wider than its window")
    return faults


def test_a_page_leaves_the_server_alone_for_as_long_as_it_asks(pages: Pages) -> None:
    asked: list[float] = []

    def refuse(route: Route) -> None:
        asked.append(time.monotonic())
        route.fulfill(status=503, headers={"Retry-After": "3"}, body="{}")

    with pages.open() as page:
        page.route("**/api/events/stream**", lambda route: route.abort())
        page.route("**/api/pulse**", refuse)
        page.goto("/bans")
        bar = page.locator(".unreachable")
        expect(bar).to_contain_text("BanGUI cannot answer just now")
        expect(bar).to_contain_text(re.compile(r"Next try in \d+ s\."))
        expect(bar.locator("span").nth(1)).to_have_attribute("aria-hidden", "true")
        deadline = time.monotonic() + 60
        while len(asked) < 3 and time.monotonic() < deadline:
            page.wait_for_timeout(200)
        gaps = [after - before for before, after in zip(asked, asked[1:])]
        assert gaps and min(gaps) >= 2.9, gaps
        page.unroute("**/api/pulse**")
        expect(bar).to_have_count(0)
    pages.faults[:] = [fault for fault in pages.faults if "ERR_FAILED" not in fault]
    forget_refusals(pages)


def test_a_moment_is_understood_as_well_as_seconds_and_neither_is_believed_for_ever(pages: Pages) -> None:
    with pages.open() as page:
        page.goto("/bans")
        waits = page.evaluate(
            """async () => {
              const path = document.querySelector('script[src$="app.js"]').src.replace("app.js", "request.js");
              const { Busy } = await import(path);
              const of = (told) => new Busy({ status: 503, headers: new Headers(told === null ? {} : { "Retry-After": told }) }).seconds;
              const soon = new Date(Date.now() + 20000).toUTCString();
              return [of("7"), of(soon), of("86400"), of("0"), of("-4"), of("soon"), of(null)];
            }""")
    bounds = [(7, 8.75), (17, 25), (120, 150), (1, 6.25), (1, 6.25), (5, 6.25), (5, 6.25)]
    assert all(least <= wait <= most for wait, (least, most) in zip(waits, bounds)), waits


def test_a_page_that_could_not_be_shown_comes_back_by_itself(pages: Pages, server: Server) -> None:
    for theme, width in (("light", 320), ("dark", 1440)):
        with pages.open(color_scheme=theme, viewport={"width": width, "height": 800}, reduced_motion="reduce") as page:
            with stopped(server):
                answer = page.goto("/jails/sshd")
                assert answer is not None and answer.status == 503
                assert int(answer.headers["retry-after"]) > 0
                expect(page.get_by_role("button", name="Try again now")).to_be_visible()
                assert violations(page) == []
            expect(page.get_by_role("heading", name="sshd", exact=True)).to_be_visible()
    forget_refusals(pages)


def test_without_script_a_button_tries_again(pages: Pages, server: Server) -> None:
    with pages.open(java_script_enabled=False) as page:
        with stopped(server):
            page.goto("/jails/sshd")
            expect(page.get_by_role("button", name="Try again now")).to_be_visible()
        page.wait_for_timeout(2000)
        page.get_by_role("button", name="Try again now").focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/jails/sshd"))
        for _ in range(20):
            if page.get_by_role("heading", name="sshd", exact=True).count():
                break
            page.wait_for_timeout(500)
            page.reload()
        expect(page.get_by_role("heading", name="sshd", exact=True)).to_be_visible()
    forget_refusals(pages)


def test_the_page_of_health_tells_what_is_left_alone_and_that_it_is_well_again(pages: Pages, server: Server) -> None:
    with pages.open(reduced_motion="reduce", viewport={"width": 320, "height": 800}) as page:
        page.goto("/runtime")
        item = page.locator("#breaker-fail2ban")
        expect(item).to_contain_text("answers")
        with stopped(server):
            expect(item).to_contain_text(re.compile("left alone|is tried again"))
            expect(item).to_contain_text("Fails since")
            assert violations(page) == []
        expect(item).to_contain_text("answers")
    forget_refusals(pages)
