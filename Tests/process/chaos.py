"""A daemon and its log under everything that happens to them in years, in a minute."""

from __future__ import annotations

import gzip
import random
import re
import threading
import time
from datetime import datetime, timezone
from pathlib import Path

from client import Client
from console import Console
from daemon import Fail2ban

ADDRESSES = tuple(f"192.0.2.{number}" for number in range(1, 6))
LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),(\d{3}) fail2ban\.(\w+) +\[\d+\]: [A-Z]+ +(.*)")
OF_JAIL = re.compile(r"\[([^\]]+)\] (Found|Attempt|Ban|Restore Ban|Unban|Repeal Ban|Ignore) (\S+)(.*)")
JAIL = re.compile(r"Jail '(.+)' (started|stopped)")
# What leaves the firewall is one kind here: the lines do not say why.
KINDS = {"Found": "found", "Attempt": "attempt", "Ban": "ban", "Restore Ban": "restore", "Unban": "lift",
         "Repeal Ban": "lift", "Ignore": "ignore"}

Told = tuple[int, str, str, str]


def read_line(line: str) -> Told | None:
    """What one line tells: milliseconds, kind, jail, address. Shares nothing with BanGUI's reader."""
    if not (found := LINE.fullmatch(line)):
        return None
    day, milliseconds, part, message = found.groups()
    moment = datetime.strptime(day, "%Y-%m-%d %H:%M:%S").replace(tzinfo=timezone.utc)
    at = int(moment.timestamp()) * 1000 + int(milliseconds)
    if part == "server" and message.startswith(("Starting Fail2ban", "Shutdown in progress")):
        return (at, "daemon", "", "")
    if part == "jail" and (jail := JAIL.fullmatch(message)):
        return (at, "jail", jail.group(1), "")
    of_jail = OF_JAIL.fullmatch(message)
    if not of_jail or "bad -" in of_jail.group(4) or "expired bantime" in of_jail.group(4):
        return None
    return (at, KINDS[of_jail.group(2)], of_jail.group(1), of_jail.group(3))


def oracle(daemon: Fail2ban) -> list[Told]:
    """A plain reading of the log and all its rotations, line for line."""
    told: list[Told] = []
    for path in daemon.folder.glob("fail2ban.log*"):
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode(errors="replace")
        told += [event for line in text.split("\n") if (event := read_line(line))]
    return sorted(told)


def events(client: Client) -> list[dict[str, object]]:
    """Everything that BanGUI knows, page by page."""
    rows: list[dict[str, object]] = []
    cursor = ""
    while True:
        page = client.get(f"/api/events?kind=all&limit=500&cursor={cursor}").json
        rows += page["events"]
        if not page["next"]:
            return rows
        cursor = page["next"]


def told(rows: list[dict[str, object]]) -> list[Told]:
    """Events in the form of the oracle."""
    result: list[Told] = []
    for row in rows:
        moment = datetime.fromisoformat(str(row["at"]).replace("Z", "+00:00"))
        at = int(moment.timestamp()) * 1000 + int(str(row["millisecond"]))
        kind = "lift" if row["kind"] in ("unban", "repeal") else str(row["kind"])
        result.append((at, kind, str(row["jail"] or ""), str(row["address"] or "")))
    return sorted(result)


class Attackers(threading.Thread):
    """Failures from few addresses, at a steady pace, until `stop`."""

    def __init__(self, daemon: Fail2ban, jails: int, pace: float, dice: random.Random) -> None:
        super().__init__(daemon=True)
        self.daemon_under_test = daemon
        self.jails = jails
        self.pace = pace
        self.dice = dice
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(1 / self.pace):
            path = self.daemon_under_test.folder / f"{self.dice.randrange(self.jails)}.log"
            stamp = datetime.now().strftime("%Y-%m-%d %H:%M:%S")
            with path.open("a") as file:
                file.write(f"{stamp} failure from {self.dice.choice(ADDRESSES)}\n")

    def stop(self) -> None:
        """Ends them."""
        self.ended.set()
        self.join()


class Chaos:
    """What befalls BanGUI, the daemon and its log; each by its name."""

    def __init__(self, console: Console, daemon: Fail2ban, dice: random.Random) -> None:
        self.console = console
        self.daemon = daemon
        self.dice = dice
        self.done: list[str] = []
        self.rotations = 0

    def strike(self) -> None:
        """Lets one thing happen."""
        blows = [self.kill_console, self.kill_console, self.restart_console, self.rotate, self.rotate_packed,
                 self.cut_copy, self.restart_daemon, self.kill_daemon, self.stop_jail, self.hang_daemon]
        blow = self.dice.choice(blows)
        self.done.append(blow.__name__)
        blow()

    def kill_console(self) -> None:
        self.console.kill()
        time.sleep(self.dice.uniform(0, 1.5))
        self.console.start()

    def restart_console(self) -> None:
        self.console.stop()
        self.console.start()

    def rotate(self) -> Path:
        """By renaming, as logrotate does it for fail2ban."""
        log = self.daemon.folder / "fail2ban.log"
        self.rotations += 1
        target = log.with_name(f"fail2ban.log.{1000 - self.rotations}")
        log.rename(target)
        # The daemon goes on in the renamed file for a moment.
        time.sleep(self.dice.uniform(0, 0.3))
        self.daemon.client("flushlogs")
        return target

    def rotate_packed(self) -> None:
        target = self.rotate()
        packed = target.with_name(target.name + ".gz")
        packed.write_bytes(gzip.compress(target.read_bytes()))
        target.unlink()

    def cut_copy(self) -> None:
        """copytruncate, while the daemon stands still: what is written between copy and cut is lost to everyone."""
        log = self.daemon.folder / "fail2ban.log"
        self.daemon.pause()
        self.rotations += 1
        log.with_name(f"fail2ban.log.{1000 - self.rotations}").write_bytes(log.read_bytes())
        with log.open("r+b") as file:
            file.truncate(0)
        self.daemon.resume()

    def restart_daemon(self) -> None:
        self.daemon.stop()
        time.sleep(self.dice.uniform(0, 1))
        self._launch_daemon()

    def kill_daemon(self) -> None:
        assert self.daemon.process
        self.daemon.process.kill()
        self.daemon.process.wait()
        self._launch_daemon()

    def stop_jail(self) -> None:
        self.daemon.client("stop", "one")
        self.daemon.client("reload", "--if-exists", "one")

    def hang_daemon(self) -> None:
        self.daemon.pause()
        time.sleep(self.dice.uniform(0.5, 2))
        self.daemon.resume()

    def _launch_daemon(self) -> None:
        for name in ("f.sock", "f.pid"):
            (self.daemon.folder / name).unlink(missing_ok=True)
        self.daemon.start()
