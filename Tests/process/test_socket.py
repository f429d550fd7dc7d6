"""Where nothing but the socket tells, each change is an event once, however often BanGUI is killed."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from chaos import ADDRESSES, events
from client import Client
from conftest import StartConsole, rounds
from console import eventually
from daemon import Fail2ban


def seen(client: Client) -> list[tuple[str, str]]:
    """Kinds and addresses, the oldest first as they became visible."""
    rows = sorted(events(client), key=lambda row: int(str(row["id"])))
    assert {row["source"] for row in rows} <= {"socket"}
    return [(str(row["kind"]), str(row["address"])) for row in rows]


@pytest.mark.timeout(900)
def test_changes_without_log_and_database_are_known_once_through_kills(
    consoles: StartConsole, folder: Path, dice: random.Random
) -> None:
    daemon = Fail2ban(folder / "fail2ban", ("one", "two"))
    daemon.configuration.mkdir(parents=True)
    (daemon.configuration / "fail2ban.local").write_text("[Definition]\nlogtarget = STDOUT\ndbfile = None\n")
    try:
        console = consoles("--fail2ban-socket", str(daemon.start().socket)).start().set_up()
        client = console.administrator()
        assert eventually(lambda: client.get("/api/status").json["fail2ban"]["blind"]), "no blind spot was named"
        expected: list[tuple[str, str]] = []
        banned: set[str] = set()
        for number in range(rounds(6, 60)):
            address = dice.choice(ADDRESSES)
            is_ban = address not in banned
            # The first one comes before BanGUI has given the log up.
            kill = number > 0 and dice.random() < 0.6
            if kill and dice.random() < 0.5:
                console.kill()
            assert daemon.client("set", "one", "banip" if is_ban else "unbanip", address).stdout.strip() == "1"
            if kill:
                time.sleep(dice.uniform(0, 1.5))
                console.kill()
                client = console.start().administrator()
            banned ^= {address}
            expected.append(("ban" if is_ban else "unban", address))
            assert eventually(lambda: len(seen(client)) >= len(expected)), (expected, seen(client))
            assert seen(client) == expected
        console.kill()
        client = console.start().administrator()
        time.sleep(4)
        assert seen(client) == expected
    finally:
        daemon.stop()
