"""Takes a picture of every page: both themes, three widths, and five states of what is behind the console.

    gallery.py FOLDER [STATE ...]

The states: `alive` (the demo under attack), `empty` (no ban and no event yet), `crowded` (100,000 bans in force and their
events), `hanging` (the daemon of `crowded` answers nobody) and `down` (it has died). Made to be looked at, one by one.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from conftest import Pages
from server import ROOT, Server

sys.path.append(str(ROOT / "Benchmarks"))
from private_fail2ban import PrivateFail2ban, unpacked_package  # noqa: E402

SIZES = {320: 640, 768: 1024, 1440: 900}
STATES = ("alive", "empty", "crowded", "hanging", "down")
CROWD = 100_000
SECONDS_OF_ATTACKS = 60
PATHS = {
    "home": "/", "bans": "/bans", "bans-filtered": "/bans?q=203.0.113.250", "ban": "/bans/ban", "events": "/events",
    "events-bans": "/events?kind=ban", "map": "/map", "patterns": "/patterns", "jails": "/jails", "operations": "/operations", "audit": "/audit", "tasks": "/tasks", "task": "/tasks/audit-check", "doctor": "/doctor", "runtime": "/runtime", "settings": "/settings",
    "own-settings": "/settings/me", "address-unknown": "/addresses/192.0.2.250", "search": "/search?q=failed", "sessions": "/account/sessions", "tokens": "/account/tokens", "design": "/design", "missing": "/no/such/page",
}
JAIL = {"alive": "sshd", "empty": "crowd", "crowded": "crowd", "hanging": "crowd", "down": "crowd"}


def shoot(pages: Pages, folder: Path, state: str, paths: dict[str, str], signed_in: bool) -> None:
    """Pictures of the whole height, but not more than three screens of it."""
    for theme in ("light", "dark"):
        for width, height in SIZES.items():
            size = {"width": width, "height": height}
            with pages.open(signed_in=signed_in, color_scheme=theme, viewport=size, reduced_motion="reduce") as page:
                for name, path in paths.items():
                    page.goto(path)
                    page.wait_for_timeout(300)
                    tall = min(int(page.evaluate("document.documentElement.scrollHeight")), 3 * height)
                    page.screenshot(
                        path=folder / f"{state}-{name}-{theme}-{width}.png", animations="disabled", full_page=True,
                        clip={"x": 0, "y": 0, "width": width, "height": tall})
                    if page.evaluate("document.documentElement.scrollWidth") > width:
                        print(f"{path} is wider than {width} px: {state}, {theme}")


def signed_in(browser: Browser, server: Server, folder: Path, state: str) -> None:
    cookie = server.sign_in()
    pages = Pages(browser, server, cookie)
    paths = PATHS | {"jail": f"/jails/{JAIL[state]}"}
    _, _, answer = server.call("GET", "/api/events?kind=ban&limit=1", headers={"Cookie": cookie})
    for event in answer["events"]:  # type: ignore[index]
        paths["address"] = "/addresses/" + quote(event["address"], safe="")
    shoot(pages, folder, state, paths, signed_in=True)
    for fault in pages.faults:
        print(fault)


def alive(browser: Browser, folder: Path) -> None:
    """The demo, and before it its setup."""
    server = Server().start()
    try:
        shoot(Pages(browser, server, None), folder, "alive", {"setup": server.setup_url or "/setup"}, signed_in=False)
        server.set_up()
        shoot(Pages(browser, server, None), folder, "alive", {"login": "/login"}, signed_in=False)
        time.sleep(SECONDS_OF_ATTACKS)
        signed_in(browser, server, folder, "alive")
    finally:
        server.stop()


def private(browser: Browser, folder: Path, states: set[str]) -> None:
    """A daemon without attackers: nothing yet, then a crowd at once, then dead."""
    place = Path(tempfile.mkdtemp(prefix="bangui-gallery-", dir="/tmp"))
    fail2ban = PrivateFail2ban(place, unpacked_package(ROOT / ".cache"))
    try:
        fail2ban.start()
        server = Server(arguments=[
            "--fail2ban-socket", str(fail2ban.socket), "--fail2ban-config", str(fail2ban.configuration)]).start()
        try:
            server.set_up()
            if "empty" in states:
                time.sleep(3)
                signed_in(browser, server, folder, "empty")
            if states & {"crowded", "hanging", "down"}:
                fail2ban.fill(CROWD)
                time.sleep(30)
            if "crowded" in states:
                signed_in(browser, server, folder, "crowded")
            if "hanging" in states:
                fail2ban.pause()
                time.sleep(3)
                signed_in(browser, server, folder, "hanging")
                fail2ban.go_on()
            if "down" in states:
                fail2ban.stop()
                time.sleep(3)
                signed_in(browser, server, folder, "down")
        finally:
            server.stop()
    finally:
        fail2ban.stop()


def main(arguments: list[str]) -> int:
    folder, states = Path(arguments[0]), set(arguments[1:]) or set(STATES)
    if unknown := states - set(STATES):
        print(f"there is no state {', '.join(sorted(unknown))}; the states are {', '.join(STATES)}", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        if "alive" in states:
            alive(browser, folder)
        if states - {"alive"}:
            private(browser, folder, states)
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures are in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
