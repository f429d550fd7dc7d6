"""Lines as services write them of failures that lead to a ban, and fail2ban's records that hold them."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

# Half of the failures are of these names, the others of 20,000.
COMMON = ("root", "admin", "test", "ubuntu", "oracle", "postgres", "git", "www-data")
LINES = 10

# fail2ban keeps bytes that are no UTF-8 as lone surrogates, as Python reads them.
HOSTILE = "\udcff\x00\x1b[31m\udcc3'; DROP TABLE events;-- \u202e"


def ban_lines(dice: random.Random, address: str, moment: datetime) -> list[str]:
    """The ten lines that led to a ban of an address at a moment; one in forty is hostile."""
    return [_line(dice, address, moment - timedelta(seconds=90 - 9 * number)) for number in range(LINES)]


def _line(dice: random.Random, address: str, moment: datetime) -> str:
    name = dice.choice(COMMON) if dice.random() < 0.5 else f"user{dice.randrange(20_000)}"
    head = f"{moment:%b %d %H:%M:%S} web1"
    kind = dice.randrange(40)
    if kind == 0:
        return f"{head} sshd[{dice.randrange(1000, 4_000_000)}]: Invalid user {HOSTILE} from {address}"
    if kind < 12:
        return f"{head} dovecot: imap-login: Disconnected (auth failed, 1 attempts): user=<{name}@example.org>, rip={address}"
    return (
        f"{head} sshd[{dice.randrange(1000, 4_000_000)}]: Failed password for invalid user {name} from {address} "
        f"port {dice.randrange(1024, 65_536)} ssh2")


def write_records(database: Path, bans: Iterable[tuple[str, str, datetime]], seed: int = 1) -> int:
    """Enters bans (jail, address, moment) with their lines into the database of a fail2ban that has made it; gives how many."""
    dice = random.Random(seed)
    count = 0
    with closing(sqlite3.connect(database, timeout=30)) as file, file:
        jails: set[str] = set()
        for jail, address, moment in bans:
            if jail not in jails:
                file.execute("INSERT OR IGNORE INTO jails (name, enabled) VALUES (?, 1)", (jail,))
                jails.add(jail)
            data = {"matches": ban_lines(dice, address, moment.astimezone(timezone.utc)), "failures": LINES}
            file.execute(
                "INSERT INTO bans (jail, ip, timeofban, bantime, bancount, data) VALUES (?, ?, ?, 600, 1, ?)",
                (jail, address, int(moment.timestamp()), json.dumps(data)))
            count += 1
    return count
