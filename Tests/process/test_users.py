"""Accounts from the command line, without a browser and beside a running server."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from client import PASSWORD, USERNAME, Client
from command import Result, run
from conftest import StartConsole
from console import Console

OTHER = "another long enough passphrase"


def user(console: Console, *words: str, stdin: str = "") -> Result:
    """`bangui user WORDS…` on the data directory of a server."""
    return run("user", *words, "--data-dir", console.data, stdin=stdin)


def test_the_first_administrator_completes_the_setup(consoles: StartConsole) -> None:
    console = consoles()
    added = user(console, "add", USERNAME, "--admin", "--password-stdin", stdin=PASSWORD)
    assert added.status == 0 and PASSWORD not in added.out + added.err
    console.start()
    assert not console.needs_setup and not (console.data / "setup-token").exists()
    assert console.client().post("/api/setup", {}).status == 409
    assert console.administrator().is_signed_in()


def test_the_first_account_has_to_be_an_administrator_with_a_good_password(consoles: StartConsole) -> None:
    console = consoles()
    assert user(console, "add", "ada", "--password-stdin", stdin=PASSWORD).status == 78
    assert user(console, "add", "ada", "--admin", "--password-stdin", stdin="short").status == 2
    assert user(console, "add", "ada", "--admin", "--password-stdin").status == 2
    assert user(console, "add", "ada", "--admin").status == 2  # no terminal to ask at
    assert user(console, "list").status == 78
    assert console.start().needs_setup


@pytest.mark.shows("ASVS-7.4.2")
def test_a_running_server_follows_on_the_next_request(console: Console) -> None:
    assert user(console, "add", "ada", "--password-stdin", "--json", stdin=OTHER).json["users"][0]["username"] == "ada"
    assert user(console, "add", "ada", "--password-stdin", stdin=OTHER).status == 6
    ada = _signed_in(console, OTHER)
    assert user(console, "disable", "ada").status == 0
    assert not ada.is_signed_in()
    assert console.client().sign_in("ada", OTHER).status == 401
    assert user(console, "enable", "ada").status == 0
    ada = _signed_in(console, OTHER)
    assert user(console, "password", "ada", "--password-stdin", stdin=PASSWORD).status == 0
    assert not ada.is_signed_in()
    ada = _signed_in(console, PASSWORD)
    assert user(console, "delete", "ada").status == 0
    assert not ada.is_signed_in()
    names = [account["username"] for account in user(console, "list", "--json").json["users"]]
    assert names == [USERNAME]


def test_the_last_administrator_stays(console: Console) -> None:
    administrator = console.administrator()
    for verb in ["disable", "delete"]:
        assert user(console, verb, USERNAME).status == 6
    assert administrator.is_signed_in()


@pytest.mark.shows("ABUSE-12")
def test_a_database_that_stays_busy_is_worth_another_try(console: Console) -> None:
    assert user(console, "add", "ada", "--password-stdin", stdin=OTHER).status == 0
    with closing(sqlite3.connect(console.data / "bangui.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        refused = user(console, "disable", "ada")
        other.execute("COMMIT")
    assert refused.status == 75 and len(refused.err.splitlines()) == 1
    assert user(console, "disable", "ada").status == 0


def _signed_in(console: Console, password: str) -> Client:
    client = console.client()
    assert client.sign_in("ada", password).status == 200
    return client
