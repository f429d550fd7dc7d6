"""Two servers on one PostgreSQL database and one fail2ban."""

from __future__ import annotations

import time

import pytest

from conftest import StartConsole
from console import Console, eventually
from daemon import Fail2ban
from postgresql import PostgreSQL

SECRET = "5b1f0c9e7ad34d5c8f2e6b7a9c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f6071829"
PASSWORD = "hunter2-of-the-database"


@pytest.fixture
def pair(consoles: StartConsole, fail2ban: Fail2ban, postgresql: PostgreSQL) -> tuple[Console, Console]:
    """The first is set up; the second finds that in the database."""
    more = {"BANGUI_DATABASE_URL": postgresql.new_database(), "BANGUI_SESSION_SECRET": SECRET}
    arguments = ("--fail2ban-socket", str(fail2ban.socket))
    first = consoles(*arguments, more=more).start().set_up()
    second = consoles(*arguments, more=more).start()
    assert not second.needs_setup
    return first, second


def test_sign_in_and_sign_out_hold_at_both_at_once(pair: tuple[Console, Console]) -> None:
    first, second = pair
    client = first.administrator()
    there = second.client()
    there.cookie, there.csrf = client.cookie, client.csrf
    for _ in range(5):
        assert there.is_signed_in()
    assert client.post("/api/auth/logout").status in (200, 204)
    assert not there.is_signed_in()


def test_both_list_the_same_and_both_ban(pair: tuple[Console, Console], fail2ban: Fail2ban) -> None:
    first, second = (console.administrator() for console in pair)
    assert first.ban("203.0.113.71").status == 200
    assert "203.0.113.71" in second.banned()
    assert second.ban("203.0.113.72").status == 200
    assert "203.0.113.72" in first.banned()
    # What happens without either reaches both, through the one that mirrors.
    fail2ban.client("set", "one", "banip", "203.0.113.73")
    for client in (first, second):
        assert eventually(lambda client=client: "203.0.113.73" in client.banned())
    wanted = {"203.0.113.71", "203.0.113.72", "203.0.113.73"}
    assert first.banned("203.0.113.") == second.banned("203.0.113.") >= wanted
    assert second.unban("203.0.113.71").status == 200
    assert "203.0.113.71" not in first.banned()


@pytest.mark.shows("ABUSE-15")
def test_one_works_for_the_host_and_the_other_takes_over(
    pair: tuple[Console, Console], fail2ban: Fail2ban, postgresql: PostgreSQL
) -> None:
    # Of this pair alone: those of the tests before are gone with their servers.
    holders = ("SELECT count(*), count(DISTINCT objid) FROM pg_locks"
               " WHERE locktype = 'advisory' AND classid = 6447471 AND granted")
    assert eventually(lambda: postgresql.query(holders) == "2|2")
    first, second = pair
    client = second.administrator()
    first.kill()
    assert eventually(lambda: postgresql.query(holders) == "2|2")
    fail2ban.client("set", "one", "banip", "203.0.113.74")
    assert eventually(lambda: "203.0.113.74" in client.banned())
    # An end that was planned at the one that is gone is kept by the other.
    assert client.ban("203.0.113.75", duration="2s").status == 200
    time.sleep(2)
    assert eventually(lambda: "203.0.113.75" not in client.banned())


@pytest.mark.shows("ABUSE-15")
def test_a_server_of_the_database_that_restarts_is_found_again(
    pair: tuple[Console, Console], postgresql: PostgreSQL
) -> None:
    clients = [console.administrator() for console in pair]
    postgresql.query("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'bangui'")
    for client in clients:
        assert eventually(client.is_signed_in)


def test_the_password_is_in_no_output_and_a_wrong_address_is_one_line(consoles: StartConsole) -> None:
    url = f"postgres://bangui:{PASSWORD}@127.0.0.1:1/bangui"
    console = consoles(more={"BANGUI_DATABASE_URL": url}).launch()
    assert console.wait() != 0
    assert "127.0.0.1" in console.err and PASSWORD not in console.err + console.out
    wrong = consoles(more={"BANGUI_DATABASE_URL": f"mysql://bangui:{PASSWORD}@host/bangui"}).launch()
    assert wrong.wait() == 78
    assert "database_url" in wrong.err and PASSWORD not in wrong.err + wrong.out


def test_a_second_server_needs_the_secret_of_the_first(
    pair: tuple[Console, Console], consoles: StartConsole, postgresql: PostgreSQL
) -> None:
    console = consoles(more={"BANGUI_DATABASE_URL": pair[0].more["BANGUI_DATABASE_URL"]}).launch()
    assert console.wait() == 78
    assert "session" in console.err
