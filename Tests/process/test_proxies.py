"""A server behind the proxies of docs/operations.md, as that has them: nginx and Caddy."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from client import PASSWORD, USERNAME, Client
from console import Console
from daemon import Fail2ban
from proxy import caddy, free_port, nginx
from raw import Raw
from smuggling import CASES, Case
from test_smuggling import ban_request

REFUSED = (400, 501, 505)


@contextmanager
def behind(proxy: str, fail2ban: Fail2ban) -> Iterator[tuple[Console, Client]]:
    """A server that was set up through a proxy, and its administrator, who comes through it too."""
    folder = Path(tempfile.mkdtemp(prefix="bangui-process-", dir="/tmp"))
    port, own = free_port(), free_port()
    console = Console(
        folder, ["--fail2ban-socket", str(fail2ban.socket), "--public-url", f"http://127.0.0.1:{port}",
                 "--trusted-proxies", "127.0.0.1"], listen=f"127.0.0.1:{own}")
    try:
        console.start()
        assert console.port == port, "the setup link does not name the public address"
        with caddy(folder, port, own) if proxy == "caddy" else nginx(folder, port, own, proxy == "nginx, kept alive"):
            console.set_up()
            yield console, console.administrator()
    finally:
        console.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxied(request: pytest.FixtureRequest, fail2ban: Fail2ban) -> Iterator[tuple[Console, Client]]:
    """Each proxy of the guide in turn."""
    with behind(request.param, fail2ban) as pair:
        yield pair


@pytest.fixture(scope="module")
def kept_alive(fail2ban: Fail2ban) -> Iterator[tuple[Console, Client]]:
    """nginx, with one connection to the server that everyone's requests share."""
    with behind("nginx, kept alive", fail2ban) as pair:
        yield pair


def test_pages_and_changes(proxied: tuple[Console, Client]) -> None:
    """By the address that people open; what a browser says of it fits."""
    console, administrator = proxied
    origin = {"Origin": f"http://127.0.0.1:{console.port}", "Sec-Fetch-Site": "same-origin"}
    body = json.dumps({"addresses": ["198.51.100.201"], "jails": ["one"]}).encode()
    assert administrator.send("POST", "/api/bans", body, origin).status == 200
    assert administrator.get("/bans").status == 200
    foreign = origin | {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert administrator.send("POST", "/api/bans", body, foreign).status == 403
    # An escaped slash is a part of the name.
    missing = administrator.get("/api/jails/a%2Fb")
    assert missing.status == 404 and "a/b" in missing.json["detail"]
    assert administrator.send("POST", "/api/bans", b" " * (2 << 20)).status == 413


@pytest.mark.shows("ABUSE-35", "ASVS-4.1.3", "ASVS-15.3.4")
def test_the_address_of_the_client(proxied: tuple[Console, Client]) -> None:
    """It is the one that the proxy saw, whatever the client says of itself."""
    console, administrator = proxied
    body = json.dumps({"username": USERNAME, "password": PASSWORD}).encode()
    with Raw(console.port, source="127.0.0.2") as connection:
        connection.send((
            f"POST /api/auth/login HTTP/1.1\r\nHost: 127.0.0.1:{console.port}\r\nX-Forwarded-For: 203.0.113.9\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body)
        assert connection.answers(1) and connection.replies[0].status == 200, connection.received
    addresses = {session["address"] for session in administrator.get("/api/auth/sessions").json["sessions"]}
    assert "127.0.0.2" in addresses and "203.0.113.9" not in addresses, addresses


def test_a_stream_comes_at_once(proxied: tuple[Console, Client]) -> None:
    """A message is there soon after what it tells of, though the stream goes on."""
    console, administrator = proxied
    with Raw(console.port) as connection:
        connection.send((
            f"GET /api/events/stream?events=false HTTP/1.1\r\nHost: 127.0.0.1:{console.port}\r\n"
            f"Cookie: {administrator.cookie}\r\n\r\n").encode())
        assert pulses(connection, 1), connection.received
        assert administrator.ban("198.51.100.202").status == 200
        told = connection.received.count(b"event: pulse")
        assert pulses(connection, told + 1) or told > 1, connection.received
        assert not connection.is_closed


def pulses(connection: Raw, count: int) -> bool:
    """Whether so many pulses have come in ten seconds: the next one that comes by itself would take fifteen."""
    deadline = time.monotonic() + 10
    while connection.received.count(b"event: pulse") < count and time.monotonic() < deadline:
        connection.read(0.1)
    return connection.received.count(b"event: pulse") >= count


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.shows("ABUSE-20", "ASVS-4.2.1")
def test_the_same_verdict(kept_alive: tuple[Console, Client], case: Case) -> None:
    """nginx refuses what the server refuses, or makes one plain request of it; nobody gets another's answer."""
    console, administrator = kept_alive
    host = f"127.0.0.1:{console.port}"
    with Raw(console.port) as connection:
        connection.send(case.data(host, ban_request(administrator, host, f"198.51.100.{CASES.index(case) + 1}")))
        deadline = time.monotonic() + 20
        while not connection.received and not connection.is_closed and time.monotonic() < deadline:
            connection.read(0.05)
        assert connection.received
        statuses = [reply.status for reply in connection.replies]
    assert case.mended or statuses[0] in REFUSED, statuses
    # Two requests were sent: a third answer would be somebody else's.
    assert len(statuses) <= 2
    for _ in range(2):
        answer = administrator.get("/api/auth/session")
        assert answer.status == 200 and answer.json["user"]["username"] == USERNAME, answer
