"""A soak: requests, events and faults for long, and what must hold afterwards.

    .venv/bin/python Tests/process/soak.py [--seconds 600] [--requests 50] [--events 20] [--every 30] [--postgresql]

Prints one table; the exit status is 0 only when everything held.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from chaos import Attackers, events, oracle, told
from client import Client
from command import run
from console import Console, eventually
from daemon import Fail2ban
from ledger import integrity
from postgresql import PostgreSQL
from soak_faults import Breaker, SmallDisk
from soak_load import Follower, Load
from soak_record import Faults, Ledger, Record

MIB = 1 << 20
FLAT = 8 * MIB
"""So much the server may grow from the second minute to the end."""


@dataclass
class Plan:
    """How long, how much and how often."""

    seconds: float = 600
    requests: float = 50
    events: float = 20
    every: float = 30
    postgresql: bool = False
    seed: int = 0


@dataclass(eq=False, repr=False)
class Watch(threading.Thread):
    """Looks at the server's memory and descriptors every second."""

    pid: int
    seen: list[tuple[float, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(1):
            self.look()

    def look(self) -> tuple[float, int, int]:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text())
        assert found
        self.seen.append((time.monotonic(), int(found.group(1)) * 1024, len(os.listdir(f"/proc/{self.pid}/fd"))))
        return self.seen[-1]


class Soak:
    """One server, its fail2ban, its database, and all who come to it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.dice = random.Random(plan.seed)
        self.folder = Path(tempfile.mkdtemp(prefix="bangui-soak-", dir="/tmp"))
        self.faults = Faults()
        self.record = Record(self.faults, Ledger(self.folder / "ledger"))
        self.daemon = Fail2ban(self.folder / "fail2ban", ("one", "two", "many"), bantime=20)
        self.server = PostgreSQL() if plan.postgresql else None
        (self.folder / "console").mkdir()
        self.disk = SmallDisk(self.folder / "console" / "data")
        more = {"BANGUI_TRUSTED_PROXIES": "127.0.0.1"}
        if self.server:
            more["BANGUI_DATABASE_URL"] = self.server.url
        self.console = Console(self.folder / "console", ["--fail2ban-socket", str(self.daemon.socket)], more)
        self.failures: list[str] = []
        self.lines: list[str] = []

    def run(self) -> list[str]:
        """Does it all; gives what did not hold."""
        attackers = Attackers(self.daemon, 2, self.plan.events, random.Random(self.plan.seed + 1))
        try:
            self.daemon.start()
            self.console.start().set_up()
            client = self.console.administrator()
            load = Load(client, self.record, self.plan.requests, self.dice)
            followers = [Follower(client, self.record) for _ in range(4)]
            watch = Watch(self.console.running.pid)
            database = self.server or self.console.data / "bangui.sqlite"
            breaker = Breaker(
                self.daemon, database, self.console.data, self.disk.is_mounted, self.faults, self.plan.every)
            self.began = time.monotonic()
            for each in (watch, attackers, *followers, load, breaker):
                each.start()
            time.sleep(self.plan.seconds)
            breaker.stop()
            load.stop()
            attackers.stop()
            self._judge_answers(load, breaker)
            self._judge_events(client, followers)
            for follower in followers:
                follower.stop()
            watch.ended.set()
            self._judge_process(watch)
            self._judge_ledger(client)
            self._judge_end()
        finally:
            if attackers.is_alive():
                attackers.stop()
            self.console.kill()
            self.daemon.stop()
            if self.server:
                self.server.stop()
            self.disk.remove()
        return self.failures

    def remove(self) -> None:
        """Takes all away; what failed is to be looked at before."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _tell(self, what: str, value: object, is_held: bool = True) -> None:
        self.lines.append(f"{'  ' if is_held else '! '}{what:<46} {value}")
        if not is_held:
            self.failures.append(f"{what}: {value}")

    def _judge_answers(self, load: Load, breaker: Breaker) -> None:
        heard = self.record.heard
        statuses = Counter(each.status for each in heard)
        each_status = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
        self._tell("answers", f"{len(heard)}: {each_status}")
        names = Counter(name for name, _, _ in self.faults.spans)
        self._tell("faults", ", ".join(f"{n} × {name}" for name, n in names.items()), not breaker.broken)
        for each in breaker.broken:
            self._tell("fault that could not be made", each, False)
        self._tell("disk of its own", "yes" if self.disk.is_mounted else "no: it was not filled")
        told = Counter(f"{each.job}: {each.status} {each.code}, {self.faults.during(each.began, each.ended) or 'no fault'}"
                       for each in heard if each.status in (404, 429, 503))
        self._tell("told to come back, or of a jail not there yet", sum(told.values()))
        self.lines += [f"    {count} × {what}" for what, count in told.most_common()]
        waited = [each for each in heard if each.job in ("page", "list") and each.status == 200 and each.seconds > 1]
        self._tell("looks that took more than a second", len(waited))
        by_place = Counter(f"{each.path}, {self.faults.during(each.began, each.ended) or 'no fault'}" for each in waited)
        self.lines += [f"    {count} × {what}" for what, count in by_place.most_common(12)]
        unexplained, slow = self.record.unexplained(), self.record.slow()
        self._tell("unexplained answers", len(unexplained), not unexplained)
        for each in unexplained[:20]:
            near = self.faults.during(each.began - 30, each.ended) or "-"
            self.lines.append(f"    {each.ended - self.began:6.1f} s {each.job} {each.path}: {each.status} {each.code} "
                              f"({each.seconds:.1f} s, near {near})")
        self._tell("answers after more than 10 s", len(slow), not slow)
        for each in slow[:10]:
            self.lines.append(f"    {each.ended - self.began:6.1f} s {each.job} {each.path}: {each.seconds:.1f} s")
        self._tell("other faults", len(self.record.wrong), not self.record.wrong)
        self.lines += [f"    {each}" for each in self.record.wrong[:20]]
        self._tell("requests that no client was free for", load.late, load.late == 0)
        self._tell("the same while something was broken", load.left_out)
        self._tell_times()

    def _tell_times(self) -> None:
        looks = [each for each in self.record.heard if each.job in ("page", "list") and each.status == 200]
        minutes: dict[int, list[float]] = {}
        for each in looks:
            minutes.setdefault(int((each.began - self.began) // 60), []).append(each.seconds)
        for minute, took in sorted(minutes.items()):
            took.sort()
            middle, late = took[len(took) // 2], took[min(len(took) - 1, int(len(took) * 0.99))]
            self._tell(f"minute {minute + 1}: looks, median, p99, longest",
                       f"{len(took)}, {middle * 1000:.0f} ms, {late * 1000:.0f} ms, {took[-1] * 1000:.0f} ms")

    def _judge_events(self, client: Client, followers: list[Follower]) -> None:
        rows: list[dict[str, object]] = []

        def is_equal() -> bool:
            rows[:] = events(client)
            return told(rows) == oracle(self.daemon)

        # The last fault may be over only just now.
        eventually(lambda: client.get("/api/events?limit=1").status == 200)
        is_same = eventually(is_equal, 120)
        missing = Counter(oracle(self.daemon)) - Counter(told(rows))
        invented = Counter(told(rows)) - Counter(oracle(self.daemon))
        kinds = Counter(str(row["kind"]) for row in rows)
        self._tell("events, each line of the log once",
                   ", ".join(f"{n} {kind}" for kind, n in kinds.most_common()) if is_same
                   else f"missing {list(missing.items())[:5]}, invented {list(invented.items())[:5]}", is_same)
        ids = {int(str(row["id"])) for row in rows}
        for number, follower in enumerate(followers):
            # What came after the list was read is not in it: bans go on ending.
            place = min(int(follower.last or 0), max(ids, default=0))
            followed = [each for each in follower.ids if each <= place]
            wanted = {each for each in ids if (follower.first or 0) < each <= place}
            is_whole = followed == sorted(set(followed)) and set(followed) == wanted
            doubled = len(followed) - len(set(followed))
            self._tell(f"stream {number + 1}", f"{len(followed)} events, {follower.breaks} breaks, {follower.resets} resets"
                       if is_whole else f"{len(followed)} of {len(wanted)} events, {doubled} twice, not told "
                       f"{sorted(wanted - set(followed))[:5]}, unknown {sorted(set(followed) - wanted)[:5]}", is_whole)

    def _judge_process(self, watch: Watch) -> None:
        start, last = watch.seen[0], watch.look()
        is_same = self.console.running.poll() is None
        self._tell("the server is the one that was started", is_same, is_same)
        for minute in range(int((last[0] - self.began) // 60) + 1):
            _, memory, descriptors = next((each for each in watch.seen if each[0] >= self.began + 60 * minute), last)
            self._tell(f"after {minute} min: memory, descriptors", f"{memory / MIB:.1f} MiB, {descriptors}")
        self._tell("at the end: memory, descriptors", f"{last[1] / MIB:.1f} MiB, {last[2]}", last[2] <= start[2] + 20)
        later = [each for each in watch.seen if 120 <= each[0] - self.began <= self.plan.seconds]
        if len(later) > 120:
            grown = slope(later) * (later[-1][0] - later[0][0])
            self._tell("growth from minute 2 to the end, by slope", f"{grown / MIB:.1f} MiB", grown < FLAT)

    def _judge_ledger(self, client: Client) -> None:
        ledger = self.record.ledger
        operations = set(self._column("SELECT operation_id FROM operations"))
        audited = set(self._column("SELECT DISTINCT operation_id FROM audit WHERE operation_id IS NOT NULL"))
        tokens = {int(each) for each in self._column("SELECT token_id FROM api_tokens")}
        lost = ledger.operations - operations
        self._tell("acknowledged operations, lost", f"{len(ledger.operations)}, {len(lost)}", not lost)
        unaudited = ledger.operations - audited
        self._tell("of these without an audit entry", len(unaudited), not unaudited)
        wrong = [number for number, is_there in ledger.tokens.items() if (number in tokens) != is_there]
        self._tell("acknowledged tokens, wrong", f"{len(ledger.tokens)}, {len(wrong)}", not wrong)
        wrong_sessions = 0
        asked = self.dice.sample(sorted(ledger.sessions.items()), min(300, len(ledger.sessions)))
        for cookie, is_good in asked:
            other = Client(self.console.port, cookie=cookie)
            wrong_sessions += other.is_signed_in() != is_good
        self._tell("acknowledged sessions, wrong", f"{len(asked)}, {wrong_sessions}", wrong_sessions == 0)
        zone = client.get("/api/settings/me").json["zone"]
        self._tell("the last choice", zone, not ledger.zones or zone in ledger.zones)

    def _column(self, sql: str) -> list[str]:
        if self.server:
            return self.server.query(sql).splitlines()
        with closing(sqlite3.connect(f"file:{self.console.data / 'bangui.sqlite'}?mode=ro", uri=True)) as database:
            return [str(row[0]) for row in database.execute(sql)]

    def _judge_end(self) -> None:
        status = self.console.stop()
        self._tell("exit status", status, status == 0)
        verified = run("audit", "verify", "--data-dir", self.console.data, more=self.console.more)
        self._tell("bangui audit verify", (verified.out or verified.err).strip().splitlines()[0], verified.status == 0)
        if not self.server:
            word = integrity(self.console.data / "bangui.sqlite")
            self._tell("PRAGMA integrity_check", word, word == "ok")
        faults = Counter(re.sub(r"[0-9a-f]{16,}|\d+", "…", line.partition("] ")[2])[:100]
                         for line in self.console.err.splitlines() if re.match(r"\S+ (error|critical)", line))
        for line, count in faults.most_common(8):
            self.lines.append(f"  log: {count} × {line}")


def slope(seen: list[tuple[float, int, int]]) -> float:
    """Bytes in a second, by least squares."""
    middle = sum(at for at, _, _ in seen) / len(seen)
    mean = sum(memory for _, memory, _ in seen) / len(seen)
    above = sum((at - middle) * (memory - mean) for at, memory, _ in seen)
    return above / (sum((at - middle) ** 2 for at, _, _ in seen) or 1)


def main() -> int:
    """Runs it by the words of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, value in (("seconds", 600.0), ("requests", 50.0), ("events", 20.0), ("every", 30.0)):
        parser.add_argument(f"--{name}", type=float, default=value)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--keep", action="store_true", help="leave the folder where something failed")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    words = parser.parse_args()
    soak = Soak(Plan(words.seconds, words.requests, words.events, words.every, words.postgresql, words.seed))
    print(f"seed {words.seed}, {soak.folder}", flush=True)
    failures = soak.run()
    print("\n".join(soak.lines))
    print(f"{'everything held' if not failures else f'{len(failures)} did not hold'}")
    if not (failures and words.keep):
        soak.remove()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
