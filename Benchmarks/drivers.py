"""The same lists of events on SQLite and on PostgreSQL, side by side."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from statistics import median
from urllib.parse import quote

from events import take_in
from history import Past, make
from http_connection import HTTPConnection
from load import Load, wrk
from private_fail2ban import PrivateFail2ban
from servers import Bangui, PrivatePostgreSQL, expect

Row = tuple[str, str, str, str]
# The daemon keeps its records for as long as the past is long.
PURGE_AGE = "7300d"


def event_lists(past: Past) -> dict[str, str]:
    """Pages of 50 events, by what they are filtered by."""
    return {
        "newest": "", "one jail": "&jail=dovecot", "bans only": "&kind=ban", "a heavy address": f"&q={past.heavy}",
        "an address": f"&q={past.light}", "a network": f"&q={past.network}", "bans in a network": f"&kind=ban&q={past.network}",
        "a country": f"&country={past.country}", "a rare country": f"&country={past.rare_country}",
        "bans of a rare country": f"&kind=ban&country={past.rare_country}", "a network by number": f"&network={past.asn}",
        "a country in a jail, a year ago": f"&country={past.country}&jail=dovecot&to=now-365d", "a month ago": "&to=now-30d"}


# The dashboard of some stretches of time: the page, and what programs get. The past ends an hour ago.
DASHBOARDS = {
    "dashboard, 6 hours": "/?from=now-6h&to=now", "dashboard, 24 hours": "/", "dashboard, 7 days": "/?from=now-7d&to=now",
    "dashboard, 30 days": "/?from=now-30d&to=now", "dashboard, a year": "/?from=now-365d&to=now",
    "dashboard, 24 hours, JSON": "/api/dashboard"}


def pages(past: Past) -> dict[str, str]:
    """Pages as people open them, on a console that has many events and many bans in force at once."""
    return {
        "dashboard": "/", "dashboard, 30 days": "/?from=now-30d&to=now", "map": "/map", "map, a year": "/map?from=now-365d&to=now",
        "patterns": "/patterns", "patterns, a year": "/patterns?from=now-365d&to=now",
        "bans": "/bans", "bans of a jail": "/bans?jail=crowd", "bans of a network": "/bans?q=198.18.7.0/24",
        "bans of no known country": "/bans?country=ZZ",
        "events": "/events", "events of a jail": "/events?jail=dovecot", "events of a network": f"/events?q={past.network}",
        "events of a country": f"/events?country={past.country}", "events a month ago": "/events?to=now-30d",
        "an address": f"/addresses/{past.light}", "a heavy address": f"/addresses/{past.heavy}",
        "a banned address": "/addresses/198.18.0.7", "a network": f"/addresses/{quote(past.network, safe='')}", "jails": "/jails",
        "a jail": "/jails/crowd", "search": f"/search?q={quote(past.user)}", "operations": "/operations"}


def fill(
    program: Path, folder: Path, tree: Path, past: Past, source: Path, records: Path, database: str
) -> tuple[Bangui, float]:
    """A console that has taken the past in, and the seconds that took; its fail2ban is silent and goes on."""
    folder.mkdir()
    shutil.copyfile(records, folder / "fail2ban.sqlite3")
    fail2ban = PrivateFail2ban(folder, tree, PURGE_AGE)
    ours = Bangui(program, folder, fail2ban, database)
    ours.geo = source / "geo.mmdb"
    try:
        fail2ban.start()
        ours.start()
        ours.set_up()
        ours.stop()
        shutil.copyfile(source / "history.log", folder / "fail2ban.log.1")
        ours.start()
        seconds, _ = take_in(ours, ours.session(), past.last, patience=7200)
        rest()
        return ours, seconds
    except BaseException:
        stop(ours)
        raise


def empty_records(folder: Path, tree: Path) -> Path:
    """The daemon's own database as it makes it."""
    folder.mkdir()
    fail2ban = PrivateFail2ban(folder, tree, PURGE_AGE)
    fail2ban.start()
    fail2ban.stop()
    return folder / "fail2ban.sqlite3"


def rest(patience: float = 3600) -> None:
    """Waits until neither a console nor its database has anything more to do with what was taken in."""
    deadline = time.monotonic() + patience
    while (busy := busy_share()) > 0.25:
        if time.monotonic() > deadline:
            raise RuntimeError(f"this machine did not come to rest: {busy:.0%} of a core")


def cold(ours: Bangui, paths: dict[str, str]) -> dict[str, float]:
    """Milliseconds of the first request of each page after a restart with an empty page cache, as far as root may empty it."""
    headers = ours.session()
    times = {}
    for name, path in paths.items():
        ours.stop()
        subprocess.run(["sync"], check=True)
        try:
            Path("/proc/sys/vm/drop_caches").write_text("3")
        except OSError:
            pass
        ours.start()
        connection = HTTPConnection(ours.port, {"Cookie": headers["Cookie"]})
        # Who asks is read before: the session is the same for all.
        expect(connection.request("GET", "/api/auth/session"), 200)
        started = time.monotonic()
        expect(connection.request("GET", path), 200)
        times[name] = (time.monotonic() - started) * 1000
        connection.close()
    return times


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
        middle = [
            Load(median(load.requests_per_second for load in loads), median(load.p99_ms for load in loads))
            for loads in measured]
        results.append((name, middle))
        print(f"    {name}: " + ", ".join(f"p99 {load.p99_ms:.1f} ms" for load in middle), flush=True)
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
    finally:
        connection.close()
    # The events of these bans are still being stored.
    rest()


def busy_share() -> float:
    """The share of a core that all programs of this machine took in five seconds."""
    def ticks() -> int:
        fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        # But what was idle, and what waited for a disk.
        return sum(fields) - fields[3] - fields[4]

    before = ticks()
    time.sleep(5)
    return (ticks() - before) / os.sysconf("SC_CLK_TCK") / 5


def fill_both(
    program: Path, server: PrivatePostgreSQL, tree: Path, folder: Path, past: Past, records: Path, both: list[Bangui]
) -> list[float]:
    """Has a console on each driver take the past in; gives the seconds that each took."""
    spent = []
    for name, database in (("sqlite", ""), ("postgresql", server.address)):
        ours, taken = fill(program, folder / name, tree, past, folder, records, database)
        both.append(ours)
        spent.append(taken)
        print(f"    taken in, {name}: {taken:.0f} s", flush=True)
    return spent


def budget(name: str, events: int) -> str:
    """What a list or page may take (PERF-1): half for dashboards, and half as much again with ten million events."""
    milliseconds = (25 if "dashboard" in name else 50) * (1.5 if events > 2_000_000 else 1)
    return f"budget: p99 {milliseconds:g} ms"


def measure_pages(both: list[Bangui], past: Past, bans: int, rounds: int, seconds: int) -> list[Row]:
    """Asks consoles that have a past for lists, dashboards and pages, warm and cold."""
    lists = {name: f"/api/events?limit=50{query}" for name, query in event_lists(past).items()}
    results = [
        # As people at once who never pause; sixteen of them measure the queue before two cores, too.
        (compare(both, lists, rounds, seconds, 4), True),
        (compare(both, {f"{name}, 16 at once": path for name, path in lists.items()}, rounds, seconds, 16), False),
        # One after the other: what the server takes for each.
        (compare(both, DASHBOARDS, rounds, seconds, 1), True),
    ]
    for ours in both:
        crowd(ours, bans)
    warm = compare(both, pages(past), rounds, seconds, 1)
    first = [cold(ours, pages(past)) for ours in both]
    return [
        *((f"of these, {name}", *(f"{load.requests_per_second:,.0f}/s, p99 {load.p99_ms:.1f} ms" for load in loads),
           budget(name, past.lines) if has_budget else "") for rows, has_budget in results for name, loads in rows),
        *((f"page with {bans:,} bans too, {name}",
           *(f"{load.requests_per_second:,.0f}/s, p99 {load.p99_ms:.1f} ms" for load in loads),
           budget(name, past.lines)) for name, loads in warm),
        *((f"page, the first after a cold start, {name}", *(f"{times[name]:.0f} ms" for times in first), "")
          for name in pages(past)),
    ]


def measure_drivers(
    program: Path, root: Path, tree: Path, folder: Path, count: int, bans: int, rounds: int, seconds: int, years: float
) -> list[Row]:
    """Takes `count` events of some years in on both drivers and measures lists of them, then pages with `bans` in force beside them."""
    folder.mkdir()
    records = empty_records(folder / "records", tree)
    past = make(folder, count, years, database=records)
    server = PrivatePostgreSQL(root)
    both: list[Bangui] = []
    try:
        spent = fill_both(program, server, tree, folder, past, records, both)
        size = sum(path.stat().st_size for path in both[0].data.glob("*.sqlite*"))
        return [
            (f"{past.lines:,} events, {past.bans:,} bans with lines, taken in", f"SQLite {spent[0]:.0f} s",
             f"PostgreSQL {spent[1]:.0f} s", f"SQLite file {size >> 20} MiB"),
            *measure_pages(both, past, bans, rounds, seconds),
        ]
    finally:
        for ours in both:
            stop(ours)
        server.stop()
