"""What the server asks of the system: refused as by a disk that fails, and looked at for connections to the outside."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from client import Client
from command import program
from conftest import StartConsole, rounds
from console import Console, eventually
from daemon import Fail2ban
from ledger import Ledger, integrity

STRACE = shutil.which("strace")
pytestmark = pytest.mark.skipif(STRACE is None, reason="strace is not there")


@contextmanager
def injected(console: Console, calls: str, error: str, when: str) -> Iterator[None]:
    """Has system calls of the running server fail meanwhile."""
    command = [STRACE or "", "-f", "-qq", "-p", str(console.running.pid), "-e", f"trace={calls}", "-o", "/dev/null",
               "-e", f"inject={calls}:error={error}:when={when}"]
    tracer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        traced = Path(f"/proc/{console.running.pid}/status")
        attached = eventually(lambda: "TracerPid:\t0\n" not in traced.read_text(), 20)
        assert attached or tracer.poll() is None
        if not attached:
            pytest.skip("this machine lets nobody trace")
        time.sleep(0.2)
        yield
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait(30)


@pytest.mark.shows("ABUSE-10")
@pytest.mark.parametrize(("calls", "error"), [
    ("fdatasync", "EIO"), ("fsync", "EIO"), ("pwrite64", "ENOSPC"), ("pwrite64", "EIO"),
])
def test_a_write_that_the_disk_refuses_is_told_and_loses_nothing(
    consoles: StartConsole, fail2ban: Fail2ban, calls: str, error: str
) -> None:
    console = consoles("--fail2ban-socket", str(fail2ban.socket)).start().set_up()
    client = console.administrator()
    ledger = Ledger(sessions={client.cookie or "": True})
    refused = 0
    for number in range(1, rounds(4, 40) + 1):
        with injected(console, calls, error, f"{number}+"):
            for turn in range(3):
                refused += _ban(client, ledger, f"10.242.0.{(number * 3 + turn) % 200 + 1}")
            assert client.get("/bans").status == 200
        # It heals with the disk.
        assert eventually(lambda: _ban(client, ledger, "10.242.0.250") == 0, 30)
        assert console.running.poll() is None
    assert refused or calls == "fsync"
    assert client.get("/health/ready").status == 200
    ledger.check(console.data / "bangui.sqlite", console.client)
    assert console.stop() == 0
    assert integrity(console.data / "bangui.sqlite") == "ok"


def _ban(client: Client, ledger: Ledger, address: str) -> int:
    """Bans an address; 1 where that was refused, in plain words and with when to come back."""
    answer = client.ban(address, "many")
    if answer.status == 200:
        ledger.operations.add(answer.json["operation"])
        return 0
    assert answer.status == 503 and "retry-after" in answer.headers, f"{answer.status} {answer.body!r}"
    assert answer.json["code"] in ("internal_error", "database_full", "database_busy") and answer.json["detail"]
    assert "sqlite" not in answer.body.decode().lower()
    return 1


@pytest.mark.shows("ASVS-13.2.4", "ASVS-13.2.5", "ASVS-14.2.3", "ASVS-1.3.6", "ASVS-15.3.2", "ABUSE-31")
def test_the_server_opens_no_connection_to_the_outside(
    consoles: StartConsole, fail2ban: Fail2ban, folder: Path
) -> None:
    """Every connection that it opens is one to a socket of this machine's files."""
    traced = folder / "traced"
    traced.write_text(f'#!/bin/sh\nexec {STRACE} -f -qq -e trace=connect,sendto -o {folder}/calls "{program()}" "$@"\n')
    traced.chmod(0o755)
    console = consoles("--fail2ban-socket", str(fail2ban.socket), program=traced).start().set_up()
    client = console.administrator()
    client.ban("10.242.0.99", "many", "1h")
    for path in ["/", "/bans", "/events", "/addresses/10.242.0.99", "/doctor", "/settings", "/audit", "/api/bans",
                 "/api/addresses/10.242.0.99", "/jails/one", "/search?q=http%3A%2F%2Fexample.org%2F"]:
        assert client.get(path).status == 200, path
    server = int((folder / "calls").read_text().split(maxsplit=1)[0])
    subprocess.run(["kill", "-TERM", str(server)], check=True)
    console.wait()
    calls = (folder / "calls").read_text()
    opened = re.findall(r"connect\(\d+, \{sa_family=(\w+), ?([^}]*)\}", calls)
    assert ("AF_UNIX", f'sun_path="{fail2ban.socket}"') in opened
    outside = [(family, place) for family, place in opened if family != "AF_UNIX"]
    assert not outside, outside
