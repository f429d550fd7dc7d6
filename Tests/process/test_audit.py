"""The audit log from the command line, and by another program: what the documents say of it is enough to check it."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from agent import Agent
from client import PASSWORD, USERNAME
from command import Result, run
from conftest import StartConsole
from console import Console
from daemon import Fail2ban

COLUMNS = (
    "previous_hash, sequence, done_at, actor_id, actor_name, origin, address, kind, subject, host, jail, value_before, "
    "value_after, result, detail, operation_id"
)


def audit(console: Console, *words: str) -> Result:
    """`bangui audit WORDS…` on the data directory of a console."""
    return run("audit", *words, "--data-dir", console.data)


def encoded(field: Any) -> bytes:
    """A field of an entry as docs/audit.md has it."""
    if field is None:
        return b"\0"
    content = struct.pack(">q", field) if isinstance(field, int) else field.encode() if isinstance(field, str) else field
    return b"\1" + struct.pack(">I", len(content)) + content


def tamper(console: Console, sql: str) -> None:
    """Changes the database behind the program's back."""
    with closing(sqlite3.connect(console.data / "bangui.sqlite")) as database, database:
        database.execute(sql)


@pytest.fixture
def stopped(consoles: StartConsole) -> Console:
    """A console that was set up, has some history, and does not run."""
    console = consoles()
    for name, more in [(USERNAME, ["--admin"]), ("ada", []), ("bob", [])]:
        added = run("user", "add", name, *more, "--password-stdin", "--data-dir", console.data, stdin=PASSWORD)
        assert added.status == 0
    return console


@pytest.mark.shows("ASVS-11.4.3", "ASVS-16.2.1", "ASVS-16.2.4")
def test_what_was_done_is_listed_and_its_hashes_are_those_of_the_documents(stopped: Console) -> None:
    listed = audit(stopped, "list", "--json")
    assert listed.status == 0
    assert [line.split('"kind":"')[1].split('"')[0] for line in listed.out.splitlines()] == ["user_add", "user_add", "setup"]
    assert "ada" in audit(stopped, "list", "ada").out and "bob" not in audit(stopped, "list", "ada").out
    assert audit(stopped, "list", "--kind", "nothing").status == 2
    with closing(sqlite3.connect(stopped.data / "bangui.sqlite")) as database:
        rows = database.execute(f"SELECT {COLUMNS}, entry_hash FROM audit ORDER BY sequence").fetchall()
    previous = rows[0][0]
    for number, (*fields, entry) in enumerate(rows, start=1):
        assert fields[0] == previous and fields[1] == number
        previous = hashlib.sha256(b"\1" + b"".join(encoded(field) for field in fields)).digest()
        assert previous == entry


def test_verify_tells_by_its_exit_code_what_it_found(stopped: Console) -> None:
    sound = audit(stopped, "verify", "--json")
    assert sound.status == 0 and sound.json["unbroken"] and sound.json["entries"] == 3
    tamper(stopped, "UPDATE audit SET subject = 'eve' WHERE sequence = 2")
    broken = audit(stopped, "verify")
    assert broken.status == 1
    assert "BROKEN" in broken.out and "Entry 2" in broken.err
    assert audit(stopped, "verify", "--json").json["firstWrong"] == 2


def test_a_tail_that_was_cut_off_is_found_by_what_a_server_anchored(stopped: Console) -> None:
    stopped.start()
    stopped.stop()
    heads = (stopped.data / "audit-heads").read_text().split()
    assert heads[-2] == "3"
    assert audit(stopped, "verify", "--json").json["anchored"] == 3
    tamper(stopped, "DELETE FROM audit WHERE sequence = 3")
    cut = audit(stopped, "verify")
    assert cut.status == 1 and "entry 3 was anchored" in cut.err
    (stopped.data / "audit-heads").unlink()
    (stopped.data / "audit-heads").mkdir()
    assert audit(stopped, "verify").status == 75


@pytest.fixture
def agent(folder: Path, fail2ban: Fail2ban) -> Iterator[Agent]:
    agent = Agent(folder / "agent", fail2ban)
    try:
        yield agent.start()
    finally:
        agent.stop()


def test_with_an_agent_the_log_is_anchored_in_its_file(consoles: StartConsole, agent: Agent) -> None:
    console = consoles("--agent-socket", str(agent.socket))
    console.start().set_up()
    console.administrator()
    assert console.stop() == 0
    words = ["verify", "--json", "--agent-socket", str(agent.socket)]
    sound = audit(console, *words)
    assert sound.status == 0, sound.err
    assert sound.json["anchored"] == sound.json["entries"] > 1 and "agent" in sound.json["anchoredIn"]
    assert not (console.data / "audit-heads").exists()
    last = sound.json["entries"]
    tamper(console, f"DELETE FROM audit WHERE sequence = {last}")
    cut = audit(console, *words)
    assert cut.status == 1 and cut.json["firstWrong"] == last
    agent.stop()
    silent = audit(console, *words)
    assert silent.status == 75 and "agent" in silent.json["anchorProblem"], silent.err


def test_a_restore_is_no_fault_and_is_told(stopped: Console) -> None:
    backup = stopped.data.parent / "audit.backup"
    assert run("backup", str(backup), "--data-dir", stopped.data).status == 0
    assert run("user", "delete", "bob", "--data-dir", stopped.data).status == 0
    stopped.start()
    stopped.stop()
    assert run("restore", str(backup), "--replace", "--data-dir", stopped.data).status == 0
    report = audit(stopped, "verify", "--json")
    assert report.status == 0
    # The backup has the first three entries; its own entry and the deletion came after it.
    assert [(restore["number"], restore["lost"]) for restore in report.json["restores"]] == [(4, 5)]
    assert audit(stopped, "list", "--kind", "restore", "--json").out.count("\n") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root vouches")
def test_root_vouches_for_a_restore_with_the_agent_or_nothing_is_restored(consoles: StartConsole, agent: Agent) -> None:
    console = consoles("--agent-socket", str(agent.socket))
    console.start().set_up()
    at = ["--data-dir", console.data, "--agent-socket", str(agent.socket)]
    backup = console.data.parent / "vouched.backup"
    assert run("backup", str(backup), *at).status == 0
    assert run("user", "add", "bob", "--password-stdin", *at, stdin=PASSWORD).status == 0
    assert console.stop() == 0
    agent.stop()
    refused = run("restore", str(backup), "--replace", *at)
    assert refused.status == 3 and "nothing was changed" in refused.err, refused.err
    assert "bob" in run("user", "list", "--data-dir", console.data).out
    agent.start()
    restored = run("restore", str(backup), "--replace", "--json", *at)
    assert restored.status == 0 and restored.json["vouched"], restored.err
    checked = run("audit", "verify", "--json", *at).json
    assert checked["unbroken"] and checked["independent"]
    assert [restore["vouched"] for restore in checked["restores"]] == [True] and checked["restores"][0]["lost"]
    # What comes after it is anchored at once, although the log before it had gone further.
    console.start()
    assert console.stop() == 0
    assert run("user", "add", "eve", "--password-stdin", *at, stdin=PASSWORD).status == 0
    # A restore of which the agent was not told is none that root vouches for.
    alone = run("restore", str(backup), "--replace", "--json", "--data-dir", console.data)
    assert alone.status == 0 and not alone.json["vouched"]
    accused = run("audit", "verify", *at)
    assert accused.status == 1, accused.out
    accepted = run("audit", "accept", "tried out", *at)
    assert accepted.status == 0 and "accepted the log" in accepted.out, accepted.err
    assert run("audit", "verify", *at).status == 0
    none = run("audit", "accept", "--data-dir", console.data)
    assert none.status == 78 and "has no agent" in none.err


def test_a_rescue_is_on_record(stopped: Console, fail2ban: Fail2ban) -> None:
    fail2ban.client("set", "one", "banip", "10.244.77.1")
    words = ["--fail2ban-socket", fail2ban.socket, "--data-dir", stopped.data]
    told = run("unban", "--self", "10.244.77.1", *words)
    assert told.status == 0 and "unbanned" in told.out and not told.err, told.err
    listed = audit(stopped, "list", "--kind", "unban", "--json").out
    assert '"subject":"10.244.77.1"' in listed and '"detail":"bangui unban --self"' in listed and '"via":"cli"' in listed


def test_without_a_setup_there_is_none(consoles: StartConsole) -> None:
    assert audit(consoles(), "verify").status == 78


def test_what_the_command_line_could_not_do_has_an_entry_too(consoles: StartConsole, tmp_path: Path) -> None:
    console = consoles()
    added = run("user", "add", USERNAME, "--admin", "--password-stdin", "--data-dir", console.data, stdin=PASSWORD)
    assert added.status == 0
    nowhere = ["--fail2ban-socket", str(tmp_path / "none.sock"), "--data-dir", console.data]
    assert run("ban", "203.0.113.9", "--jail", "sshd", *nowhere).status == 3
    assert run("jail", "stop", "sshd", *nowhere).status == 3
    listed = [json.loads(line) for line in audit(console, "list", "--json").out.splitlines()]
    tried = {one["kind"]: one for one in listed if one["result"] == "failed"}
    assert set(tried) == {"ban", "stop"}
    assert tried["ban"]["subject"] == "203.0.113.9" and tried["ban"]["jail"] == "sshd"
    assert "none.sock" in tried["ban"]["detail"]
    assert audit(console, "verify").status == 0
