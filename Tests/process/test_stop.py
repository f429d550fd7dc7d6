"""An ordered stop: nothing in flight is lost, and nothing stays behind."""

from __future__ import annotations

import math
import shutil
import signal
import socket
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from client import Client
from command import run
from conftest import StartConsole
from console import Console, eventually, is_running
from daemon import Fail2ban, tree

LIMIT = 20.0
"""Seconds within which a server that was asked to stop has ended: it waits for seven, on a busy machine for longer."""


@dataclass
class Traffic:
    """Clients that keep asking until they are refused, and what came of each request."""

    client: Client
    network: str
    signalled: threading.Event = field(default_factory=threading.Event)
    cut: list[str] = field(default_factory=list)
    answered: int = 0
    unanswered_bans: set[str] = field(default_factory=set)
    banned: set[str] = field(default_factory=set)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Sixteen clients: bans, lists, exports, and pages that wait for a change."""
        paths = ["/api/bans?limit=500", "/bans/export.csv", "/bans/export.json", "/bans", "/api/pulse?since=999999999"]
        for number in range(16):
            path = paths[number % 8] if number % 8 < len(paths) else None
            thread = threading.Thread(target=self._repeat, args=(number, path), daemon=True)
            self.threads.append(thread)
            thread.start()

    def _repeat(self, number: int, path: str | None) -> None:
        turn = 0
        while True:
            turn += 1
            address = f"{self.network}.{number}.{turn % 250 + 1}" if path is None else ""
            try:
                status = (self.client.ban(address) if path is None else self.client.get(path, 60)).status
            except (ConnectionRefusedError, ConnectionResetError):
                self.unanswered_bans |= {address} - {""}
                return
            except (OSError, HTTPException) as error:
                self.cut.append(f"{path or address}: {error!r}")
                return
            self.answered += 1
            if address and status == 200:
                self.banned.add(address)
            if status == 503 and self.signalled.is_set():
                return

    def join(self) -> None:
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.shows("ABUSE-38")
def test_under_load_every_request_gets_its_whole_answer(
    console: Console, fail2ban: Fail2ban, number: signal.Signals
) -> None:
    traffic = Traffic(console.administrator(), f"10.{180 + number}")
    traffic.start()
    time.sleep(1)
    assert eventually(lambda: traffic.answered > 16)
    traffic.signalled.set()
    began = time.monotonic()
    console.send(number)
    status = console.wait()
    assert time.monotonic() - began < LIMIT
    traffic.join()
    assert status == 0
    assert traffic.cut == []
    # What was answered was done, and what was refused was not begun.
    held = fail2ban.banned()
    assert traffic.banned <= held
    assert not (traffic.unanswered_bans - traffic.banned) & held
    assert _is_free(console)


def test_what_a_kept_connection_sent_before_the_signal_is_answered(console: Console) -> None:
    client = console.administrator()
    last: list[float] = []
    threads = [threading.Thread(target=_ask_until_closed, args=(client, last), daemon=True) for _ in range(16)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    signalled = time.monotonic()
    assert console.stop() == 0
    for thread in threads:
        thread.join(60)
    assert len(last) == 16
    assert min(last) >= signalled


def _ask_until_closed(client: Client, last: list[float]) -> None:
    """Asks again and again on one connection; notes when the request had been sent that got no answer.

    Not when it was begun: between that and the sending, the other threads may have their turns.
    """
    kept = HTTPConnection(client.host, client.port, timeout=30)
    try:
        while True:
            sent = math.inf
            kept.request("GET", "/api/bans", headers={"Cookie": client.cookie or ""})
            sent = time.monotonic()
            kept.getresponse().read()
    except ConnectionError:
        last.append(sent)
    finally:
        kept.close()


def _is_free(console: Console) -> bool:
    """Whether port and lock can be taken again."""
    console.listen = f"127.0.0.1:{console.port}"
    return console.start().stop() == 0


@pytest.mark.shows("ABUSE-38")
def test_a_second_signal_ends_at_once(console: Console) -> None:
    holding = _half_sent_request(console)
    console.send(signal.SIGTERM)
    # Two that come before the first is heard are one.
    assert eventually(lambda: not _is_ready(console))
    console.send(signal.SIGTERM)
    # The request in flight was not waited for, else it would have ended well.
    assert console.wait() == 128 + signal.SIGTERM
    holding.close()


def _is_ready(console: Console) -> bool:
    try:
        return console.client().get("/health/ready", 10).status == 200
    except (OSError, HTTPException):
        return False


@pytest.mark.shows("ABUSE-38")
def test_a_client_that_half_sends_a_request_does_not_hold_the_stop(console: Console) -> None:
    holding = _half_sent_request(console)
    began = time.monotonic()
    assert console.stop() == 0
    assert time.monotonic() - began < LIMIT
    holding.close()


def _half_sent_request(console: Console) -> socket.socket:
    holding = socket.create_connection(("127.0.0.1", console.port))
    holding.sendall(b"POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
    holding.sendall(b"Content-Length: 100\r\n\r\n{")
    assert eventually(lambda: _has_read(console.port, holding.getsockname()[1])), "nobody reads the request"
    time.sleep(0.2)
    return holding


def _has_read(port: int, client: int) -> bool:
    """Whether the server at a port has taken all that came from a client's port, as the kernel tells it."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        local, remote, _, queues = line.split()[1:5]
        if local.endswith(f":{port:04X}") and remote.endswith(f":{client:04X}"):
            return queues.endswith(":00000000")
    return False


@pytest.mark.shows("ABUSE-18")
def test_a_client_that_does_not_read_an_export_does_not_hold_the_stop(
    console: Console, fail2ban: Fail2ban
) -> None:
    client = console.administrator()
    addresses = [f"10.201.{high}.{low}" for high in range(16) for low in range(1, 251)]
    for start in range(0, len(addresses), 2000):
        fail2ban.client("set", "many", "banip", *addresses[start:start + 2000])
    assert eventually(lambda: client.get("/api/bans?jail=many&limit=1").json["total"] >= len(addresses), 60)
    holding = socket.socket()
    holding.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    holding.connect(("127.0.0.1", console.port))
    holding.sendall(f"GET /bans/export.json HTTP/1.1\r\nHost: localhost\r\nCookie: {client.cookie}\r\n\r\n".encode())
    assert holding.recv(100).startswith(b"HTTP/1.1 200")
    began = time.monotonic()
    status = console.stop()
    seconds = time.monotonic() - began
    holding.close()
    fail2ban.client("reload", "--unban", "many")
    assert status == 0
    assert seconds < LIMIT


@pytest.mark.shows("ABUSE-38")
def test_a_server_that_stops_is_never_called_ready(console: Console) -> None:
    holding = _half_sent_request(console)
    console.send(signal.SIGTERM)
    # From the moment on that it has heard the signal.
    assert eventually(lambda: not _is_ready(console), 6)
    answers = []
    while console.running.poll() is None:
        answers.append(_is_ready(console))
        time.sleep(0.2)
    assert answers and not any(answers)
    holding.close()


def test_the_demo_ends_with_the_server(consoles: StartConsole) -> None:
    console = consoles("--demo")
    shutil.copytree(tree(), console.data / "demo" / "fail2ban", symlinks=True)
    console.start()
    pid = int(next(console.data.rglob("fail2ban.pid")).read_text())
    assert is_running(pid)
    assert console.stop() == 0
    assert not is_running(pid)
    console.start()
    pid = int(next(console.data.rglob("fail2ban.pid")).read_text())
    console.kill()
    assert eventually(lambda: not is_running(pid))


def test_a_start_that_fails_half_way_ends_the_demo(consoles: StartConsole) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        data = consoles().data
        shutil.copytree(tree(), data / "demo" / "fail2ban", symlinks=True)
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        result = run("serve", "--demo", "--plain-http", "--data-dir", data, "--listen", listen, patience=60)
    assert result.status == 6
    assert listen in result.err.splitlines()[-1]
    assert not list(data.rglob("fail2ban.pid"))


def test_a_second_server_on_a_data_directory_is_refused_by_pid(console: Console, fail2ban: Fail2ban) -> None:
    words = ["serve", "--plain-http", "--data-dir", str(console.data), "--listen", "127.0.0.1:0"]
    refused = run(*words)
    assert refused.status == 6
    assert f"pid {console.running.pid}" in refused.err and str(console.data) in refused.err
    assert len(refused.err.splitlines()) == 1
    assert console.administrator().is_signed_in()
    console.kill()
    assert console.start().administrator().is_signed_in()


@pytest.mark.shows("ABUSE-39")
def test_a_port_that_is_taken_is_told_in_one_line(consoles: StartConsole, console: Console) -> None:
    listen = f"127.0.0.1:{console.port}"
    second = consoles()
    result = run("serve", "--plain-http", "--data-dir", second.data, "--listen", listen)
    assert result.status == 6
    told = result.err.splitlines()[-1]
    assert listen in told and "--listen" in told and "in use" in told
    assert second.start().needs_setup
