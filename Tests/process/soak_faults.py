"""What is broken on purpose during a soak, one thing after the other."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from daemon import Fail2ban
from postgresql import PostgreSQL
from soak_record import Faults

CHUNK = 1 << 20


@dataclass(eq=False, repr=False)
class Breaker(threading.Thread):
    """Breaks the next thing every so many seconds; each is mended before the next."""

    daemon_under_test: Fail2ban
    database: Path | PostgreSQL
    data: Path
    is_small: bool
    """Whether the data directory lies on a file system of its own that may be filled."""
    faults: Faults
    every: float

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.broken: list[str] = []
        """Faults that could not be made."""
        self.short = min(10.0, self.every / 3)
        """How long the daemon is away."""
        self.long = min(30.0, self.every * 0.9)
        """How long the database is."""

    def run(self) -> None:
        ways: list[Callable[[], None]] = [self.daemon_killed, self.database_locked, self.daemon_hung]
        ways += [self.disk_full] if self.is_small else []
        ways += [self.daemon_stopped, self.socket_hung]
        if isinstance(self.database, PostgreSQL):
            ways += [self.postgresql_restarted, self.postgresql_hung]
        due, turn = time.monotonic() + self.every / 2, 0
        while not self.ended.wait(max(0.0, due - time.monotonic())):
            way = ways[turn % len(ways)]
            turn, due = turn + 1, due + self.every
            try:
                with self.faults.on(way.__name__.replace("_", " ")):
                    way()
            except Exception as fault:  # noqa: BLE001
                self.broken.append(f"{way.__name__}: {fault!r}")

    def stop(self) -> None:
        """Ends it once all is mended."""
        self.ended.set()
        self.join(120)

    def _wait(self, seconds: float) -> None:
        self.ended.wait(seconds)

    # fail2ban

    def daemon_killed(self) -> None:
        process = self.daemon_under_test.process
        assert process
        process.kill()
        process.wait()
        self._wait(self.short / 2)
        self._start_daemon()

    def daemon_stopped(self) -> None:
        self.daemon_under_test.stop()
        self._wait(self.short / 2)
        self._start_daemon()

    def daemon_hung(self) -> None:
        self.daemon_under_test.pause()
        self._wait(self.short)
        self.daemon_under_test.resume()

    def socket_hung(self) -> None:
        """Someone listens at its place, takes what comes and says nothing."""
        self.daemon_under_test.stop()
        path = str(self.daemon_under_test.socket)
        Path(path).unlink(missing_ok=True)
        with closing(socket.socket(socket.AF_UNIX)) as mute:
            mute.bind(path)
            mute.listen(1)
            mute.settimeout(0.2)
            taken: list[socket.socket] = []
            end = time.monotonic() + self.short
            while time.monotonic() < end and not self.ended.is_set():
                try:
                    taken.append(mute.accept()[0])
                except TimeoutError:
                    continue
            for each in taken:
                each.close()
        self._start_daemon()

    def _start_daemon(self) -> None:
        for name in ("f.sock", "f.pid"):
            (self.daemon_under_test.folder / name).unlink(missing_ok=True)
        self.daemon_under_test.start()

    # The database and its disk

    def database_locked(self) -> None:
        if isinstance(self.database, PostgreSQL):
            # As another server of the database that writes for long.
            self.database.query(f"BEGIN; SELECT pg_advisory_xact_lock(6447470, 1); SELECT pg_sleep({self.long}); COMMIT")
            return
        with closing(sqlite3.connect(self.database, timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            self._wait(self.long)
            other.execute("COMMIT")

    def disk_full(self) -> None:
        filler = self.data / "filler"
        try:
            with filler.open("wb", buffering=0) as file:
                size = CHUNK
                while size and not self.ended.is_set():
                    try:
                        file.write(b"\0" * size)
                    except OSError:
                        size //= 2
            self._wait(self.short)
        finally:
            filler.unlink(missing_ok=True)

    def postgresql_restarted(self) -> None:
        assert isinstance(self.database, PostgreSQL)
        self.database.crash()
        self._wait(self.short / 2)
        self.database.come_back()


    def postgresql_hung(self) -> None:
        assert isinstance(self.database, PostgreSQL)
        self.database.pause()
        try:
            self._wait(self.short)
        finally:
            self.database.resume()


class SmallDisk:
    """A file system of its own in memory, where the machine lets one be mounted."""

    def __init__(self, folder: Path, mebibytes: int = 64) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True)
        options = f"size={mebibytes}m,mode=0700,uid={os.getuid()},gid={os.getgid()}"
        command = ["mount", "-t", "tmpfs", "-o", options, "bangui-soak", str(folder)]
        self.is_mounted = (
            os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0)

    def remove(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", "-l", str(self.folder)], check=False)
