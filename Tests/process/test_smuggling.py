"""Whatever is not one plain request is refused, its connection ends, and nothing behind it is carried out."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from client import Client
from console import Console
from daemon import Fail2ban
from raw import Raw
from smuggling import CASES, Case


def ban_request(client: Client, host: str, address: str) -> bytes:
    """A whole request that bans an address, by someone who may."""
    body = json.dumps({"addresses": [address], "jails": ["one"]}).encode()
    head = (
        f"POST /api/bans HTTP/1.1\r\nHost: {host}\r\nCookie: {client.cookie}\r\nX-CSRF-Token: {client.csrf}\r\n"
        f"Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n")
    return head.encode() + body


@pytest.fixture(scope="module")
def direct(fail2ban: Fail2ban) -> Iterator[tuple[Console, Client]]:
    """A server that all cases share, and its administrator."""
    folder = Path(tempfile.mkdtemp(prefix="bangui-process-", dir="/tmp"))
    console = Console(folder, ["--fail2ban-socket", str(fail2ban.socket)])
    try:
        console.start().set_up()
        yield console, console.administrator()
    finally:
        console.kill()
        shutil.rmtree(folder, ignore_errors=True)


def test_the_request_behind_is_a_good_one(direct: tuple[Console, Client]) -> None:
    """So that the cases below show something: on a connection of its own it bans."""
    console, client = direct
    with Raw(console.port) as connection:
        connection.send(ban_request(client, f"127.0.0.1:{console.port}", "203.0.113.254"))
        assert connection.answers(1)
        assert [reply.status for reply in connection.replies] == [200], connection.received
    assert "203.0.113.254" in client.banned("203.0.113.254")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.shows("ABUSE-20", "ASVS-4.2.1")
def test_direct(direct: tuple[Console, Client], case: Case) -> None:
    """BanGUI alone: one answer, then the end."""
    console, client = direct
    address = f"203.0.113.{CASES.index(case) + 1}"
    host = f"127.0.0.1:{console.port}"
    with Raw(console.port) as connection:
        connection.send(case.data(host, ban_request(client, host, address)))
        assert connection.closes_within(20), "the connection stays open"
        assert [reply.status for reply in connection.replies] == [case.status], connection.received
        assert "content-security-policy" in connection.replies[0].headers
    assert address not in client.banned(address)
