"""Makes the pictures of the README: each page in both themes, on a wide screen and on a phone."""

from __future__ import annotations

import sys
import tempfile
import time
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

import past
from conftest import Pages
from server import ROOT, Server

sys.path.append(str(ROOT / "Tests" / "process"))
from geodata import mmdb  # noqa: E402

SIZES = {1440: 900, 390: 844}
PAGES = {
    "dashboard": "/", "bans": "/bans", "ban": "/bans/ban", "jails": "/jails", "jail": "/jails/sshd", "events": "/events",
    "map": "/map", "patterns": "/patterns", "health": "/runtime",
}
SECONDS_OF_ATTACKS = 90
# The demo's addresses are nobody's, so their places are made up: some countries often, others now and then.
COUNTRIES = "US NL DE CN BR US SG NL FR IN US VN RU DE GB KR ID US CN SE ZA NL PL AR".split()
NETWORKS = ["Example Hosting", "Sample Cloud", "Anywhere Telecom", "Test University", "Fictional Fibre"]


def places(folder: Path) -> str:
    """Geo data for the demo's addresses; the paths, as the setting takes them."""
    parts = [*ip_network("198.18.0.0/15").subnets(new_prefix=21), *ip_network("203.0.113.0/24").subnets(new_prefix=29),
             *ip_network("198.51.100.0/24").subnets(new_prefix=29)]
    built = int(time.time()) - 20 * 86_400
    countries, networks = {}, {}
    for number, part in enumerate(parts):
        which = number * 7 % len(COUNTRIES)
        countries[str(part)] = {"country": {"iso_code": COUNTRIES[which]}}
        networks[str(part)] = {
            "autonomous_system_number": 64_496 + which % len(NETWORKS),
            "autonomous_system_organization": NETWORKS[which % len(NETWORKS)]}
    for name, kind, records in [("country", "Country", countries), ("asn", "ASN", networks)]:
        (folder / f"{name}.mmdb").write_bytes(mmdb(records, f"Made-up-{kind}", built))
    return f"{folder / 'country.mmdb'},{folder / 'asn.mmdb'}"


def shoot(pages: Pages, folder: Path, paths: dict[str, str], signed_in: bool) -> None:
    for theme in ("light", "dark"):
        for width, height in SIZES.items():
            size = {"width": width, "height": height}
            with pages.open(signed_in=signed_in, color_scheme=theme, viewport=size) as page:
                for name, path in paths.items():
                    page.goto(path)
                    page.wait_for_timeout(500)
                    page.screenshot(path=folder / f"{name}-{theme}-{width}.png", animations="disabled")


def busiest(server: Server, cookie: str) -> dict[str, str]:
    """The page of the address that was most active."""
    _, _, answer = server.call("GET", "/api/dashboard", headers={"Cookie": cookie})
    return {"address": "/addresses/" + quote(answer["addresses"][0]["address"], safe="")}  # type: ignore[index]


def make(browser: Browser, folder: Path) -> None:
    server = Server(environment={"BANGUI_GEO_FILES": places(Path(tempfile.mkdtemp(prefix="bangui-places-")))})
    past.write(server.folder / "data" / "demo" / "fail2ban.log.1")
    server.start()
    try:
        shoot(Pages(browser, server, None), folder, {"setup": server.setup_url or "/setup"}, signed_in=False)
        server.set_up()
        time.sleep(SECONDS_OF_ATTACKS)
        cookie = server.sign_in()
        shoot(Pages(browser, server, cookie), folder, PAGES | busiest(server, cookie), signed_in=True)
    finally:
        server.stop()


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        make(browser, folder)
        browser.close()
    print(f"wrote {len(list(folder.glob('*.png')))} pictures to {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
