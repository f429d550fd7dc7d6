"""kill -9: what was acknowledged is there, and a setup is whole or not begun."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from client import PASSWORD, USERNAME, Client
from command import environment, program
from conftest import StartConsole, rounds
from console import Console, eventually
from daemon import Fail2ban
from ledger import Clients, Ledger, integrity

# A healthy start takes a quarter of a second; the machine may be busy with other tests.
QUICK = 20.0


@pytest.mark.shows("ABUSE-8")
def test_nothing_acknowledged_is_lost_by_kill_9(
    consoles: StartConsole, fail2ban: Fail2ban, dice: random.Random
) -> None:
    proxy = {"BANGUI_TRUSTED_PROXIES": "127.0.0.1"}
    console = consoles("--fail2ban-socket", str(fail2ban.socket), more=proxy).start().set_up()
    client = console.administrator()
    database = console.data / "bangui.sqlite"
    ledger = Ledger(sessions={client.cookie or "": True})
    for number in range(rounds(12, 100)):
        clients = Clients(ledger, client, f"10.{number + 1}", number)
        clients.start()
        time.sleep(dice.uniform(0.005, 0.5))
        console.kill()
        clients.join()
        assert integrity(database) == "ok"
        console.start()
        assert console.seconds_to_start < QUICK
        client.port = console.port
        ledger.check(database, console.client)
        ledger.sessions = {client.cookie or "": True}
    assert ledger.operations and ledger.planned


@pytest.mark.parametrize("address", ["203.0.113.7", "203.0.113.0/24"])
def test_a_ban_cut_off_between_sending_and_storing_is_known_and_kept(
    consoles: StartConsole, folder: Path, address: str
) -> None:
    daemon = Fail2ban(folder / "slow", ("slow",))
    try:
        console = consoles("--fail2ban-socket", str(daemon.start().socket)).start().set_up()
        database = console.data / "bangui.sqlite"
        client = console.administrator()
        banning = threading.Thread(target=_ban_in_vain, args=(client, address), daemon=True)
        banning.start()
        # fail2ban is at its action then, and no answer has come.
        assert eventually(lambda: f"[slow] Ban {address}" in (daemon.folder / "fail2ban.log").read_text())
        console.kill()
        banning.join()
        (operation,), = _query(database, "SELECT operation_id FROM operations")
        console.start()
        client.port = console.port
        assert client.get(f"/api/operations/{operation}").json["results"][0]["result"] in ("unknown", "done")
        assert eventually(lambda: address in daemon.banned("slow"))
        assert eventually(lambda: client.get(f"/api/operations/{operation}").json["results"][0]["result"] == "done")
        assert [row[0] for row in _query(database, "SELECT ends_at - created_at FROM planned_ends")] == [7200]
        if "/" in address:
            console.kill()
            # A minute later.
            _query(database, "UPDATE operations SET confirm_by = confirm_by - 60")
            console.start()
            assert eventually(lambda: address not in daemon.banned("slow"))
    finally:
        daemon.stop()


def _ban_in_vain(client: Client, address: str) -> None:
    try:
        client.ban(address, "slow", "2h")
    except (OSError, HTTPException):
        pass


def _query(database: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        return connection.execute(statement).fetchall()


def test_a_server_killed_while_it_starts_starts_again(
    consoles: StartConsole, fail2ban: Fail2ban, dice: random.Random
) -> None:
    console = consoles("--fail2ban-socket", str(fail2ban.socket)).start().set_up()
    console.stop()
    for _ in range(rounds(5, 50)):
        console.launch()
        time.sleep(dice.uniform(0, 0.3))
        console.kill()
    console.start()
    assert not console.needs_setup and console.administrator().is_signed_in()
    assert integrity(console.data / "bangui.sqlite") == "ok"


def test_a_setup_cut_off_by_kill_9_is_whole_or_open_again(consoles: StartConsole, dice: random.Random) -> None:
    outcomes = []
    for _ in range(rounds(5, 60)):
        console = consoles().start()
        posting = threading.Thread(target=_set_up, args=(console,), daemon=True)
        posting.start()
        time.sleep(dice.uniform(0.01, 0.2))
        console.kill()
        posting.join()
        outcomes.append(_finish(console))
    print(outcomes)


def test_a_setup_from_the_command_line_is_whole_or_open_again(
    consoles: StartConsole, dice: random.Random
) -> None:
    for _ in range(rounds(5, 60)):
        console = consoles()
        words: list[str | Path] = [program(), "user", "add", USERNAME, "--admin", "--password-stdin"]
        words += ["--data-dir", console.data]
        with subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
        ) as adding:
            assert adding.stdin
            adding.stdin.write(PASSWORD.encode())
            adding.stdin.close()
            time.sleep(dice.uniform(0.01, 0.3))
            adding.kill()
        console.start()
        _finish(console)


def _set_up(console: Console) -> None:
    try:
        console.client().set_up(console.url)
    except (OSError, HTTPException):
        pass


def _finish(console: Console) -> str:
    """Starts the server where it does not run, completes a setup that is open, and signs in."""
    if console.running.poll() is not None:
        console.start()
    was_open = console.needs_setup
    if was_open:
        console.set_up()
    assert console.administrator().is_signed_in()
    console.stop()
    assert integrity(_database(console)) == "ok"
    return "open" if was_open else "whole"


def _database(console: Console) -> Path:
    return console.data / "bangui.sqlite"
