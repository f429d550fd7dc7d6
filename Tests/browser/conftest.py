"""Fixtures: one server for all tests that can share it, a browser, and pages that report their faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from server import Server

# Answers that the tests provoke on purpose; Chromium reports each as an error of its own.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of (401|403|404|409|410|422)\b")


# Milliseconds: two cores that build and test at once may need long for what takes no time otherwise.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; none is ever downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server that is set up, with the demo's fail2ban behind it."""
    server = Server().start()
    try:
        yield server.set_up()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def cookie(server: Server) -> str:
    """One session for all tests: logins are limited to five a minute."""
    return server.sign_in()


class Pages:
    """Opens pages and collects what they complain about."""

    def __init__(self, browser: Browser, server: Server | None, cookie: str | None) -> None:
        self.browser = browser
        self.server = server
        self.cookie = cookie
        self.faults: list[str] = []

    @contextmanager
    def open(self, signed_in: bool = True, base_url: str | None = None, **options: Any) -> Iterator[Page]:
        """A page in a context of its own; `options` are those of `Browser.new_context`."""
        context = self.browser.new_context(base_url=base_url or (self.server.url if self.server else None), **options)
        context.set_default_timeout(PATIENCE)
        try:
            if signed_in:
                self._add_cookie(context)
            page = context.new_page()
            page.on("console", self._note)
            page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
            yield page
        finally:
            context.close()

    def _add_cookie(self, context: BrowserContext) -> None:
        assert self.server and self.cookie
        name, _, value = self.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": self.server.url}])

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED.match(message.text):
            self.faults.append(f"{message.location.get('url')}: {message.text}")


@pytest.fixture
def pages(browser: Browser, server: Server, cookie: str) -> Iterator[Pages]:
    """Pages of the shared server, signed in unless asked otherwise. No page may report a fault."""
    pages = Pages(browser, server, cookie)
    yield pages
    assert pages.faults == []


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def page(request: pytest.FixtureRequest, pages: Pages) -> Iterator[Page]:
    """A signed-in page, once with JavaScript and once without."""
    with pages.open(java_script_enabled=request.param) as page:
        yield page


@pytest.fixture
def live_page(pages: Pages) -> Iterator[Page]:
    """A signed-in page with JavaScript."""
    with pages.open() as page:
        yield page
