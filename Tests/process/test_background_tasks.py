"""Background tasks of real servers: a run now, from the command line too, a kill in the middle, and two servers on one database."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from client import Client
from command import run
from conftest import StartConsole
from console import Console, eventually
from daemon import Fail2ban
from postgresql import PostgreSQL
from test_two_servers import pair  # noqa: F401

OLD_EVENTS = 60_000
FINAL = ("done", "nothing", "failed", "interrupted")


def states(client: Client) -> dict[str, dict[str, object]]:
    """Every task by its name."""
    return {task["name"]: task for task in client.get("/api/tasks").json["tasks"]}


def runs(client: Client, name: str) -> list[dict[str, object]]:
    """The runs of a task, the latest first."""
    return client.get(f"/api/tasks/{name}/runs").json["runs"]


def rows(console: Console, sql: str) -> list[tuple[object, ...]]:
    """What a statement gives of the database of a console."""
    with closing(sqlite3.connect(console.data / "bangui.sqlite", timeout=30)) as database:
        return database.execute(sql).fetchall()


def ended(client: Client, name: str, number: object) -> dict[str, object]:
    """A run once it is over."""
    path = f"/api/tasks/{name}/runs/{number}"
    assert eventually(lambda: client.get(path).json["result"] in FINAL), client.get(path).body
    return client.get(path).json


def test_a_run_now_over_the_api_and_from_the_command_line(consoles: StartConsole, fail2ban: Fail2ban) -> None:
    console = consoles("--fail2ban-socket", str(fail2ban.socket)).start().set_up()
    client = console.administrator()
    assert set(states(client)) == {
        "old-events", "ended-access", "last-seen", "audit-check", "statistics", "geo-update", "geo-places", "geo-online", "geo-cache",
        "index-lines"}
    asked = client.post("/api/tasks/audit-check/run")
    assert asked.status == 202
    path = asked.headers["location"]
    assert eventually(lambda: client.get(path).json["result"] == "done")
    told = client.get(path).json
    assert told["by"] == "admin" and told["cause"] == "person" and "unbroken" in told["what"]
    assert client.post("/api/tasks/no-such/run").status == 404
    entry = client.get("/api/audit?kind=task").json["entries"][0]
    assert entry["by"] == "admin" and entry["subject"] == "audit-check" and entry["result"] == "done"

    place = ("--data-dir", console.data)
    done = run("task", "run", "ended-access", "--wait", "--json", *place)
    assert done.status == 0 and done.json["result"] in ("done", "nothing"), done
    assert [row["id"] for row in runs(client, "ended-access")] == [done.json["id"]]
    listed = run("task", "list", "--json", *place)
    assert {task["name"] for task in listed.json["tasks"]} == set(states(client))
    assert "audit-check" in run("task", "list", *place).out
    assert "unbroken" in run("task", "runs", "audit-check", *place).out
    assert run("task", "runs", "no-such", *place).status == 4
    assert console.stop() == 0
    refused = run("task", "run", "statistics", *place)
    assert refused.status == 75 and "bangui serve" in refused.err
    assert rows(console, "SELECT count(*) FROM task_runs WHERE result IN ('asked', 'running')") == [(0,)]


def write_old_log(folder: Path) -> None:
    """A rotated log of failures, fifty days ago."""
    moment = time.time() - 50 * 86_400
    lines = []
    for number in range(OLD_EVENTS):
        at = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(moment + number // 20))
        address = f"198.18.{number // 250 % 250}.{number % 250}"
        lines.append(f"{at},{number % 20 * 50:03} fail2ban.filter         [77]: INFO    [one] Found {address} - {at}\n")
    (folder / "fail2ban.log.1").write_text("".join(lines))


def test_a_run_that_is_killed_in_the_middle_is_told_as_interrupted_and_done_again(
    consoles: StartConsole, folder: Path
) -> None:
    place = folder / "f"
    place.mkdir()
    write_old_log(place)
    daemon = Fail2ban(place).start()
    try:
        arguments = ("--fail2ban-socket", str(daemon.socket))
        console = consoles(*arguments, more={"BANGUI_EVENT_RETENTION_DAYS": "0"}).start().set_up()
        count = f"SELECT count(*) FROM events WHERE at_ms < {int(time.time() - 31 * 86_400) * 1000}"
        assert eventually(lambda: rows(console, count)[0][0] >= OLD_EVENTS, 300), rows(console, count)  # type: ignore[operator]
        console.stop()
        console.more = {"BANGUI_EVENT_RETENTION_DAYS": "30"}
        console.start()
        standing = "SELECT count(*) FROM task_runs WHERE task = 'old-events' AND result = 'running'"
        assert eventually(lambda: rows(console, standing) == [(1,)])
        before = rows(console, count)[0][0]
        assert eventually(lambda: rows(console, count)[0][0] < before)  # type: ignore[operator]
        console.kill()
        left = rows(console, count)[0][0]
        assert 0 < left < OLD_EVENTS, "it was to be killed in the middle"  # type: ignore[operator]
        assert rows(console, standing) == [(1,)]
        console.start()
        client = console.administrator()
        assert eventually(lambda: [row["result"] for row in runs(client, "old-events")] == ["done", "interrupted"], 300)
        first = runs(client, "old-events")[1]
        assert first["endedAt"] and "ended without a word" in str(first["error"])
        assert runs(client, "old-events")[0]["what"] == f"Removed {left} events."
        assert rows(console, count) == [(0,)]
    finally:
        daemon.stop()


def test_of_two_servers_one_does_what_is_done_once_also_for_who_asks_at_the_other(
    pair: tuple[Console, Console], fail2ban: Fail2ban, postgresql: PostgreSQL  # noqa: F811
) -> None:
    clients = [console.administrator() for console in pair]

    def leaders() -> list[int]:
        """Who says when it does next what is done once."""
        return [index for index, client in enumerate(clients) if states(client)["ended-access"]["nextAt"]]

    assert eventually(lambda: len(leaders()) == 1)
    leader = leaders()[0]
    other = clients[1 - leader]
    for name in ("ended-access", "old-events", "statistics"):
        asked = other.post(f"/api/tasks/{name}/run")
        assert asked.status == 202
        began = time.monotonic()
        told = ended(other, name, asked.json["id"])
        assert told["result"] in ("done", "nothing")
        assert str(told["server"]).endswith(str(pair[leader].data)), told
        assert time.monotonic() - began < 30
    # What each does for itself, each does.
    for index, client in enumerate(clients):
        asked = client.post("/api/tasks/audit-check/run")
        told = ended(client, "audit-check", asked.json["id"])
        assert told["result"] == "done" and str(told["server"]).endswith(str(pair[index].data)), told

    # Many bans at once have their table counted soon after, however far the next hour is.
    addresses = [f"198.19.{number // 250}.{number % 250}" for number in range(2500)]
    fail2ban.client("set", "many", "banip", *addresses)
    called = [row for row in runs(other, "statistics") if row["cause"] == "change"]
    assert eventually(lambda: [row for row in runs(other, "statistics") if row["cause"] == "change"] != called, 120)
    counted = "SELECT CAST(reltuples AS bigint) FROM pg_class WHERE relname = 'bans'"
    url = pair[0].more["BANGUI_DATABASE_URL"]
    assert eventually(lambda: int(postgresql.query(counted, url)) >= 2500)
    fail2ban.client("set", "many", "unbanip", *addresses)

    pair[leader].kill()
    clients[leader] = other
    assert eventually(lambda: bool(states(other)["ended-access"]["nextAt"]))
    asked = other.post("/api/tasks/ended-access/run")
    assert str(ended(other, "ended-access", asked.json["id"])["server"]).endswith(str(pair[1 - leader].data))


@pytest.mark.parametrize("command", ["list", "runs", "run"])
def test_without_a_setup_there_are_no_tasks(folder: Path, command: str) -> None:
    name = [] if command == "list" else ["statistics"]
    refused = run("task", command, *name, "--data-dir", folder / "nothing")
    assert refused.status == 78 and "set up" in refused.err
