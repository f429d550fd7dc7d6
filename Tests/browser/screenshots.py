"""Makes the pictures of the README: each page in both themes, on a wide screen and on a phone."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from conftest import Pages
from server import ROOT, Server

SIZES = {1440: 900, 390: 844}
PAGES = {
    "dashboard": "/", "bans": "/bans", "ban": "/bans/ban", "jails": "/jails", "jail": "/jails/sshd", "events": "/events",
}
SECONDS_OF_ATTACKS = 90


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
    server = Server().start()
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
