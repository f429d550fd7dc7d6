"""Measures BanGUI against its budgets and prints one table."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from http_connection import HTTPConnection
from load import Load, wrk
from private_fail2ban import Client, PrivateFail2ban, fsync_seconds, resident_kib, unpacked_package
import report
from drivers import measure_drivers
from events import lists, stream, take_in, write_backlog
from retention import measure_retention
from servers import Bangui, Reference, Server, expect
from weights import page_rows

ROOT = Path(__file__).resolve().parent.parent
Row = tuple[str, str, str, str]
PAGES = ("/login", "/", "/bans", "/bans?size=100", "/events", "/jails", "/operations", "/settings")


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def start_up(server: Server, times: int, health: str) -> float:
    """The median of some starts, in milliseconds; the last one goes on running."""
    seconds = []
    for number in range(times):
        seconds.append(server.start(health))
        if number + 1 < times:
            server.stop()
    return median(seconds) * 1000


def wait_for_bans(headers: dict[str, str], port: int, count: int) -> float:
    """Seconds until BanGUI's list holds so many bans."""
    started = time.monotonic()
    connection = HTTPConnection(port, headers)
    try:
        while time.monotonic() - started < 120:
            _, _, body = expect(connection.request("GET", "/api/bans?limit=1"), 200)
            if json.loads(body)["total"] >= count:
                return time.monotonic() - started
            time.sleep(0.2)
    finally:
        connection.close()
    raise RuntimeError(f"BanGUI did not see {count} bans within two minutes: {body[:300]!r}")


def compare_lists(
    ours: Bangui, reference: Reference, rounds: int, seconds: int
) -> tuple[Load, Load]:
    """The medians of alternating rounds, after a short warm-up of each."""
    path = "/api/bans?limit=50"
    both: list[tuple[Server, dict[str, str]]] = [
        (server, {"Cookie": server.session()["Cookie"]}) for server in (ours, reference)]
    measured: dict[str, list[Load]] = {server.name: [] for server, _ in both}
    for server, its_headers in both:
        wrk(server.port, path, its_headers, 2)
    for _ in range(rounds):
        for server, its_headers in both:
            measured[server.name].append(wrk(server.port, path, its_headers, seconds))
    return middle(measured[ours.name]), middle(measured[reference.name])


def middle(loads: list[Load]) -> Load:
    return Load(median(load.requests_per_second for load in loads), median(load.p99_ms for load in loads))


def compare_bans(
    ours: Bangui, headers: dict[str, str], fail2ban: PrivateFail2ban, count: int
) -> tuple[float, float, float]:
    """Medians in milliseconds: a ban by the bare socket, one through BanGUI, one fsync; taken in turns."""
    client = Client(fail2ban.socket)
    connection = HTTPConnection(ours.port, headers)
    bare: list[float] = []
    through: list[float] = []
    syncs: list[float] = []
    for number in range(count):
        started = time.perf_counter()
        client.ask("set", "hand", "banip", f"2001:db8:1::{number + 1:x}")
        bare.append(time.perf_counter() - started)
        body = {"addresses": [f"2001:db8:2::{number + 1:x}"], "jails": ["hand"], "reason": "benchmark"}
        started = time.perf_counter()
        expect(connection.request("POST", "/api/bans", body), 200)
        through.append(time.perf_counter() - started)
        syncs += fsync_seconds(ours.data, 1)
    client.close()
    connection.close()
    return median(bare) * 1000, median(through) * 1000, median(syncs) * 1000


def list_rows(ours: Load, theirs: Load, our_kib: int, their_kib: int) -> list[Row]:
    ratio = ours.requests_per_second / theirs.requests_per_second
    return [
        ("list of bans, requests/s", f"{ours.requests_per_second:,.0f}", f"{theirs.requests_per_second:,.0f}",
         f"{ratio:.1f} times (budget: 10)"),
        ("list of bans, p99", f"{ours.p99_ms:.2f} ms", f"{theirs.p99_ms:.2f} ms", "budget: 50 ms"),
        ("memory under that load", f"{our_kib / 1024:.1f} MiB", f"{their_kib / 1024:.1f} MiB",
         "budget: not more than the reference"),
    ]


def ban_rows(bare: float, through: float, sync: float) -> list[Row]:
    return [
        ("a ban, median", f"{through:.2f} ms", f"{bare:.2f} ms bare socket", ""),
        ("one fsync beside it, median", f"{sync:.2f} ms", "", ""),
        ("a ban's cost beyond both", f"{through - bare - sync:.2f} ms", "", "budget: 1 ms"),
    ]


def machine(mode: str) -> list[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()
    return [
        f"machine: {os.cpu_count()} cores ({names[0] if names else platform.machine()}), {memory:.0f} GiB, "
        f"Linux {platform.release()}",
        f"{swift[0] if swift else 'Swift unknown'}, {mode} build; Python {platform.python_version()}; "
        f"load before: {os.getloadavg()[0]:.2f}",
    ]


def print_table(rows: list[Row]) -> None:
    rows = [("what", "BanGUI", "reference", "ratio or budget"), *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def measure_events(options: argparse.Namespace, folder: Path) -> list[Row]:
    """A back-log, lists over it, and streams, before a daemon and a database of their own."""
    folder.mkdir()
    fail2ban = PrivateFail2ban(folder, unpacked_package(ROOT / ".cache"))
    ours = Bangui(options.program, folder, fail2ban)
    try:
        fail2ban.start()
        ours.start()
        ours.set_up()
        ours.stop()
        say(f"writing a back-log of {options.backlog} MiB")
        lines, last = write_backlog(folder / "fail2ban.log.1", options.backlog)
        say("taking it in")
        ours.start()
        headers = ours.session()
        seconds, most = take_in(ours, headers, last)
        size = sum(path.stat().st_size for path in ours.data.glob("*.sqlite*"))
        say("lists of events and streams")
        loads = lists(ours, headers, options.seconds)
        fullest, emptiest, delay = stream(ours, headers, fail2ban, 50, 100, 10)
        return [
            (f"{options.backlog} MiB of log, {lines:,} lines", f"{seconds:.0f} s", "",
             f"{lines / seconds:,.0f} lines/s (budget for 1 GB in 300 s: 33,000)"),
            ("memory meanwhile, at most", f"{most / 1024:.0f} MiB", "", f"database {size >> 20} MiB"),
            *((f"events, {name}", f"{load.requests_per_second:,.0f}/s, p99 {load.p99_ms:.1f} ms", "", "budget: p99 50 ms")
              for name, load in loads.items()),
            ("50 streams, 100 events/s, 10 s", f"{emptiest} to {fullest} of 1,000", "", f"median delay {delay:.0f} ms"),
        ]
    finally:
        ours.stop()
        fail2ban.stop()


def measure(options: argparse.Namespace, folder: Path) -> list[Row]:
    fail2ban = PrivateFail2ban(folder, unpacked_package(ROOT / ".cache"))
    ours = Bangui(options.program, folder, fail2ban)
    reference = Reference(folder, options.bans)
    try:
        say("starting a private fail2ban without actions")
        fail2ban.start()
        ours.start()
        ours.set_up()
        ours.stop()
        reference.fill()
        say("start-up and idle memory")
        our_start, their_start = start_up(ours, 5, "/health/ready"), start_up(reference, 5, "/health/live")
        time.sleep(5)
        our_idle, their_idle = resident_kib(ours.pid), resident_kib(reference.pid)
        headers = ours.session()
        say("a ban through the API and by the bare socket")
        bare, through, sync = compare_bans(ours, headers, fail2ban, options.single_bans)
        say(f"banning {options.bans:,} addresses by the socket")
        filled = fail2ban.fill(options.bans)
        seen = wait_for_bans(headers, ours.port, options.bans)
        say(f"the list, {options.rounds} rounds of {options.seconds} s each (wrk -t1 -c16)")
        our_load, their_load = compare_lists(ours, reference, options.rounds, options.seconds)
        our_kib, their_kib = resident_kib(ours.pid), resident_kib(reference.pid)
        say("pages as a browser first meets them")
        pages = page_rows(ours.port, ours.session(), PAGES)
        return [
            ("start to ready, median of 5", f"{our_start:.0f} ms", f"{their_start:.0f} ms", "budget: 100 ms"),
            ("idle memory", f"{our_idle / 1024:.1f} MiB", f"{their_idle / 1024:.1f} MiB", "budget: 64 MiB"),
            *ban_rows(bare, through, sync),
            (f"{options.bans:,} bans: fail2ban, then seen", f"{filled:.1f} s + {seen:.1f} s", "", ""),
            *list_rows(our_load, their_load, our_kib, their_kib),
            *pages,
        ]
    finally:
        ours.stop()
        reference.stop()
        fail2ban.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, required=True, help="the built bangui")
    parser.add_argument("--mode", default="release", help="its build mode, for the record")
    parser.add_argument("--bans", type=int, default=100_000)
    parser.add_argument("--single-bans", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--backlog", type=int, default=1024, help="MiB of rotated log to take in; 0 for none")
    parser.add_argument("--events", type=int, default=1_000_000, help="events to list on both drivers; 0 for none")
    parser.add_argument("--years", type=float, default=3, help="over which these events are spread")
    parser.add_argument("--retire", type=int, default=0, help="events to remove while others arrive, on both drivers; 0 for none")
    parser.add_argument("--only-events", action="store_true", help="measure events alone")
    parser.add_argument("--report", type=Path, help="a Markdown file that gets the events' table as a section")
    options = parser.parse_args()
    before = machine(options.mode)
    folder = Path(tempfile.mkdtemp(prefix="bangui-bench-"))
    try:
        rows = [] if options.only_events else measure(options, folder)
        if options.backlog:
            rows += measure_events(options, folder / "events")
        if options.events:
            say(f"the same lists at {options.events:,} events on SQLite and on PostgreSQL")
            listed = measure_drivers(
                options.program, ROOT, unpacked_package(ROOT / ".cache"), folder / "drivers", options.events,
                options.bans, options.rounds, max(options.seconds // 3, 1), options.years)
            rows += listed
            if options.report:
                report.write(
                    options.report, f"{options.events:,} events of {options.years:g} years",
                    ("what", "SQLite", "PostgreSQL", "budget"), listed, before)
        if options.retire:
            say(f"{options.retire:,} events are removed while 200 a second arrive, on SQLite and on PostgreSQL")
            retired = measure_retention(
                options.program.with_name("storage-torture"), ROOT, folder / "retention", options.retire)
            rows += retired
            if options.report:
                report.write(
                    options.report, f"{options.retire:,} events removed while 200 a second arrive",
                    ("what", "SQLite", "PostgreSQL", "budget"), retired, before)
    except Exception:
        for output in folder.glob("*.out"):
            print(f"--- {output.name}\n{output.read_text(errors='replace')[-1500:]}", file=sys.stderr)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print()
    print_table(rows)
    print("\n".join(before))
    return 0


if __name__ == "__main__":
    sys.exit(main())
