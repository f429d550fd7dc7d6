"""A console below a path of a site (`https://example.org/bangui`), behind the proxies of docs/operations.md."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from client import PASSWORD, USERNAME, Answer, Client
from console import Console
from daemon import Fail2ban
from proxy import caddy, free_port, nginx
from raw import Raw
from test_proxies import pulses

BASE = "/bangui"


@pytest.fixture(scope="module", params=["nginx passed", "nginx stripped", "caddy passed", "caddy stripped"])
def below(request: pytest.FixtureRequest, fail2ban: Fail2ban) -> Iterator[tuple[Console, Client]]:
    """Each proxy, with the path passed on and with the path taken off."""
    proxy, way = str(request.param).split()
    folder = Path(tempfile.mkdtemp(prefix="bangui-process-", dir="/tmp"))
    port, own = free_port(), free_port()
    console = Console(
        folder, ["--fail2ban-socket", str(fail2ban.socket), "--public-url", f"http://127.0.0.1:{port}{BASE}/",
                 "--trusted-proxies", "127.0.0.1"], listen=f"127.0.0.1:{own}",
        more={"BANGUI_PROXY_STRIPS_PATH": str(way == "stripped").lower()})
    try:
        console.start()
        assert f"http://127.0.0.1:{port}{BASE}/setup?token=" in console.out, console.out
        with (caddy if proxy == "caddy" else nginx)(folder, port, own, below=way):
            console.set_up()
            yield console, console.administrator()
    finally:
        console.kill()
        shutil.rmtree(folder, ignore_errors=True)


def page(client: Client, path: str) -> Answer:
    """A page as a browser asks for it."""
    return client.send("GET", path, headers={"Accept": "text/html"})


def test_pages_and_changes(below: tuple[Console, Client]) -> None:
    console, administrator = below
    assert administrator.base == BASE
    origin = {"Origin": f"http://127.0.0.1:{console.port}", "Sec-Fetch-Site": "same-origin"}
    body = json.dumps({"addresses": ["198.51.100.211"], "jails": ["one"]}).encode()
    assert administrator.send("POST", "/api/bans", body, origin).status == 200
    for path in ("/", "/bans", "/jails/one", "/settings", "/api/status", "/health/live"):
        assert page(administrator, path).status == 200, path
    text = page(administrator, "/bans").body.decode()
    addresses = re.findall(r'(?:href|src|action|data-[a-z]+)="(/[^"]*)"', text)
    assert len(addresses) > 20 and all(one == BASE or one.startswith(BASE + "/") for one in addresses), addresses
    for address in [one for one in addresses if "/assets/" in one]:
        assert administrator.send("GET", address.removeprefix(BASE)).status == 200, address


def test_forms_lead_back_below_the_path(below: tuple[Console, Client]) -> None:
    console, administrator = below
    stranger = console.client()
    asked = page(stranger, "/bans?q=1")
    assert asked.status == 303 and asked.headers["location"] == BASE + "/login?return=%2Fbans%3Fq%3D1"
    form = page(stranger, "/login?return=%2Fbans%3Fq%3D1")
    cookie = form.headers["set-cookie"]
    assert f"; Path={BASE};" in cookie
    token = re.search(r'name="_csrf"[^>]*value="([^"]+)"', form.body.decode())
    assert token, form.body
    fields = {"_csrf": token.group(1), "username": USERNAME, "password": PASSWORD, "return": "/bans?q=1"}
    answer = stranger.send("POST", "/login", urlencode(fields).encode(), {
        "Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie.split(";")[0]})
    assert answer.status == 303 and answer.headers["location"] == BASE + "/bans?q=1", answer
    assert f"; Path={BASE};" in answer.headers["set-cookie"]
    changed = administrator.change_setting("log_level", "info")
    assert changed.status == 303 and changed.headers["location"].startswith(BASE + "/settings?")


def test_a_stream_comes_at_once(below: tuple[Console, Client]) -> None:
    console, administrator = below
    with Raw(console.port) as connection:
        connection.send((
            f"GET {BASE}/api/events/stream?events=false HTTP/1.1\r\nHost: 127.0.0.1:{console.port}\r\n"
            f"Cookie: {administrator.cookie}\r\n\r\n").encode())
        assert pulses(connection, 1), connection.received
        assert administrator.ban("198.51.100.212").status == 200
        assert pulses(connection, 2), connection.received


def test_probes_of_this_machine_need_no_path(below: tuple[Console, Client]) -> None:
    console, _ = below
    host, _, port = console.listen.rpartition(":")
    direct = Client(int(port), host)
    assert direct.get("/health/live").status == 200 and direct.get("/health/ready").status == 200
    # It is there, and asks who wants to know.
    assert direct.get("/health").status == 401
    strips = console.more["BANGUI_PROXY_STRIPS_PATH"] == "true"
    # Without the proxy the pages are where the proxy asks for them.
    assert direct.get("/login").status == (200 if strips else 404)
    assert direct.get(BASE + "/login").status == (404 if strips else 200)
    if not strips:
        assert b"BanGUI is at /bangui/" in direct.get("/bans").body
        root = direct.get("/")
        assert root.status == 307 and root.headers["location"] == BASE + "/"


def test_the_path_without_its_slash(below: tuple[Console, Client]) -> None:
    """A person types it so."""
    console, _ = below
    connection = http.client.HTTPConnection("127.0.0.1", console.port, timeout=60)
    try:
        connection.request("GET", BASE)
        answer = connection.getresponse()
        answer.read()
        assert answer.status in (301, 302, 303, 308), answer.status
        assert BASE + "/" in answer.headers["location"]
    finally:
        connection.close()
