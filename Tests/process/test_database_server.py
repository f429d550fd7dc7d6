"""A PostgreSQL server that stands still, and one whose tables others hold: whoever asks is answered in time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from client import Answer, Client
from conftest import StartConsole
from console import Console, eventually
from daemon import Fail2ban
from postgresql import PostgreSQL

PATIENCE = 25.0
"""So long an answer may take at most: a page reads three times one after the other, and waits five seconds for each."""
PAGES = ["/", "/bans", "/events", "/jails", "/jails/one", "/operations", "/audit", "/tasks", "/search?q=192.0.2.1",
         "/addresses/10.251.0.1", "/account/sessions", "/account/tokens", "/settings", "/settings/me", "/doctor", "/runtime",
         "/daemon/recovery", "/bans/export.csv", "/audit/export.csv", "/fragments/status"]
WAITING = ("/api/pulse", "/api/events/stream")
"""What answers when there is something new."""


@pytest.fixture
def console(consoles: StartConsole, fail2ban: Fail2ban, postgresql: PostgreSQL) -> Console:
    """A server on a database of PostgreSQL's."""
    more = {"BANGUI_DATABASE_URL": postgresql.new_database()}
    return consoles("--fail2ban-socket", str(fail2ban.socket), more=more).start().set_up()


def routes(client: Client) -> list[str]:
    """All that can be looked at without the name of something: the pages, and the JSON routes as they are described."""
    described = client.get("/api/openapi.json").json["paths"]
    found = PAGES + [
        path.replace("/api/addresses", "/api/addresses?word=failure") for path, methods in described.items()
        if "get" in methods and "{" not in path and path not in WAITING]
    assert [path for path, (answer, _) in ask(client, found).items() if answer.status != 200] == []
    return found


def ask(client: Client, paths: list[str]) -> dict[str, tuple[Answer, float]]:
    """Asks for all at the same time; gives what came, and after how many seconds."""

    def one(path: str) -> tuple[Answer, float]:
        began = time.monotonic()
        return client.get(path, patience=2 * PATIENCE), time.monotonic() - began

    with ThreadPoolExecutor(len(paths)) as threads:
        return dict(zip(paths, threads.map(one, paths), strict=True))


def judge(answers: dict[str, tuple[Answer, float]]) -> int:
    """Each is what was asked for, or says what is wrong and when to come back; gives how many do that."""
    refused = 0
    for path, (answer, seconds) in answers.items():
        assert seconds < PATIENCE, f"{path}: {answer.status} after {seconds:.1f} s"
        assert answer.status in (200, 503), f"{path}: {answer.status} {answer.body[:200]!r}"
        if answer.status == 503:
            refused += 1
            assert int(answer.headers["retry-after"]) >= 1, path
            if answer.headers["content-type"].startswith("application/problem+json"):
                assert answer.json["code"].startswith("database") and answer.json["recommendation"], path
            else:
                assert path in PAGES or path.startswith("/health"), path
                assert b"database" in answer.body.lower(), path
    return refused


class Writer(threading.Thread):
    """Bans one address after the other and remembers what was told to be done."""

    def __init__(self, client: Client) -> None:
        super().__init__(daemon=True)
        self.client = client
        self.acknowledged: list[str] = []
        self.refused = 0
        self.ended = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.ended.wait(0.05):
            number += 1
            answer = self.client.ban(f"10.251.{number // 250}.{number % 250}", "many")
            if answer.status == 200:
                self.acknowledged.append(answer.json["operation"])
            else:
                self.refused += 1


@pytest.mark.shows("ABUSE-15")
def test_a_server_that_stands_still_is_told_of_in_time_and_found_again(
    console: Console, postgresql: PostgreSQL
) -> None:
    client = console.administrator()
    paths = routes(client)
    writer = Writer(client)
    writer.start()
    assert eventually(lambda: len(writer.acknowledged) > 3)
    try:
        postgresql.pause()
        with ThreadPoolExecutor(2) as beside:
            all_at_once = beside.submit(ask, client, paths)
            took = []
            for _ in range(3):
                began = time.monotonic()
                assert console.client().get("/health/live").status == 200
                took.append(time.monotonic() - began)
            assert min(took) < 1
            # What was found within the last second holds.
            assert eventually(lambda: console.client().get("/health/ready").status == 503, 10)
            assert judge(all_at_once.result()) > len(paths) * 0.8
        # Nobody waits any more: the breaker is open.
        assert eventually(lambda: sorted(each for _, each in ask(client, paths[:9]).values())[4] < 1)
        signing_in = console.client().sign_in()
        assert signing_in.status == 503 and signing_in.json["code"].startswith("database")
        assert eventually(lambda: writer.refused > 0)
    except BaseException:
        writer.ended.set()
        raise
    finally:
        postgresql.resume()
    before = len(writer.acknowledged)
    assert eventually(lambda: len(writer.acknowledged) > before + 3)
    writer.ended.set()
    writer.join(60)
    stored = set(postgresql.query("SELECT operation_id FROM operations", console.more["BANGUI_DATABASE_URL"]).split())
    assert set(writer.acknowledged) <= stored
    assert eventually(lambda: all(each.status == 200 for each, _ in ask(client, paths).values()))


@pytest.mark.shows("ASVS-16.5.2")
def test_a_pool_that_is_exhausted_blinds_no_one_who_asks_about_health(
    console: Console, postgresql: PostgreSQL
) -> None:
    client = console.administrator()
    assert client.ban("10.251.9.1").status == 200
    paths = [path for path in routes(client) if not path.startswith(("/health", "/runtime"))]
    # Who asks can be known: everyone gets as far as what they ask for, and holds a connection there.
    with postgresql.locked(console.more["BANGUI_DATABASE_URL"], but=("users", "sessions", "preferences")):
        with ThreadPoolExecutor(2) as beside:
            all_at_once = beside.submit(ask, client, paths)
            while not all_at_once.done():
                answers = ask(client, ["/health", "/health/ready", "/health/live"])
                for path, (answer, seconds) in answers.items():
                    assert answer.status == 200 and seconds < PATIENCE, f"{path}: {answer.status} {seconds:.1f} s"
            assert judge(all_at_once.result()) > 5
        assert {each["name"] for each in client.get("/health").json["breakers"]} >= {"database"}
        refused = client.ban("10.251.9.2")
        assert (refused.status, refused.json["code"]) == (503, "database_busy")
    assert eventually(lambda: all(each.status == 200 for each, _ in ask(client, paths).values()))
    assert eventually(lambda: client.ban("10.251.9.3").status == 200)
