"""The whole way from a browser's request to fail2ban, on every release that the tests know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import StartConsole
from console import eventually
from daemon import RELEASES, Fail2ban


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest, folder: Path) -> Iterator[Fail2ban]:
    """A daemon of one release."""
    daemon = Fail2ban(folder / "fail2ban", release=request.param)
    try:
        yield daemon.start()
    finally:
        daemon.stop()


def test_who_signed_in_bans_finds_and_unbans(consoles: StartConsole, release: Fail2ban) -> None:
    console = consoles("--fail2ban-socket", str(release.socket)).start().set_up()
    client = console.administrator()
    assert eventually(lambda: client.get("/api/status").json["fail2ban"]["version"] == release.version)
    for address in ["10.230.0.1", "2001:db8::1"]:
        banned = client.ban(address)
        assert (banned.status, banned.json["results"][0]["result"]) == (200, "done")
        assert release.banned() == {address} == client.banned(address)
        assert client.ban(address).json["results"][0]["result"] == "already"
        assert client.unban(address).json["results"][0]["result"] == "done"
        assert release.banned() == set() == client.banned(address)
        assert (release.folder / "actions").read_text().splitlines()[-2:] == [f"ban {address}", f"unban {address}"]
    release.stop()
    assert eventually(lambda: client.get("/api/status").json["fail2ban"]["state"] == "down")
    assert client.ban("10.230.0.1").status == 503
    release.start()
    assert eventually(lambda: client.get("/api/status").json["fail2ban"]["state"] == "up")
