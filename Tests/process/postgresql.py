"""A private PostgreSQL server, gone with the test."""

from __future__ import annotations

import itertools
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from command import ROOT


class PostgreSQL:
    """One server with an empty database, and others for those who ask."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.again: subprocess.Popen[bytes] | None = None
        self._options = ""
        self.process = subprocess.Popen(
            [ROOT / "Tests" / "postgresql" / "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        assert self.url, "Tests/postgresql/serve did not start"

    def query(self, sql: str, url: str | None = None) -> str:
        """Runs a statement and gives what psql prints."""
        return subprocess.run(
            ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-c", sql, url or self.url], check=True, capture_output=True,
            text=True).stdout.strip()

    def new_database(self) -> str:
        """The address of another empty database."""
        name = f"test_{next(self._numbers)}"
        self.query(f"CREATE DATABASE {name}")
        return self.url.replace("/postgres?", f"/{name}?")

    def stop(self) -> None:
        """Ends it."""
        if self.again is not None and self.again.poll() is None:
            self.again.send_signal(signal.SIGQUIT)
            self.again.wait(60)
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(60)
        finally:
            self.process.kill()

    # What befalls it

    @property
    def _data(self) -> Path:
        return Path(unquote(self.url.partition("host=")[2])) / "data"

    def crash(self) -> None:
        """Ends the server at once, as a power cut would; what it has stays."""
        self._options = (self._data / "postmaster.opts").read_text()
        pid = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGQUIT)
        while (self._data / "postmaster.pid").exists() and Path(f"/proc/{pid}/stat").exists():
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                break
            time.sleep(0.05)

    def pause(self) -> None:
        """Lets all its processes stand still: it keeps every connection and answers none."""
        self._send(signal.SIGSTOP)

    def resume(self) -> None:
        """Ends `pause`."""
        self._send(signal.SIGCONT)

    def _send(self, number: signal.Signals) -> None:
        first = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        # The first one makes no more of them while it stands still.
        os.kill(first, number)
        for child in Path(f"/proc/{first}/task/{first}/children").read_text().split():
            try:
                os.kill(int(child), number)
            except ProcessLookupError:
                continue

    @contextmanager
    def locked(self, url: str, but: tuple[str, ...] = ()) -> Iterator[None]:
        """Keeps everyone from the tables of a database, from reading too, but for some of them."""
        rows = self.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", url).splitlines()
        tables = ", ".join(name for name in rows if name not in but)
        holder = subprocess.Popen(
            ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert holder.stdin and holder.stdout
        try:
            # Who uses two of them in another order gives way first.
            holder.stdin.write("SET deadlock_timeout = '60s';\n")
            holder.stdin.write(f"BEGIN; LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE; SELECT 'locked';\n")
            holder.stdin.flush()
            assert holder.stdout.readline() == "locked\n"
            yield
        finally:
            holder.stdin.close()
            holder.wait(60)

    def come_back(self) -> None:
        """Starts it again on what it had, and waits until it answers."""
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        words = shlex.split(self._options)
        as_nobody = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"] if os.geteuid() == 0 else []
        with (self._data.parent / "again.log").open("ab") as log:
            self.again = subprocess.Popen(
                [*as_nobody, *words], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self._data.parent)
        deadline = time.monotonic() + 60
        while True:
            try:
                self.query("SELECT 1")
                return
            except subprocess.CalledProcessError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
