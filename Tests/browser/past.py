"""Two days of a fail2ban's log for the pictures: more by night than by day, some who come back, and one wave."""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta, timezone
from ipaddress import ip_address
from pathlib import Path

JAILS = {"sshd": 60, "postfix-sasl": 15, "nginx-botsearch": 15, "proftpd": 10}
VISITS = 1500
TRIES = 5
BAN = timedelta(minutes=10)
DAYS = 2


def moments(dice: random.Random, end: datetime) -> list[datetime]:
    """When visits begin: along a wave of a day, and an hour of many in the second night."""
    begin = end - timedelta(days=DAYS)
    found = []
    while len(found) < VISITS:
        at = begin + (end - begin) * dice.random()
        hours = (at - begin).total_seconds() / 3600
        share = 0.45 + 0.3 * math.cos(2 * math.pi * (at.hour - 3) / 24) + (1 if 33 < hours < 34 else 0)
        if dice.random() < share / 1.75:
            found.append(at)
    return sorted(found)


def write(log: Path) -> None:
    """Writes a rotation of the daemon's log, which ends a few minutes ago."""
    dice = random.Random(7)
    end = datetime.now(timezone.utc) - timedelta(minutes=3)
    first = int(ip_address("198.18.0.0"))
    often = [str(ip_address(first + dice.randrange(1 << 17))) for _ in range(25)]
    lines: list[tuple[datetime, str]] = []
    for at in moments(dice, end):
        address = dice.choice(often) if dice.random() < 0.4 else str(ip_address(first + dice.randrange(1 << 17)))
        (jail,) = dice.choices(list(JAILS), list(JAILS.values()))
        tries = TRIES if dice.random() < 0.7 else dice.randrange(1, TRIES)
        for _ in range(tries):
            at += timedelta(seconds=dice.expovariate(0.3))
            lines.append((at, f"filter         [700]: INFO    [{jail}] Found {address} - {at:%Y-%m-%d %H:%M:%S}"))
        if tries == TRIES:
            lines.append((at + timedelta(seconds=0.3), f"actions        [700]: NOTICE  [{jail}] Ban {address}"))
            lines.append((at + BAN, f"actions        [700]: NOTICE  [{jail}] Unban {address}"))
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    log.write_text("".join(
        f"{at:%Y-%m-%d %H:%M:%S},{at.microsecond // 1000:03} fail2ban.{line}\n" for at, line in sorted(lines) if at < end))
