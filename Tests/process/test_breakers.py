"""What BanGUI needs fails, and comes back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from conftest import StartConsole
from client import Client
from console import Console, eventually
from daemon import Fail2ban


def breaker(client: Client, name: str) -> dict[str, object]:
    """How a breaker stands."""
    return next(one for one in client.get("/health").json["breakers"] if one["name"] == name)


def test_a_locked_database_can_be_read_and_is_written_to_again_afterwards(console: Console) -> None:
    client = console.administrator()
    with closing(sqlite3.connect(console.data / "bangui.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        refused = client.ban("10.241.0.1")
        assert (refused.status, refused.json["code"]) == (503, "database_busy")
        assert refused.json["recommendation"] and int(refused.headers["retry-after"]) > 0
        # It waited for its turn, and not in a line of others that wait for the same.
        assert time.monotonic() - began < 25
        # Five that fail open it; they wait beside each other.
        with ThreadPoolExecutor(6) as people:
            for answer in people.map(client.ban, ["10.241.0.2"] * 6):
                assert answer.status == 503
        assert eventually(lambda: client.ban("10.241.0.2").status == 503 and _is_open(client))
        began = time.monotonic()
        for path in ("/", "/bans", "/events", "/jails", "/operations", "/runtime", "/api/bans", "/health"):
            assert client.get(path).status == 200, path
        assert time.monotonic() - began < 10
        assert "Nothing can be changed just now" in client.get("/bans").body.decode()
        other.execute("COMMIT")
    assert eventually(lambda: client.ban("10.241.0.3").status == 200, patience=30)
    assert eventually(lambda: breaker(client, "database_writes")["state"] == "closed", patience=30)


def _is_open(client: Client) -> bool:
    return breaker(client, "database_writes")["state"] != "closed"


def test_a_hanging_fail2ban_is_refused_at_once_and_found_again(consoles: StartConsole, folder: Path) -> None:
    own = folder / "own"
    own.mkdir()
    daemon = Fail2ban(own)
    try:
        console = consoles("--fail2ban-socket", str(daemon.start().socket)).start().set_up()
        client = console.administrator()
        assert eventually(lambda: client.get("/api/status").json["jails"])
        daemon.pause()
        assert eventually(lambda: breaker(client, "fail2ban")["state"] != "closed", patience=30)
        took = []
        for number in range(5):
            began = time.monotonic()
            refused = client.ban(f"10.222.0.{number}")
            took.append(time.monotonic() - began)
            # Its queue of connections is full after a while, which is told apart.
            assert refused.status == 503 and refused.json["code"] in ("fail2ban_busy", "fail2ban_unreachable")
            assert 1 <= int(refused.headers["retry-after"]) <= 5
        # One that waited for the daemon would take three seconds.
        assert sorted(took)[2] < 1.5
        page = client.get("/jails").body.decode()
        assert "does not answer" in page and "not fresh" in page
        daemon.resume()
        assert eventually(lambda: client.ban("10.222.0.9").status == 200, patience=30)
        assert "10.222.0.9" in daemon.banned() and "10.222.0.1" not in daemon.banned()
        assert "a breaker opened" in console.err and "a breaker closed" in console.err
    finally:
        daemon.resume()
        daemon.stop()


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of its own, of some megabytes."""
    if os.getuid() != 0:
        pytest.skip("only root can mount one")
    place = folder / "console-0"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "bangui-test", place], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=False)


def test_a_full_disk_leaves_all_readable_and_writes_come_back_by_themselves(
    small_disk: Path, fail2ban: Fail2ban
) -> None:
    console = Console(small_disk, ["--fail2ban-socket", str(fail2ban.socket)])
    try:
        client = console.start().set_up().administrator()
        filler = small_disk / "filler"
        try:
            with filler.open("wb", buffering=0) as file:
                while file.write(b"x" * 4096):
                    pass
        except OSError:
            pass
        refused = None
        for number in range(200):
            answer = client.ban(f"10.223.0.{number}")
            if answer.status == 503:
                refused = answer
                break
        assert refused is not None and refused.json["code"] in ("database_full", "internal_error"), refused
        assert int(refused.headers["retry-after"]) > 0 and refused.json["recommendation"]
        for path in ("/", "/bans", "/events", "/operations"):
            assert client.get(path).status == 200, path
        assert client.get("/health").json["status"] in ("ok", "degraded")
        filler.unlink()
        assert eventually(lambda: client.ban("10.223.1.1").status == 200, patience=30)
        page = client.get("/bans").body.decode()
        assert eventually(lambda: "Nothing can be changed" not in client.get("/bans").body.decode(), patience=30), page
    finally:
        console.kill()
