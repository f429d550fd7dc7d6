"""Events: a back-log taken in, lists over it, and many streams at once."""

from __future__ import annotations

import json
import random
import socket
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from statistics import median

from http_connection import HTTPConnection
from load import Load, wrk
from private_fail2ban import PrivateFail2ban, resident_kib
from servers import Bangui, expect

JAILS = ("sshd", "nginx-http-auth", "dovecot", "postfix", "recidive")
DAYS = 90


# Pages of 50 events, by what they are filtered by.
EVENT_LISTS = {
    "newest": "", "one jail": "&jail=dovecot", "bans only": "&kind=ban", "a heavy address": "&q=203.0.113.7",
    "an address": "&q=10.0.1.1", "a network": "&q=10.0.0.0/16", "bans in a network": "&kind=ban&q=203.0.113.0/24",
    "a month ago": "&to=now-30d"}

def write_backlog(path: Path, megabytes: int = 0, lines: int = 0, seed: int = 1) -> tuple[int, datetime]:
    """A rotation of the daemon's log of so many megabytes or lines: one address in a hundred makes half of the events, ten
    failures lead to a ban, and a ban ends after ten minutes. Gives its lines and the time of the last."""
    dice = random.Random(seed)
    heavy = [f"203.0.113.{number}" for number in range(1, 101)]
    light = [f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}" for number in range(1, 10_000)]
    # A line has some 105 bytes.
    most = lines or (megabytes << 20) // 105
    step = timedelta(days=DAYS) / most
    now = datetime.now(timezone.utc) - timedelta(days=DAYS, hours=1)
    failures: dict[tuple[str, str], int] = {}
    with path.open("w") as file:
        written = 0
        while written < most:
            chunk = []
            for _ in range(min(10_000, most - written)):
                now += step
                stamp = f"{now:%Y-%m-%d %H:%M:%S},{now.microsecond // 1000:03}"
                jail = JAILS[dice.randrange(5)]
                address = dice.choice(heavy if dice.random() < 0.5 else light)
                count = failures[jail, address] = failures.get((jail, address), 0) + 1
                if count % 12 < 10:
                    chunk.append(f"{stamp} fail2ban.filter         [812]: INFO    [{jail}] Found {address} - {stamp[:19]}\n")
                else:
                    verb = "Ban" if count % 12 == 10 else "Unban"
                    chunk.append(f"{stamp} fail2ban.actions        [812]: NOTICE  [{jail}] {verb} {address}\n")
            file.write("".join(chunk))
            written += len(chunk)
    return written, now


def take_in(ours: Bangui, headers: dict[str, str], last: datetime, patience: float = 900) -> tuple[float, int]:
    """Waits until the newest event is the back-log's last; gives the seconds and the most memory that was used, in KiB."""
    started = time.monotonic()
    connection = HTTPConnection(ours.port, headers)
    most = 0
    try:
        while time.monotonic() - started < patience:
            most = max(most, resident_kib(ours.pid))
            path = f"/api/events?limit=1&to={last + timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}"
            _, _, body = expect(connection.request("GET", path), 200)
            rows = json.loads(body)["events"]
            if rows and rows[0]["at"] >= f"{last:%Y-%m-%dT%H:%M:%SZ}":
                return time.monotonic() - started, most
            time.sleep(0.25)
    finally:
        connection.close()
    raise RuntimeError("the back-log was not taken in within its time")


def lists(ours: Bangui, headers: dict[str, str], seconds: int) -> dict[str, Load]:
    """Pages of 50 events under load, by what they are filtered by."""
    cookie = {"Cookie": headers["Cookie"]}
    return {
        name: wrk(ours.port, f"/api/events?limit=50{query}", cookie, seconds) for name, query in EVENT_LISTS.items()}


class Listener(threading.Thread):
    """One stream: how many events came, and how long after their line."""

    def __init__(self, port: int, cookie: str) -> None:
        super().__init__(daemon=True)
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        request = f"GET /api/events/stream?kind=found HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n"
        self.socket.sendall(request.encode())
        self.ids: list[int] = []
        self.delays: list[float] = []
        self.ended = False

    def run(self) -> None:
        rest = b""
        while not self.ended:
            try:
                data = self.socket.recv(65536)
            except TimeoutError:
                continue
            if not data:
                return
            now = time.time()
            *whole, rest = (rest + data).split(b"\n")
            for line in whole:
                if line.startswith(b"data: {\"id\""):
                    event = json.loads(line[6:])
                    self.ids.append(event["id"])
                    moment = datetime.fromisoformat(event["at"].replace("Z", "+00:00")).timestamp()
                    self.delays.append(now - moment - event["millisecond"] / 1000)


def stream(
    ours: Bangui, headers: dict[str, str], fail2ban: PrivateFail2ban, streams: int, pace: int, seconds: int
) -> tuple[int, int, float]:
    """Lets failures come at a pace; gives events of the fullest stream, of the emptiest, and the median delay in ms."""
    listeners = [Listener(ours.port, headers["Cookie"]) for _ in range(streams)]
    for listener in listeners:
        listener.start()
    time.sleep(1)
    with (fail2ban.folder / "fail2ban.log").open("a") as log:
        # Lines as the daemon writes them, into its own log: its filters would wait and gather.
        for number in range(pace * seconds):
            now = datetime.now(timezone.utc)
            stamp = f"{now:%Y-%m-%d %H:%M:%S},{now.microsecond // 1000:03}"
            log.write(f"{stamp} fail2ban.filter         [1]: INFO    [sshd] Found 192.0.2.{number % 5} - {stamp[:19]}\n")
            log.flush()
            time.sleep(1 / pace)
    time.sleep(2)
    for listener in listeners:
        listener.ended = True
    counts = [len(set(listener.ids)) for listener in listeners]
    delays = [delay for listener in listeners for delay in listener.delays]
    return max(counts), min(counts), median(delays or [0]) * 1000
