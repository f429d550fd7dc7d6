"""Sign-in, sessions, and the way back to the page asked for."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from actions import follow, sign_in
from conftest import Pages


@pytest.mark.shows("ASVS-14.3.1")
def test_a_session_ended_elsewhere_leads_to_sign_in_and_back(pages: Pages) -> None:
    with pages.open() as ours, pages.open(signed_in=False) as theirs:
        theirs.goto("/jails")
        expect(theirs).to_have_url(re.compile("/login"))
        sign_in(theirs)
        expect(theirs.get_by_role("heading", name="Jails", exact=True)).to_be_visible()
        ours.goto("/account/sessions")
        follow(ours, ours.get_by_role("button", name="End all others"))
        expect(ours.get_by_role("heading", name="Sessions and password")).to_be_visible()
        theirs.goto("/jails")
        expect(theirs).to_have_url(re.compile("/login"))


def test_a_wrong_password_is_told_without_saying_which_part(pages: Pages) -> None:
    with pages.open(signed_in=False) as page:
        page.goto("/login")
        sign_in(page, password="not the password")
        expect(page.get_by_text("Not signed in")).to_be_visible()
        expect(page.get_by_label("User name")).to_have_value("admin")
