"""What a person does on the pages, in the words of the pages."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from server import PASSWORD, USERNAME


def follow(page: Page, control: Locator) -> None:
    """Presses a control that leads to another page, and waits for that.

    By its key: a click is two events, and a refresh may replace a live control between them.
    """
    with page.expect_navigation():
        control.press("Enter")


def tick(box: Locator) -> None:
    """Ticks a box of a live list, in one look at the page for the same reason."""
    box.evaluate("box => box.checked || box.click()")
    expect(box).to_be_checked()


def tab_to(page: Page, target: Locator, most: int = 120) -> None:
    """Presses Tab until the target has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} was not reached by {most} tabs")


def sign_in(page: Page, username: str = USERNAME, password: str = PASSWORD) -> None:
    """Fills and sends the sign-in form."""
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def fill_ban(page: Page, addresses: list[str], jail: str, duration: str = "", reason: str = "") -> None:
    """Opens and fills the form to ban, without sending it."""
    page.goto("/bans/ban")
    page.get_by_label("Addresses and networks").fill("\n".join(addresses))
    page.get_by_role("checkbox", name=jail, exact=True).check()
    page.get_by_label("For how long").fill(duration)
    page.get_by_label("Reason").first.fill(reason)


def ban(page: Page, addresses: list[str], jail: str = "sshd", duration: str = "", reason: str = "") -> None:
    """Bans by hand and waits for the page that tells what was done."""
    fill_ban(page, addresses, jail, duration, reason)
    page.get_by_role("button", name="Ban", exact=True).click()
    expect(page.get_by_role("heading", name="What the ban did")).to_be_visible()


def search(page: Page, text: str) -> None:
    """Opens the list of bans filtered by an address, a network or the start of one."""
    page.goto("/bans")
    page.get_by_role("searchbox", name="Search bans").fill(text)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page).to_have_url(re.compile(r"[?&]q="))
    page.wait_for_load_state()


def row(page: Page, address: str) -> Locator:
    """The rows of the list that show an address."""
    return page.get_by_role("row").filter(has=page.get_by_text(address, exact=True))


def undo(page: Page) -> None:
    """Takes back what was just done."""
    follow(page, page.get_by_role("button", name=re.compile("^Undo")).first)


def unban_button(page: Page, address: str, jail: str = "sshd") -> Locator:
    """The button that ends one ban."""
    return page.get_by_role("button", name=f"Unban {address} from {jail}")


def expect_banned(page: Page, address: str, jail: str = "sshd") -> None:
    """The list holds the ban."""
    search(page, address)
    expect(unban_button(page, address, jail)).to_be_visible()


def expect_free(page: Page, address: str, jail: str = "sshd") -> None:
    """The list does not hold the ban."""
    search(page, address)
    expect(page.get_by_role("heading", name="Bans in force")).to_be_visible()
    expect(unban_button(page, address, jail)).to_have_count(0)
