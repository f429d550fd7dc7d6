"""What a server acknowledged to its clients, and whether it still knows it."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
import threading
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from client import Client

ZONES = ["Europe/Berlin", "Asia/Tokyo", "America/Lima", "Africa/Cairo"]


@dataclass
class Ledger:
    """Every acknowledged change; what was sent and not answered may have happened or not."""

    operations: set[str] = field(default_factory=set)
    planned: dict[str, bool] = field(default_factory=dict)
    """Whether BanGUI ends the ban of an address; an address whose last change was not answered is not in it."""
    sessions: dict[str, bool] = field(default_factory=dict)
    """Whether a session's cookie is good."""
    zones: set[str | None] = field(default_factory=lambda: {None})
    """The time zone that was acknowledged last, and those sent after it."""

    def check(self, database: Path, client: Callable[[], Client]) -> None:
        """Fails where anything acknowledged is not there."""
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            operations = {row[0] for row in connection.execute("SELECT operation_id FROM operations")}
            planned = {row[0] for row in connection.execute("SELECT ban_id FROM planned_ends")}
            zone = connection.execute("SELECT setting_value FROM settings WHERE setting_key = 'timezone'").fetchone()
        assert self.operations <= operations
        assert {address for address, is_planned in self.planned.items() if is_planned} <= planned
        assert not {address for address, is_planned in self.planned.items() if not is_planned} & planned
        assert (zone and zone[0]) in self.zones
        for cookie, is_good in self.sessions.items():
            asking = client()
            asking.cookie = cookie
            assert asking.is_signed_in() == is_good, cookie


def integrity(database: Path) -> str:
    """SQLite's own word on a copy of a database that nobody uses: the server itself has to recover the first one."""
    with tempfile.TemporaryDirectory() as folder:
        for file in database.parent.glob(database.name + "*"):
            shutil.copy(file, folder)
        with closing(sqlite3.connect(Path(folder) / database.name)) as connection:
            return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


class Clients:
    """Several clients that change things until they are cut off, and write the acknowledged down."""

    def __init__(self, ledger: Ledger, client: Client, network: str, seed: int) -> None:
        self.ledger = ledger
        self.client = client
        self.network = network
        self.seed = seed
        self.stopping = threading.Event()
        self.faults: list[str] = []
        jobs = [self._ban, self._ban, self._sign_in_and_out, self._change_settings]
        self.threads = [
            threading.Thread(target=self._repeat, args=(job, number), daemon=True) for number, job in enumerate(jobs)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def join(self) -> None:
        """Ends them, once the server is gone."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(30)
        assert self.faults == []

    def _repeat(self, job: Callable[[random.Random, int, int], None], number: int) -> None:
        dice = random.Random(self.seed * 10 + number)
        turn = 0
        while not self.stopping.is_set():
            turn += 1
            try:
                job(dice, number, turn)
            except (OSError, HTTPException):
                return  # the server was killed
            except Exception:
                self.faults.append(traceback.format_exc())
                return

    def _ban(self, dice: random.Random, number: int, turn: int) -> None:
        address = f"{self.network}.{number}.{turn % 250 + 1}"
        self.ledger.planned.pop(address, None)
        answer = self.client.ban(address, duration=dice.choice(["2h", "3d"]))
        assert answer.status == 200, answer.body
        self._note(answer.json["operation"], address, True)
        if dice.random() < 0.5:
            self.ledger.planned.pop(address)
            self._note(self.client.unban(address).json["operation"], address, False)

    def _note(self, operation: str, address: str, is_planned: bool) -> None:
        self.ledger.operations.add(operation)
        self.ledger.planned[address] = is_planned

    def _sign_in_and_out(self, dice: random.Random, number: int, turn: int) -> None:
        # The limit of tries counts addresses; every turn comes from another.
        person = Client(self.client.port, address=f"198.51.{self.seed % 250}.{turn % 250}")
        assert person.sign_in().status == 200 and person.cookie
        cookie = person.cookie
        self.ledger.sessions[cookie] = True
        if dice.random() < 0.5:
            del self.ledger.sessions[cookie]
            assert person.post("/api/auth/logout").status == 204
            self.ledger.sessions[cookie] = False

    def _change_settings(self, dice: random.Random, number: int, turn: int) -> None:
        zone = ZONES[turn % len(ZONES)]
        self.ledger.zones.add(zone)
        assert self.client.change_setting("timezone", zone).status == 303
        self.ledger.zones = {zone}
