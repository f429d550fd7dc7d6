"""The two servers that are compared, started and stopped alike."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import socket
import sqlite3
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from http_connection import HTTPConnection
from private_fail2ban import PrivateFail2ban, benchmark_addresses

USERNAME = "admin"
PASSWORD = "correct horse battery staple"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A process that listens on a port of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {name: value for name, value in os.environ.items() if not name.startswith("BANGUI_")}

    @property
    def output(self) -> Path:
        return self.folder / f"{self.name}.out"

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def start(self, health: str = "/health/live") -> float:
        """Starts it; gives the seconds until it answered with 200."""
        started = time.perf_counter()
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                self.command(), env=self.environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        while not self._answers(health):
            if self.process.poll() is not None or time.perf_counter() - started > 60:
                raise RuntimeError(f"{self.name} did not start: {self.output.read_text()[-2000:]}")
            time.sleep(0.001)
        return time.perf_counter() - started

    def _answers(self, path: str) -> bool:
        try:
            connection = HTTPConnection(self.port)
            status, _, _ = connection.request("GET", path)
            connection.close()
            return status == 200
        except OSError:
            return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None


class PrivatePostgreSQL:
    """A server of its own, with the settings that a careful one has; it ends with this program, whatever way that goes."""

    SETTINGS = ("fsync=on", "full_page_writes=on", "autovacuum=on", "shared_buffers=256MB")

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [str(root / "Tests/postgresql/serve"), *self.SETTINGS], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True)
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            raise RuntimeError("no private PostgreSQL server could be started")

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(60)


class Bangui(Server):
    """BanGUI's release build before a private fail2ban, with its own file or a database on a server."""

    def __init__(self, program: Path, folder: Path, fail2ban: PrivateFail2ban, database: str = "") -> None:
        super().__init__("bangui", folder)
        self.program = program
        self.fail2ban = fail2ban
        self.data = folder / "data"
        self.database = database
        self.geo: Path | None = None

    def environment(self) -> dict[str, str]:
        # A past of many years is kept, where a year is the default.
        return (super().environment() | {"BANGUI_EVENT_RETENTION_DAYS": "7300"} | ({"BANGUI_DATABASE_URL": self.database} if self.database else {})
                | ({"BANGUI_GEO_FILES": str(self.geo)} if self.geo else {}))

    def command(self) -> list[str]:
        return [
            str(self.program), "serve", "--plain-http", "--listen", f"127.0.0.1:{self.port}",
            "--data-dir", str(self.data), "--fail2ban-socket", str(self.fail2ban.socket),
            "--fail2ban-config", str(self.fail2ban.configuration)]

    def set_up(self) -> None:
        """Completes the setup with the token that the server printed."""
        deadline = time.monotonic() + 30
        while not (found := re.search(r"setup: http\S*token=(\S+)", self.output.read_text())):
            if time.monotonic() > deadline:
                raise RuntimeError("the server printed no setup link")
            time.sleep(0.05)
        body = {"token": found.group(1), "username": USERNAME, "password": PASSWORD}
        connection = HTTPConnection(self.port, {"Sec-Fetch-Site": "same-origin"})
        expect(connection.request("POST", "/api/setup", body), 201)
        connection.close()

    def session(self) -> dict[str, str]:
        """Signs in; gives the headers of a session."""
        headers = {"Sec-Fetch-Site": "same-origin"}
        connection = HTTPConnection(self.port, headers)
        body = {"username": USERNAME, "password": PASSWORD}
        answer = expect(connection.request("POST", "/api/auth/login", body), 200)
        connection.headers["Cookie"] = answer[1]["set-cookie"].split(";", 1)[0]
        _, _, text = expect(connection.request("GET", "/api/auth/session"), 200)
        connection.close()
        return connection.headers | {"X-CSRF-Token": json.loads(text)["csrfToken"]}


class Reference(Server):
    """FastAPI with aiosqlite on uvicorn, one worker."""

    def __init__(self, folder: Path, rows: int) -> None:
        super().__init__("reference", folder)
        self.database = folder / "reference.sqlite3"
        self.rows = rows
        self.token = secrets.token_urlsafe(32)

    def command(self) -> list[str]:
        return [
            sys.executable, "-m", "uvicorn", "reference.app:app", "--port", str(self.port), "--loop", "uvloop",
            "--http", "httptools", "--no-access-log", "--log-level", "warning",
            "--app-dir", str(Path(__file__).parent)]

    def environment(self) -> dict[str, str]:
        return super().environment() | {"REFERENCE_DATABASE": str(self.database)}

    def session(self) -> dict[str, str]:
        """The headers of a session."""
        return {"Cookie": f"reference_session={self.token}"}

    def fill(self) -> None:
        """Writes the same number of bans as fail2ban holds."""
        first = datetime.now(timezone.utc) - timedelta(days=1)
        with sqlite3.connect(self.database) as database:
            database.executescript(
                "PRAGMA journal_mode = WAL;"
                "CREATE TABLE bans (address TEXT, jail TEXT, banned_at TEXT, expires_at TEXT, count INTEGER);"
                "CREATE INDEX newest ON bans (banned_at DESC, address DESC);"
                "CREATE TABLE totals (total INTEGER);"
                "CREATE TABLE sessions (hash TEXT PRIMARY KEY, user TEXT, expires_at INTEGER);")
            digest = hashlib.sha256(self.token.encode()).hexdigest()
            database.execute("INSERT INTO sessions VALUES (?, ?, unixepoch() + 86400)", (digest, USERNAME))
            rows = (self._row(first, number, address) for number, address in enumerate(benchmark_addresses(self.rows)))
            database.executemany("INSERT INTO bans VALUES (?, ?, ?, ?, ?)", rows)
            database.execute("INSERT INTO totals VALUES (?)", (self.rows,))
        database.close()

    @staticmethod
    def _row(first: datetime, number: int, address: str) -> tuple[str, str, str, str, int]:
        banned = first + timedelta(milliseconds=number * 800)
        return address, "crowd", stamp(banned), stamp(banned + timedelta(days=1)), 1


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def expect(answer: tuple[int, dict[str, str], bytes], status: int) -> tuple[int, dict[str, str], bytes]:
    """The answer, when it has the status; else an error that shows it."""
    if answer[0] != status:
        raise RuntimeError(f"expected {status}, got {answer[0]}: {answer[2][:500]!r}")
    return answer
