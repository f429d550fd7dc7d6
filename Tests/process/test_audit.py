"""The audit log from the command line, and by another program: what the documents say of it is enough to check it."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from contextlib import closing
from typing import Any

import pytest

from client import PASSWORD, USERNAME
from command import Result, run
from conftest import StartConsole
from console import Console

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


def test_without_a_setup_there_is_none(consoles: StartConsole) -> None:
    assert audit(consoles(), "verify").status == 78
