"""`bangui backup` beside a running server, and `bangui restore`, tried by running a server on what was restored."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from client import PASSWORD, USERNAME
from command import Result, environment, program, run
from conftest import StartConsole, rounds
from console import Console
from daemon import Fail2ban
from ledger import integrity


def backup(console: Console, file: Path, *words: str) -> Result:
    """`bangui backup` of the data directory of a server."""
    return run("backup", file, "--data-dir", console.data, *words)


def restore(console: Console, file: Path, *words: str) -> Result:
    """`bangui restore` into the data directory of a server."""
    return run("restore", file, "--data-dir", console.data, *words)


def operations(console: Console) -> list[str]:
    """The ids of the operations on record, as the API tells them."""
    rows = console.administrator().get("/api/operations?limit=500").json["operations"]
    return sorted(row["operation"] for row in rows)


@pytest.fixture
def file(folder: Path) -> Path:
    """Where the backup goes."""
    return folder / "bangui.backup"


@pytest.mark.shows("ABUSE-16")
def test_a_backup_under_load_is_restored_into_an_empty_folder(
    console: Console, consoles: StartConsole, fail2ban: Fail2ban, file: Path
) -> None:
    client = console.administrator()
    assert client.change_setting("timezone", "Asia/Tokyo").status in (200, 303)
    for number in range(3):
        assert client.ban(f"10.230.0.{number}").status in (200, 201)
    before = operations(console)
    ending = threading.Event()
    banning = threading.Thread(target=_ban_on, args=(client, ending), daemon=True)
    banning.start()
    results = [backup(console, file, "--force") for _ in range(5)]
    ending.set()
    banning.join()
    assert [result.status for result in results] == [0] * 5 and results[-1].err == ""
    assert file.stat().st_mode & 0o777 == 0o600
    assert not [path for path in file.parent.iterdir() if path.name.startswith(file.name + ".")]
    after = operations(console)
    assert console.stop() == 0

    other = consoles("--fail2ban-socket", str(fail2ban.socket))
    restored = restore(other, file)
    assert restored.status == 0 and restored.err == "" and "Nobody is signed in" in restored.out
    assert integrity(other.data / "bangui.sqlite") == "ok"
    other.start()
    assert not other.needs_setup
    client.port = other.port
    assert not client.is_signed_in()
    found = operations(other)
    assert set(before) <= set(found) <= set(after)
    assert (other.data / "session-secret").read_bytes() == (console.data / "session-secret").read_bytes()
    with closing(sqlite3.connect(other.data / "bangui.sqlite")) as database:
        settings = dict(database.execute("SELECT setting_key, setting_value FROM settings"))
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE name LIKE 'backup%'")]
    assert settings["timezone"] == "Asia/Tokyo" and tables == []


def _ban_on(client: object, ending: threading.Event) -> None:
    number = 0
    while not ending.is_set():
        number += 1
        client.ban(f"10.231.{number // 250}.{number % 250}", "many", "2h")  # type: ignore[attr-defined]


def test_a_backup_says_what_it_is(console: Console, file: Path) -> None:
    result = backup(console, file)
    assert result.status == 0 and result.err == ""
    for words in ["checked", "bootstrap.json, session-secret", "not in it: fail2ban's own", "secrets"]:
        assert words in result.out
    assert backup(console, file).status == 6
    told = backup(console, file, "--json", "--force").json
    assert told["bytes"] == file.stat().st_size and told["files"] == ["bootstrap.json", "session-secret"]
    assert told["path"] == str(file) and told["formatVersion"] == 1
    with closing(sqlite3.connect(file)) as database:
        (setup, schema), = database.execute("SELECT setup_id, schema_number FROM backup_info")
    assert (told["setupId"], told["schema"]) == (setup, schema)


@pytest.mark.parametrize(("name", "status"), [
    ("data/bangui.sqlite", 6), ("data/session-secret", 6), ("nowhere/file", 4), ("data", 5),
])
def test_a_backup_goes_only_where_a_file_can_be(console: Console, name: str, status: int) -> None:
    result = backup(console, console.folder / name, "--force", "--json")
    assert result.status == status and result.out == "" and json.loads(result.err)["detail"]
    assert console.administrator().is_signed_in()


def test_before_the_setup_there_is_nothing_to_copy(consoles: StartConsole, file: Path) -> None:
    assert backup(consoles(), file).status == 78
    assert not file.exists()


def test_a_killed_backup_leaves_no_file(console: Console, file: Path, dice: random.Random) -> None:
    for _ in range(rounds(5, 40)):
        _run_and_kill(["backup", str(file), "--data-dir", str(console.data)], dice.uniform(0, 0.25))
        if file.exists():
            with closing(sqlite3.connect(file)) as database:
                assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            file.unlink()
    assert backup(console, file).status == 0


def test_a_restore_is_refused_while_the_server_runs_and_over_an_installation(console: Console, file: Path) -> None:
    assert backup(console, file).status == 0
    for words in [[], ["--replace"]]:
        refused = restore(console, file, *words, "--json")
        assert refused.status == 6 and str(console.running.pid) in json.loads(refused.err)["detail"]
    assert console.administrator().is_signed_in()
    console.stop()
    before = sorted(path.name for path in console.data.iterdir())
    refused = restore(console, file)
    assert refused.status == 6 and "--replace" in refused.err
    assert sorted(path.name for path in console.data.iterdir()) == before
    console.start()
    assert console.administrator().is_signed_in()


def test_replace_sets_the_old_one_aside_and_the_way_back_is_open(console: Console, file: Path) -> None:
    assert backup(console, file).status == 0
    late = console.administrator().ban("10.232.0.1").json["operation"]
    console.stop()
    told = restore(console, file, "--replace", "--json").json
    aside = Path(told["aside"])
    assert aside.parent == console.data and told["sessionsEnded"] is True
    console.start()
    assert late not in operations(console)
    console.stop()
    # The way back that operations.md tells.
    for name in ["bangui.sqlite", "session-secret", "bootstrap.json"]:
        (console.data / name).unlink()
        shutil.move(aside / name, console.data / name)
    console.start()
    assert late in operations(console)


@pytest.mark.shows("ABUSE-16")
def test_a_restore_killed_at_any_moment_leaves_one_whole_installation(
    console: Console, file: Path, dice: random.Random
) -> None:
    assert backup(console, file).status == 0
    late = console.administrator().ban("10.233.0.1").json["operation"]
    console.stop()
    saved = console.folder / "saved"
    shutil.copytree(console.data, saved)
    outcomes = []
    for _ in range(rounds(8, 80)):
        _run_and_kill(["restore", str(file), "--data-dir", str(console.data), "--replace"], dice.uniform(0.02, 0.4))
        outcomes.append(_outcome(console.data, late))
        if outcomes[-1] == "setup":
            assert console.start().needs_setup
            console.stop()
        again = restore(console, file, "--replace")
        assert again.status == 0, again.err
        assert _outcome(console.data, late) == "restored"
        assert any(_holds(path, late) for path in console.data.glob("before-restore-*/bangui.sqlite"))
        assert not (console.data / "restore.partial").exists()
        shutil.rmtree(console.data)
        shutil.copytree(saved, console.data)
    print(outcomes)


def _outcome(data: Path, late: str) -> str:
    """Which installation there is: the old one, the restored one, or none with the old one whole aside."""
    if (data / "bootstrap.json").exists():
        assert integrity(data / "bangui.sqlite") == "ok" and (data / "session-secret").exists()
        return "old" if _holds(data / "bangui.sqlite", late) else "restored"
    asides = [path for path in data.glob("before-restore-*") if _holds(path / "bangui.sqlite", late)]
    assert asides and all((asides[0] / name).exists() for name in ["bootstrap.json", "session-secret"])
    return "setup"


def _holds(database: Path, operation: str) -> bool:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return bool(connection.execute("SELECT 1 FROM operations WHERE operation_id = ?", [operation]).fetchall())


def _run_and_kill(words: list[str], after: float) -> None:
    with subprocess.Popen(
        [program(), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
    ) as running:
        time.sleep(after)
        running.kill()


@pytest.mark.parametrize("spoil", ["text", "cut", "foreign", "newer"])
def test_what_is_no_backup_is_refused_and_changes_nothing(
    console: Console, consoles: StartConsole, file: Path, spoil: str
) -> None:
    assert backup(console, file).status == 0
    if spoil == "text":
        file.write_text("no backup\n" * 1000)
    elif spoil == "cut":
        file.write_bytes(file.read_bytes()[:-4096])
    elif spoil == "foreign":
        file.unlink()
        with closing(sqlite3.connect(file)) as database, database:
            database.execute("CREATE TABLE anything (a)")
    else:
        with closing(sqlite3.connect(file)) as database, database:
            database.execute("PRAGMA user_version = 9000")
    other = consoles()
    refused = restore(other, file, "--json")
    told = json.loads(refused.err)
    assert refused.status == 78 and refused.out == "" and told["code"] == "wrong_configuration"
    assert str(file) in told["detail"] and ("9000" in told["detail"]) == (spoil == "newer")
    assert not other.data.exists()
    assert restore(other, file.with_name("nothing")).status == 4


def test_a_restored_database_that_a_setting_hides_is_told(console: Console, file: Path) -> None:
    assert backup(console, file).status == 0
    result = run(
        "restore", file, "--data-dir", console.folder / "second", more={"BANGUI_DATABASE_PATH": "other.sqlite"})
    assert result.status == 0 and "other.sqlite" in result.err


def test_the_same_password_signs_in_after_a_restore(console: Console, consoles: StartConsole, file: Path) -> None:
    assert backup(console, file).status == 0
    other = consoles()
    assert restore(other, file).status == 0
    assert other.start().client().sign_in(USERNAME, PASSWORD).status == 200
