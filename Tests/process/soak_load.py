"""Fifty requests a second as people and programs send them, and those who follow the events."""

from __future__ import annotations

import collections
import http.client
import itertools
import json
import queue
import random
import threading
import time
from collections.abc import Callable
from typing import Any

from client import PASSWORD, Answer, Client
from soak_record import PATIENCE, Heard, Record

PAGES = ["/", "/bans", "/events", "/jails", "/operations", "/audit", "/bans?q=192.0.2.", "/events?kind=ban",
         "/search?q=failure", "/addresses/192.0.2.3", "/jails/one", "/account/sessions"]
LISTS = ["/api/bans?limit=100", "/api/events?limit=100", "/api/status", "/api/jails", "/api/operations", "/api/audit",
         "/api/settings/me", "/api/addresses/192.0.2.4", "/health/live", "/api/auth/sessions", "/bans/export.csv"]
SECONDS_BETWEEN_OWN_CHANGES = 20
"""Of one kind: an account may change what is its own six times a minute for long (`ChangePace`)."""
ZONES = ["Europe/Berlin", "Asia/Tokyo", "America/Lima", "Africa/Cairo"]


class Load:
    """Sends so many requests a second, whatever becomes of those before, by threads that wait for work."""

    def __init__(self, client: Client, record: Record, rate: float, dice: random.Random) -> None:
        self.client, self.record, self.rate, self.dice = client, record, rate, dice
        self.ended = threading.Event()
        self.late = 0
        # While something is broken, all clients wait: what they would have asked is not asked.
        self.left_out = 0
        self._numbers = itertools.count()
        self._pacing = threading.Lock()
        self._next: dict[str, float] = {}
        self._banned: collections.deque[str] = collections.deque()
        self._tickets: dict[bool, queue.SimpleQueue[Callable[[], None] | None]] = {
            False: queue.SimpleQueue(), True: queue.SimpleQueue()}
        self._jobs: list[tuple[int, bool, Callable[[], None]]] = [
            (36, False, self.page), (44, False, self.list), (6, True, self.ban), (5, True, self.unban),
            (3, True, self.sign_in), (1, True, self.guess), (2, True, self.token), (3, True, self.choose)]
        # Those that change things wait for a daemon that hangs; nobody who looks shall wait for them here.
        self.threads = [
            threading.Thread(target=self._work, args=(kind,), daemon=True) for kind in (False, True) for _ in range(24)]
        self.threads.append(threading.Thread(target=self._pace, daemon=True))

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Ends them when what they have begun is done."""
        self.ended.set()
        for thread in reversed(self.threads):
            thread.join(60)
        assert not any(thread.is_alive() for thread in self.threads)

    def _pace(self) -> None:
        weights = [weight for weight, _, _ in self._jobs]
        due = time.monotonic()
        while not self.ended.is_set():
            due += 1 / self.rate
            if (wait := due - time.monotonic()) > 0:
                time.sleep(wait)
            _, changes, job = self.dice.choices(self._jobs, weights)[0]
            self._tickets[changes].put(job)
        for tickets in self._tickets.values():
            for _ in range(24):
                tickets.put(None)

    def _work(self, changes: bool) -> None:
        while job := self._tickets[changes].get():
            if self._tickets[changes].qsize() > 200:
                if self.record.faults.during(time.monotonic(), time.monotonic()) is None:
                    self.late += 1
                else:
                    self.left_out += 1
                continue
            try:
                job()
            except Exception as fault:  # noqa: BLE001
                self.record.wrong.append(f"{job.__name__}: {fault!r}")

    # One request

    def ask(self, job: str, who: Client, method: str, path: str, body: object = None, right: tuple[int, ...] = (200,),
            headers: dict[str, str] | None = None) -> Answer | None:
        """Sends a request and writes down what came; gives the answer where it was right."""
        data = None if body is None else json.dumps(body).encode()
        began = time.monotonic()
        try:
            answer = who.send(method, path, data, headers, patience=PATIENCE + 5)
        except (OSError, http.client.HTTPException) as fault:
            self._hear(job, path, began, 0, repr(fault), False, False)
            return None
        is_right = answer.status in right
        self._hear(job, path, began, answer.status, _code(answer), "retry-after" in answer.headers, is_right)
        return answer if is_right else None

    def _hear(self, job: str, path: str, began: float, status: int, code: str, has_retry: bool, is_right: bool) -> None:
        self.record.heard.append(Heard(job, path, began, time.monotonic(), status, code, has_retry, is_right))

    # What people and programs do

    def page(self) -> None:
        self.ask("page", self.client, "GET", self.dice.choice(PAGES))

    def list(self) -> None:
        self.ask("list", self.client, "GET", self.dice.choice(LISTS))

    def ban(self) -> None:
        number = next(self._numbers)
        address = f"203.0.{113 + number // 250 % 8}.{number % 250 + 1}"
        body = {"addresses": [address], "jails": ["many"], "duration": self.dice.choice(["45s", "10m"]), "reason": "soak"}
        if answer := self.ask("ban", self.client, "POST", "/api/bans", body):
            self.record.ledger.operation(answer.json["operation"])
            self._look(address)

    def _look(self, address: str) -> None:
        began = time.monotonic()
        found = self.ask("look", self.client, "GET", f"/api/bans?q={address}")
        is_calm = self.record.faults.during(began - 5, time.monotonic()) is None
        if found and is_calm and address not in {row["address"] for row in found.json["bans"]}:
            self.record.wrong.append(f"{address} was banned and is not in the list")
        self._banned.append(address)

    def unban(self) -> None:
        # Only those that were looked for: another's unban would take them from the list before.
        if self._banned:
            body = {"addresses": [self._banned.popleft()], "jails": ["many"]}
            if answer := self.ask("unban", self.client, "POST", "/api/unbans", body):
                self.record.ledger.operation(answer.json["operation"])

    def sign_in(self) -> None:
        person = self._stranger()
        answer = self.ask("sign in", person, "POST", "/api/auth/login", {"username": "admin", "password": PASSWORD})
        if not answer:
            return
        person.cookie, person.csrf = answer.headers["set-cookie"].split(";", 1)[0], answer.json["csrfToken"]
        self.record.ledger.session(person.cookie, True)
        self.ask("session", person, "GET", "/api/auth/session")
        if self.dice.random() < 0.9:
            self.record.ledger.session(person.cookie, None)
            if self.ask("sign out", person, "POST", "/api/auth/logout", right=(204,)):
                self.record.ledger.session(person.cookie, False)
                self.ask("session", person, "GET", "/api/auth/session", right=(401,))

    def guess(self) -> None:
        self.ask("guess", self._stranger(), "POST", "/api/auth/login", {"username": "admin", "password": "wrong"}, (401,))

    def _stranger(self) -> Client:
        number = next(self._numbers)
        return Client(self.client.port, address=f"100.{64 + number % 60}.{number // 60 % 250}.{number % 250}")

    def token(self) -> None:
        if not self._may("token"):
            return
        body = {"name": f"soak {next(self._numbers)}", "scopes": ["read"], "days": 1, "password": PASSWORD}
        made = self.ask("token", self.client, "POST", "/api/tokens", body, (201,))
        if not made:
            return
        number, bearer = int(made.json["id"]), {"Authorization": f"Bearer {made.json['token']}"}
        self.record.ledger.token(number, True)
        # Wrong tokens are limited by address, and a revoked one is wrong.
        program = self._stranger()
        self.ask("program", program, "GET", "/api/bans?limit=5", headers=bearer)
        self.record.ledger.token(number, None)
        if self.ask("revoke", self.client, "DELETE", f"/api/tokens/{number}", right=(204,)):
            self.record.ledger.token(number, False)
            self.ask("program", program, "GET", "/api/bans?limit=5", right=(401,), headers=bearer)

    def choose(self) -> None:
        # One at a time, so that it is known which choice came last.
        with self._choosing:
            if not self._may("choose"):
                return
            zone = self.dice.choice(ZONES)
            self.record.ledger.zones.append(zone)
            if self.ask("choose", self.client, "PATCH", "/api/settings/me", {"zone": zone}):
                self.record.ledger.note(zone=zone)
                self.record.ledger.zones[:] = [zone]

    def _may(self, job: str) -> bool:
        """Whether it is time for one more change of what is an account's own: more often it is told to wait."""
        with self._pacing:
            if time.monotonic() < self._next.get(job, 0):
                return False
            self._next[job] = time.monotonic() + SECONDS_BETWEEN_OWN_CHANGES
            return True

    _choosing = threading.Lock()


def _code(answer: Answer) -> str:
    """The code of a problem; of a page, that it is one of BanGUI's."""
    if answer.status < 400:
        return ""
    if answer.headers.get("content-type", "").startswith("application/problem+json"):
        return str(answer.json.get("code", ""))
    return "page" if b"<html" in answer.body else ""


class Follower(threading.Thread):
    """Follows the events by a stream, and comes back behind the last when it breaks."""

    def __init__(self, client: Client, record: Record) -> None:
        super().__init__(daemon=True)
        self.client, self.record = client, record
        self.ids: list[int] = []
        self.first: int | None = None
        self.last = ""
        self.breaks = 0
        self.resets = 0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.is_set():
            began = time.monotonic()
            try:
                status, code, has_retry = self._follow()
            except (OSError, http.client.HTTPException) as fault:
                status, code, has_retry = 0, repr(fault), False
            if not self.ended.is_set():
                self.breaks += 1
                # It ended now: what it began with does not matter.
                is_calm = self.record.faults.during(time.monotonic(), time.monotonic()) is None
                if is_calm or status not in (200, 503):
                    now = time.monotonic()
                    self.record.heard.append(
                        Heard("stream", "/api/events/stream", now, now, status, code or "ended", has_retry, False))
                time.sleep(max(0.0, 1 - (time.monotonic() - began)))

    def _follow(self) -> tuple[int, str, bool]:
        connection = http.client.HTTPConnection("127.0.0.1", self.client.port, timeout=40)
        headers: dict[str, Any] = {"Cookie": self.client.cookie, "Sec-Fetch-Site": "same-origin"}
        if self.last:
            headers["Last-Event-ID"] = self.last
        try:
            connection.request("GET", "/api/events/stream", headers=headers)
            answer = connection.getresponse()
            if answer.status != 200:
                problem = json.loads(answer.read() or b"{}")
                return answer.status, str(problem.get("code", "")), answer.getheader("Retry-After") is not None
            self._read(answer)
            return 200, "ended", False
        finally:
            connection.close()

    def _read(self, answer: http.client.HTTPResponse) -> None:
        place, event, data = "", "", False
        while not self.ended.is_set() and (line := answer.readline()):
            text = line.decode().rstrip("\n")
            if text.startswith("id:"):
                place = text[3:].strip()
            elif text.startswith("event:"):
                event = text[6:].strip()
            elif text.startswith("data:"):
                data = True
            elif not text:
                if place:
                    self._take(place, event, data)
                place, event, data = "", "", False

    def _take(self, place: str, event: str, data: bool) -> None:
        self.last = place
        if event == "reset":
            # The database server crashed and lost what it had not written yet; the log still has it, and it comes again.
            self.resets += 1
            self.ids = [each for each in self.ids if each <= int(place)]
            return
        if self.first is None:
            self.first = int(place) - (1 if data else 0)
        if data:
            self.ids.append(int(place))

    def stop(self) -> None:
        self.ended.set()
