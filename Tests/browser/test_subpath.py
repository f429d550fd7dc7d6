"""A console below a path of a site: no link, form, file or request of a script is outside of it."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from conftest import Pages
from server import PASSWORD, USERNAME, Server
from test_palette import open_palette

BASE = "/bangui"
# Every address that the page names, wherever it stands.
NAMED = """() => [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes])
    .filter((one) => /^(href|src|action|formaction|poster|data-.*|value)$/.test(one.name) && one.value.startsWith("/"))
    .map((one) => [one.name, one.value])"""
# A field that is sent back to the server is an address as the console knows it inside.
WITHIN = {"value"}


@pytest.fixture(scope="module")
def below() -> Iterator[Server]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    server = Server(arguments=["--demo", "--public-url", f"http://127.0.0.1:{port}{BASE}"], port=port)
    try:
        server.start()
        assert f"{BASE}/setup?token=" in (server.setup_url or "")
        token = (server.setup_url or "").rpartition("token=")[2]
        server.call("POST", BASE + "/api/setup", {"token": token, "username": USERNAME, "password": PASSWORD})
        yield server
    finally:
        server.stop()


def outside(paths: set[str]) -> list[str]:
    return sorted(path for path in paths if path != BASE and not path.startswith(BASE + "/"))


def watch(page: Page, server: Server) -> set[str]:
    """The paths that the page asks for from now on."""
    asked: set[str] = set()

    def note(request: Request) -> None:
        if request.url.startswith(server.url):
            asked.add(urlsplit(request.url).path)

    page.on("request", note)
    return asked


def sign_in(page: Page) -> None:
    page.goto(BASE + "/bans")
    page.fill("input[name=username]", USERNAME)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**" + BASE + "/bans")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_nothing_on_any_page_is_outside(browser: Browser, below: Server, script: bool) -> None:
    pages = Pages(browser, below, None)
    with pages.open(signed_in=False, java_script_enabled=script) as page:
        asked = watch(page, below)
        page.goto("/")
        page.wait_for_url("**" + BASE + "/login*")
        sign_in(page)
        waiting, seen, faults = [BASE + "/"], set(), []
        while waiting and len(seen) < 80:
            path = waiting.pop(0)
            if path in seen or path.endswith((".csv", ".json", ".ndjson")) or "/logout" in path:
                continue
            seen.add(path)
            answer = page.goto(path)
            if answer is None or "text/html" not in answer.headers.get("content-type", ""):
                continue
            assert answer.status == 200, path
            for name, address in page.evaluate(NAMED) if script else named_without_script(page):
                if name in WITHIN:
                    continue
                if outside({urlsplit(address).path}):
                    faults.append(f"{path}: {name}={address}")
                elif name == "href":
                    waiting.append(urlsplit(address).path)
        assert not faults, "\n".join(faults[:20])
        assert len(seen) > 15, seen
        assert outside(asked) == ["/"], outside(asked)
    assert pages.faults == []


def named_without_script(page: Page) -> list[tuple[str, str]]:
    """The addresses in the text of a page that runs no script."""
    return [(name, address) for name, address in re.findall(r' (href|src|action)="(/[^"]*)"', page.content())]


def test_scripts_ask_below_the_path(browser: Browser, below: Server) -> None:
    pages = Pages(browser, below, None)
    with pages.open(signed_in=False) as page:
        sign_in(page)
        asked = watch(page, below)
        # The palette, a jump by keys, a choice that is stored, the stream and the live parts.
        open_palette(page)
        page.keyboard.type("oper")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(BASE + "/operations$"))
        page.keyboard.press("g")
        page.keyboard.press("b")
        expect(page).to_have_url(re.compile(BASE + "/bans$"))
        page.goto(BASE + "/settings/me")
        page.locator("main form button[type=submit], main form button:not([type])").last.click()
        expect(page).to_have_url(re.compile(BASE + "/settings/me"))
        page.goto(BASE + "/events")
        until = time.monotonic() + 30
        while not any("/api/events/stream" in path or "/api/pulse" in path for path in asked):
            assert time.monotonic() < until, asked
            page.wait_for_timeout(100)
        assert outside(asked) == []
        cookies = {cookie["name"]: cookie["path"] for cookie in page.context.cookies()}
        assert cookies["bangui_session"] == BASE
    assert pages.faults == []
