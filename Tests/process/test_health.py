"""Health that can be asked whatever else has failed."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from command import environment
from conftest import StartConsole
from console import Console, eventually
from daemon import Fail2ban


@pytest.mark.shows("ABUSE-39", "ASVS-16.5.2")
def test_without_fail2ban_it_serves_and_says_so(consoles: StartConsole, folder: Path) -> None:
    missing = folder / "no.sock"
    console = consoles("--fail2ban-socket", str(missing)).start().set_up()
    client = console.administrator()
    assert eventually(lambda: client.get("/api/status").json["fail2ban"]["state"] == "down")
    assert str(missing) in client.get("/api/status").json["fail2ban"]["error"]
    ready = client.get("/health/ready")
    assert (ready.status, ready.json["status"]) == (200, "degraded")
    page = client.get("/bans")
    assert page.status == 200 and "not running" in page.body.decode()
    assert client.ban("10.210.0.1").status == 503


@pytest.mark.shows("ABUSE-39")
def test_a_socket_without_permission_is_not_called_none(
    consoles: StartConsole, fail2ban: Fail2ban, folder: Path
) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can start it as another user")
    console = consoles("--fail2ban-socket", str(fail2ban.socket), "--demo-if-none")
    as_nobody(console)
    # The socket's folder can be entered, so that the refusal is the socket's own.
    fail2ban.folder.chmod(0o711)
    console.start().set_up()
    assert "no fail2ban socket" not in console.out
    client = console.administrator()
    assert eventually(lambda: client.get("/api/status").json["fail2ban"]["state"] == "down")
    error = client.get("/api/status").json["fail2ban"]["error"]
    assert "may not open" in error and "not running" not in error
    assert client.get("/health/ready").json["status"] == "degraded"
    words: list[str | Path] = [console.program, "status", "--fail2ban-socket", fail2ban.socket]
    told = subprocess.run(words, user=console.user, cwd="/", env=environment(), capture_output=True, check=False)
    assert told.returncode == 5 and b"may not open" in told.stderr


def as_nobody(console: Console) -> None:
    """Has the server run as the user `nobody`, from a folder and a program that `nobody` can read."""
    nobody = pwd.getpwnam("nobody")
    console.user = nobody.pw_uid
    console.folder.parent.chmod(0o755)
    shutil.copy(console.program, console.folder / "bangui")
    console.program = console.folder / "bangui"
    os.chown(console.folder, nobody.pw_uid, nobody.pw_gid)


@pytest.mark.shows("ABUSE-12")
def test_a_locked_database_does_not_keep_health_from_answering(console: Console) -> None:
    with closing(sqlite3.connect(console.data / "bangui.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        # Readers never wait for a writer: the console only shows what was there before.
        answers_within(0.5, console, "/health/live", 200)
        answers_within(2, console, "/health/ready", 200)
        other.execute("COMMIT")


def test_a_database_that_cannot_be_read_is_told_in_time(console: Console) -> None:
    with (console.data / "bangui.sqlite-shm").open("r+b") as shared:
        # The eight locks of SQLite's write-ahead log (walformat.html, section 2.3), taken from it altogether.
        fcntl.lockf(shared, fcntl.LOCK_EX, 8, 120)
        answers_within(0.5, console, "/health/live", 200)
        answers_within(2, console, "/health/ready", 503)
        assert "database" in console.client().get("/health/ready").body.decode()
    assert eventually(lambda: console.client().get("/health/ready").status == 200)


def answers_within(seconds: float, console: Console, path: str, status: int) -> None:
    """One of five answers comes in time: what waits for the database is slow each time, a busy machine is not."""
    took: list[float] = []
    while not took or took[-1] >= seconds:
        assert len(took) < 5, took
        began = time.monotonic()
        assert console.client().get(path).status == status
        took.append(time.monotonic() - began)
