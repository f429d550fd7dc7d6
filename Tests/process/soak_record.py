"""What clients of a soak heard and were promised, and when something was broken on purpose."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GRACE = 10.0
"""So long after a fault its consequences may be told, in seconds."""
PATIENCE = 10.0
"""So long an answer may take."""


@dataclass(frozen=True)
class Heard:
    """One answer, or that there was none."""

    job: str
    path: str
    began: float
    ended: float
    status: int
    """0 where there was none."""
    code: str
    """The code of a problem document; what was wrong where there was no answer."""
    has_retry: bool
    is_right: bool

    @property
    def seconds(self) -> float:
        return self.ended - self.began


@dataclass
class Faults:
    """When something was broken, by name."""

    spans: list[tuple[str, float, float]] = field(default_factory=list)
    current: tuple[str, float] | None = None

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        """Remembers that a fault is on meanwhile."""
        began = time.monotonic()
        self.current = (name, began)
        try:
            yield
        finally:
            self.spans.append((name, began, time.monotonic()))
            self.current = None

    def during(self, began: float, ended: float) -> str | None:
        """The latest fault that a span of time falls into, with the grace after it."""
        return next(iter(self.all_during(began, ended)), None)

    def all_during(self, began: float, ended: float) -> list[str]:
        """All of these, the latest first."""
        names = [current[0]] if (current := self.current) and ended >= current[1] else []
        return names + [name for name, start, end in reversed(self.spans) if ended >= start and began <= end + GRACE]


class Ledger:
    """Every acknowledged write, on the disk before the next is sent; outside of what is tested."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a")
        self._lock = threading.Lock()
        self.operations: set[str] = set()
        self.sessions: dict[str, bool] = {}
        """Whether a session's cookie is good; one whose last change was not answered is not in it."""
        self.tokens: dict[int, bool] = {}
        """Whether a token is there; likewise."""
        self.zones: list[str] = []
        """The choices of the account that may hold: the one acknowledged last and those sent after it."""

    def note(self, **entry: Any) -> None:
        """Writes one line and syncs it."""
        with self._lock:
            self._file.write(json.dumps(entry) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def operation(self, number: str) -> None:
        self.note(operation=number)
        with self._lock:
            self.operations.add(number)

    def session(self, cookie: str, is_good: bool | None) -> None:
        """`None` before a change is sent."""
        if is_good is None:
            self.sessions.pop(cookie, None)
        else:
            self.note(session=cookie, good=is_good)
            self.sessions[cookie] = is_good

    def token(self, number: int, is_there: bool | None) -> None:
        """`None` before a change is sent."""
        if is_there is None:
            self.tokens.pop(number, None)
        else:
            self.note(token=number, there=is_there)
            self.tokens[number] = is_there


@dataclass
class Record:
    """All that is judged afterwards."""

    faults: Faults
    ledger: Ledger
    heard: list[Heard] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """What is no answer and yet a fault of the server's."""

    def unexplained(self) -> list[Heard]:
        """Answers that were neither right nor a 429 or 503, with code and Retry-After, of a fault."""
        return [each for each in self.heard if not each.is_right and not self._is_explained(each)]

    def slow(self) -> list[Heard]:
        """Answers that took longer than anyone waits."""
        return [each for each in self.heard if each.seconds > PATIENCE]

    def _is_explained(self, heard: Heard) -> bool:
        if heard.status not in (429, 503) or not heard.has_retry or not heard.code:
            return False
        names = self.faults.all_during(heard.began, heard.ended)
        # Operations wait in line for each other, also behind one that waits for the database.
        if heard.code == "fail2ban_busy" and any(_explains(name, "database") for name in names):
            return heard.job in ("ban", "unban") or any(_explains(name, heard.code) for name in names)
        return any(_explains(name, heard.code) for name in names)


def _explains(fault: str, code: str) -> bool:
    """Whether a fault is what a code speaks of; a page has none."""
    for what, whose in (("fail2ban", ("daemon", "socket")), ("database", ("database", "disk", "postgresql"))):
        if code.startswith(what) or (code == "internal_error" and what == "database"):
            return fault.startswith(whose)
    return True
