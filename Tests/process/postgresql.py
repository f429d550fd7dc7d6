"""A private PostgreSQL server, gone with the test."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import unquote

from command import ROOT


class PostgreSQL:
    """One server with one empty database."""

    def __init__(self) -> None:
        self.again: subprocess.Popen[bytes] | None = None
        self._options = ""
        self.process = subprocess.Popen(
            [ROOT / "Tests" / "postgresql" / "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        assert self.url, "Tests/postgresql/serve did not start"

    def query(self, sql: str) -> str:
        """Runs a statement and gives what psql prints."""
        return subprocess.run(
            ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-c", sql, self.url], check=True, capture_output=True, text=True
        ).stdout.strip()

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
