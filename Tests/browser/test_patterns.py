"""The page of patterns with real data behind it: campaigns of a range and a network, repeat offenders, who is about to be banned."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from actions import follow, tab_to
from conftest import Pages
from server import ROOT, Server
from test_accessibility import check
from test_unavailable import stopped

sys.path.append(str(ROOT / "Tests" / "process"))
from geodata import countries, networks  # noqa: E402

EMPTY = "/patterns?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z"
CAMPAIGN = [f"100.64.7.{number}" for number in range(1, 8)]
FAILING = "100.64.8.77"


@pytest.fixture(scope="module")
def haunted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server with the demo's fail2ban and geo data, a campaign, a repeat offender and one that fails; and a session."""
    folder: Path = tmp_path_factory.mktemp("geo")
    (folder / "country.mmdb").write_bytes(countries("NL"))
    (folder / "asn.mmdb").write_bytes(networks(64_500, "Example & Daughters Hosting of some length"))
    files = f"{folder / 'country.mmdb'},{folder / 'asn.mmdb'}"
    server = Server(environment={"BANGUI_GEO_FILES": files}).start()
    try:
        cookie = server.set_up().sign_in()
        _, _, session = server.call("GET", "/api/auth/session", headers={"Cookie": cookie})
        headers = {"Cookie": cookie, "X-CSRF-Token": session["csrfToken"]}  # type: ignore[index]

        def answer(path: str) -> dict[str, object]:
            return server.call("GET", path, headers=headers)[2]  # type: ignore[return-value]

        wait(lambda: len(answer("/api/geo")["tells"]) == 2)
        for addresses in (CAMPAIGN, [CAMPAIGN[0]]):
            server.call("POST", "/api/bans", {"addresses": addresses, "jails": ["sshd"]}, headers)
            server.call("POST", "/api/unbans", {"addresses": addresses}, headers)
        log = next((server.folder / "data").rglob("auth.log"))
        with log.open("a") as file:
            stamp = time.strftime("%b %e %H:%M:%S")
            for _ in range(2):
                file.write(f"{stamp} tower sshd[4711]: Failed password for invalid user haunt from {FAILING} port 4242 ssh2\n")
        wait(lambda: any(one["address"] == FAILING for one in answer("/api/patterns/failing")["failing"]))
        wait(lambda: answer("/api/patterns")["networks"])
        # The third by the jail of those who come back.
        wait(lambda: any(one["address"] == CAMPAIGN[0] and one["bans"] == 3 for one in answer("/api/patterns")["repeated"]))
        yield server, cookie
    finally:
        server.stop()


def wait(holds: object, patience: float = 90) -> None:
    """Until something holds."""
    deadline = time.monotonic() + patience
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.3)


@pytest.fixture
def patterns(browser: Browser, haunted: tuple[Server, str]) -> Iterator[Pages]:
    """Its pages, which may report no fault."""
    pages = Pages(browser, *haunted)
    yield pages
    assert pages.faults == []


def card(page: Page, title: str) -> object:
    return page.get_by_role("region", name=title)


def test_a_range_is_banned_from_its_campaign_by_keyboard(patterns: Pages) -> None:
    with patterns.open(viewport={"width": 1440, "height": 900}) as page:
        page.goto("/patterns")
        ranges = card(page, "Ranges with many addresses")
        row = ranges.get_by_role("row").filter(has_text="100.64.7.0/24")  # type: ignore[attr-defined]
        expect(row).to_contain_text(f"{256 - len(CAMPAIGN)} addresses never seen here")
        expect(row).to_contain_text("NL")
        button = row.get_by_role("link", name="Ban range 100.64.7.0/24")
        tab_to(page, button)
        follow(page, button)
        expect(page.get_by_label("Addresses and networks")).to_have_value("100.64.7.0/24")


def test_every_list_tells_who_and_leads_to_the_events(patterns: Pages) -> None:
    with patterns.open(java_script_enabled=False) as page:
        page.goto("/patterns")
        networks = card(page, "Networks with many addresses")
        expect(networks.get_by_role("link", name=re.compile("AS64500 Example & Daughters"))).to_be_visible()  # type: ignore[attr-defined]
        repeated = card(page, "Repeat offenders").get_by_role("row").filter(has_text=CAMPAIGN[0])  # type: ignore[attr-defined]
        follow(page, repeated.get_by_role("link", name="3", exact=True))
        expect(page.locator("tbody[data-event]")).to_have_count(3)
        page.goto("/patterns")
        failing = card(page, "Failing, not banned yet").get_by_role("row").filter(has_text=FAILING)  # type: ignore[attr-defined]
        follow(page, failing.get_by_role("link", name="2", exact=True))
        expect(page).to_have_url(re.compile(f"q={FAILING}"))
        page.goto(EMPTY)
        expect(page.get_by_text("No /24 or /64 had five")).to_be_visible()


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_has_no_violations(patterns: Pages, haunted: tuple[Server, str], theme: str, width: int) -> None:
    size = {"width": width, "height": 900}
    with patterns.open(color_scheme=theme, viewport=size, reduced_motion="reduce") as page:
        faults = check(page, "/patterns") + check(page, EMPTY) + check(page, "/bans?country=NL")
        if width == 320 and theme == "dark":
            with stopped(haunted[0]):
                page.goto("/patterns")
                expect(page.get_by_text(re.compile("does not answer")).first).to_be_visible()
                faults += check(page, "/patterns")
                expect(page.get_by_text("100.64.7.0/24").first).to_be_visible()
        assert not faults, "\n".join(faults)
        page.goto("/patterns")
        hidden = page.locator(".table-scroll").evaluate_all("all => all.filter((one) => one.scrollWidth > one.clientWidth).length")
        assert hidden == 0, "a part of a table is out of sight"
