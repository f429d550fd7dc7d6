"""Ban, undo, unban: each path with script and without."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from actions import ban, expect_banned, expect_free, fill_ban, follow, search, tick, unban_button, undo

# The simulator never uses these: it leaves 192.0.2.0/24 to bans by hand, and its IPv6 groups are never zero.
ADDRESS = "192.0.2.130"
OTHERS = ["2001:db8::bad:1", "2001:db8::bad:2", "2001:db8::bad:3"]
NETWORK = "192.0.2.240/28"


def test_ban_an_address_for_a_while_with_a_reason_and_unban_it(page: Page) -> None:
    ban(page, [ADDRESS], duration="1h", reason="tried every door")
    expect(page.get_by_text("tried every door")).to_be_visible()
    expect_banned(page, ADDRESS)
    follow(page, unban_button(page, ADDRESS))
    expect(page.get_by_role("heading", name=re.compile("What the unban did|Bans in force"))).to_be_visible()
    expect_free(page, ADDRESS)


def test_undo_of_a_ban_and_of_an_unban(page: Page) -> None:
    ban(page, [ADDRESS], duration="1h")
    undo(page)
    expect_free(page, ADDRESS)
    ban(page, [ADDRESS], duration="1h")
    expect_banned(page, ADDRESS)
    follow(page, unban_button(page, ADDRESS))
    undo(page)
    expect_banned(page, ADDRESS)
    follow(page, unban_button(page, ADDRESS))
    expect_free(page, ADDRESS)


def test_a_network_is_banned_on_trial_and_kept_once_confirmed(page: Page) -> None:
    ban(page, [NETWORK], jail="dovecot")
    expect(page.get_by_text("A range is banned on trial")).to_be_visible()
    follow(page, page.get_by_role("button", name="Confirm and keep"))
    expect(page.get_by_text("A range is banned on trial")).to_have_count(0)
    expect_banned(page, NETWORK, "dovecot")
    follow(page, unban_button(page, NETWORK, "dovecot"))
    expect_free(page, NETWORK, "dovecot")


def test_many_bans_end_in_one_step(page: Page) -> None:
    ban(page, OTHERS, jail="proftpd", duration="1h")
    search(page, "2001:db8::bad:")
    for address in OTHERS:
        tick(page.get_by_role("checkbox", name=f"Select {address} in proftpd"))
    follow(page, page.get_by_role("button", name="Unban selected"))
    expect(page.get_by_role("heading", name=re.compile("What the unban did|Bans in force"))).to_be_visible()
    for address in OTHERS:
        expect_free(page, address, "proftpd")


def test_all_that_match_a_filter_end_after_a_question_and_come_back_by_undo(page: Page) -> None:
    # Not the jail that bans those who were banned often, as in these tests.
    listed = "/bans?q=2001:db8::bad:&jail=proftpd"
    ban(page, OTHERS, jail="proftpd", duration="1h")
    page.goto(listed)
    follow(page, page.get_by_role("link", name="Unban all 3 that match"))
    expect(page.get_by_role("heading", name="Unban 3 bans")).to_be_visible()
    expect(page.get_by_text(OTHERS[0])).to_be_visible()
    page.get_by_role("button", name="Unban all 3").click()
    expect(page.get_by_role("heading", name="No ban matches")).to_be_visible()
    undo(page)
    page.goto(listed)
    follow(page, page.get_by_role("link", name="Unban all 3 that match"))
    page.get_by_role("button", name="Unban all 3").click()
    expect(page.get_by_role("heading", name="No ban matches")).to_be_visible()


def test_what_would_lock_out_the_operator_is_refused(page: Page) -> None:
    fill_ban(page, ["127.0.0.1"], "sshd")
    page.get_by_role("button", name="Ban", exact=True).click()
    expect(page.get_by_text("Not banned: this is protected")).to_be_visible()
    # What was typed is still there, to mend it.
    expect(page.get_by_label("Addresses and networks")).to_have_value(re.compile(r"127\.0\.0\.1"))
    expect_free(page, "127.0.0.1")


def test_a_faulty_address_is_named_beside_its_field(page: Page) -> None:
    fill_ban(page, ["198.51.100.300"], "sshd")
    page.get_by_role("button", name="Ban", exact=True).click()
    field = page.get_by_label("Addresses and networks")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("198.51.100.300")
