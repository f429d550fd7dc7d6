"""The same lists of events on SQLite and on PostgreSQL, side by side."""

from __future__ import annotations

import json
import os
import shutil
import time
from datetime import datetime
from pathlib import Path
from statistics import median

from events import DASHBOARDS, EVENT_LISTS, take_in, write_backlog
from http_connection import HTTPConnection
from load import Load, wrk
from private_fail2ban import PrivateFail2ban
from servers import Bangui, PrivatePostgreSQL, expect

Row = tuple[str, str, str, str]

# Pages as people open them, on a console that has many events and many bans in force at once.
PAGES = {
    "dashboard": "/", "dashboard, 30 days": "/?from=now-30d&to=now",
    "bans": "/bans", "bans of a jail": "/bans?jail=crowd", "bans of a network": "/bans?q=198.18.7.0/24",
    "events": "/events", "events of a jail": "/events?jail=dovecot", "events of a network": "/events?q=10.0.0.0/16",
    "events a month ago": "/events?to=now-30d", "an address": "/addresses/10.0.1.1",
    "a heavy address": "/addresses/203.0.113.7", "a banned address": "/addresses/198.18.0.7",
    "a network": "/addresses/203.0.113.0%2F24", "jails": "/jails", "a jail": "/jails/crowd", "search": "/search?q=root",
    "operations": "/operations"}


def fill(program: Path, folder: Path, tree: Path, backlog: Path, last: datetime, database: str) -> tuple[Bangui, float]:
    """A console that has taken the back-log in, and the seconds that took; its fail2ban is silent and goes on."""
    folder.mkdir()
    fail2ban = PrivateFail2ban(folder, tree)
    ours = Bangui(program, folder, fail2ban, database)
    try:
        fail2ban.start()
        ours.start()
        ours.set_up()
        ours.stop()
        shutil.copyfile(backlog, folder / "fail2ban.log.1")
        ours.start()
        seconds, _ = take_in(ours, ours.session(), last)
        return ours, seconds
    except BaseException:
        stop(ours)
        raise


def stop(ours: Bangui) -> None:
    ours.stop()
    ours.fail2ban.stop()


def compare(
    both: list[Bangui], paths: dict[str, str], rounds: int, seconds: int, connections: int
) -> list[tuple[str, list[Load]]]:
    """Each page on one and on the other in turns; the medians of some rounds, after a warm-up."""
    cookies = [{"Cookie": ours.session()["Cookie"]} for ours in both]
    results = []
    for name, path in paths.items():
        measured: list[list[Load]] = [[] for _ in both]
        for number in range(rounds + 1):
            for loads, ours, cookie in zip(measured, both, cookies, strict=True):
                load = wrk(ours.port, path, cookie, seconds if number else 1, connections)
                if number:
                    loads.append(load)
        results.append((name, [
            Load(median(load.requests_per_second for load in loads), median(load.p99_ms for load in loads))
            for loads in measured]))
    return results


def crowd(ours: Bangui, bans: int) -> None:
    """Fills the console's fail2ban with bans, and waits until the console has them all and is at rest."""
    ours.fail2ban.fill(bans)
    connection = HTTPConnection(ours.port, ours.session())
    deadline = time.monotonic() + 180
    try:
        while json.loads(expect(connection.request("GET", "/api/bans?limit=1"), 200)[2])["total"] < bans:
            if time.monotonic() > deadline:
                raise RuntimeError(f"BanGUI did not see {bans} bans in three minutes")
            time.sleep(0.2)
        # The events of these bans are still being stored.
        while (busy := busy_share(ours.pid)) > 0.1:
            if time.monotonic() > deadline:
                raise RuntimeError(f"BanGUI did not come to rest in three minutes: {busy:.0%} of a core")
    finally:
        connection.close()


def busy_share(pid: int) -> float:
    """The share of a core that a process took in two seconds."""
    def ticks() -> int:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    before = ticks()
    time.sleep(2)
    return (ticks() - before) / os.sysconf("SC_CLK_TCK") / 2


def measure_drivers(
    program: Path, root: Path, tree: Path, folder: Path, count: int, bans: int, rounds: int, seconds: int
) -> list[Row]:
    """Takes `count` events in on both drivers and measures lists of them, then pages with `bans` in force beside them."""
    folder.mkdir()
    lines, last = write_backlog(folder / "backlog.log", lines=count)
    server = PrivatePostgreSQL(root)
    both: list[Bangui] = []
    try:
        spent = []
        for name, database in (("sqlite", ""), ("postgresql", server.address)):
            ours, taken = fill(program, folder / name, tree, folder / "backlog.log", last, database)
            both.append(ours)
            spent.append(taken)
        lists = {name: f"/api/events?limit=50{query}" for name, query in EVENT_LISTS.items()}
        results = [
            # As people at once who never pause; sixteen of them measure the queue before two cores, too.
            (compare(both, lists, rounds, seconds, 4), "budget: p99 50 ms"),
            (compare(both, {f"{name}, 16 at once": path for name, path in lists.items()}, rounds, seconds, 16), ""),
            # One after the other: what the server takes for each.
            (compare(both, DASHBOARDS, rounds, seconds, 1), "budget: p99 25 ms"),
        ]
        for ours in both:
            crowd(ours, bans)
        pages = compare(both, PAGES, rounds, seconds, 1)
        return [
            (f"{lines:,} events taken in", f"SQLite {spent[0]:.0f} s", f"PostgreSQL {spent[1]:.0f} s", ""),
            *((f"of these, {name}", *(f"{load.requests_per_second:,.0f}/s, p99 {load.p99_ms:.1f} ms" for load in loads),
               budget) for rows, budget in results for name, loads in rows),
            *((f"page with {bans:,} bans too, {name}",
               *(f"{load.requests_per_second:,.0f}/s, p99 {load.p99_ms:.1f} ms" for load in loads),
               f"budget: p99 {25 if 'dashboard' in name else 50} ms") for name, loads in pages),
        ]
    finally:
        for ours in both:
            stop(ours)
        server.stop()
