"""The list of jails and the page of one."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from actions import follow

JAILS = ["sshd", "nginx-http-auth", "nginx-botsearch", "postfix-sasl", "dovecot", "proftpd", "recidive"]


def test_the_jails_of_the_demo_are_listed_and_lead_to_their_pages(page: Page) -> None:
    page.goto("/jails")
    expect(page.get_by_role("heading", name="Jails", exact=True)).to_be_visible()
    for jail in JAILS:
        expect(page.get_by_role("link", name=jail, exact=True)).to_be_visible()
    follow(page, page.get_by_role("link", name="sshd", exact=True))
    expect(page.get_by_role("heading", name="sshd", exact=True)).to_be_visible()
    expect(page.get_by_text("auth.log")).to_be_visible()


def test_a_setting_changed_while_running_is_shown(page: Page) -> None:
    for value in ("7m", "5m"):
        page.goto("/jails/nginx-botsearch")
        page.get_by_label("Find time").fill(value)
        follow(page, page.get_by_role("button", name="Change", exact=True))
        page.goto("/jails/nginx-botsearch")
        expect(page.get_by_label("Find time")).to_have_value(value)


def test_a_jail_stops_after_a_question_and_starts_again(page: Page) -> None:
    page.goto("/jails/proftpd")
    follow(page, page.get_by_role("link", name="Stop", exact=True))
    follow(page, page.get_by_role("link", name="Cancel", exact=True))
    follow(page, page.get_by_role("link", name="Stop", exact=True))
    expect(page.get_by_text("While it is stopped it watches nothing")).to_be_visible()
    follow(page, page.get_by_role("button", name="Stop proftpd", exact=True))
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    follow(page, page.get_by_role("button", name="Start", exact=True))
    expect(page.get_by_role("link", name="Stop", exact=True)).to_be_visible()


def test_banning_from_a_jail_has_that_jail_chosen(page: Page) -> None:
    page.goto("/jails/dovecot")
    page.get_by_role("link", name="Ban here").click()
    expect(page.get_by_role("checkbox", name="dovecot", exact=True)).to_be_checked()
