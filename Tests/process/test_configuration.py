"""What stops a start, in one line each, and which of several values holds."""

from __future__ import annotations

import re
import sqlite3
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from client import PASSWORD, USERNAME
from command import Result, run
from conftest import StartConsole
from console import Console

LOGGED = re.compile(r"^\d{4}-\d\d-\d\dT")


def serve(data: Path, *words: str, cwd: Path | None = None, more: dict[str, str] | None = None) -> Result:
    """A start that is expected to fail."""
    return run("serve", "--data-dir", data, "--listen", "127.0.0.1:0", *words, cwd=cwd, more=more)


def faults(result: Result) -> list[str]:
    """What it said besides its log."""
    return [line for line in result.err.splitlines() if not LOGGED.match(line)]


@pytest.fixture
def data(folder: Path) -> Path:
    """A data directory that was set up, from the command line."""
    data = folder / "data"
    words = ["user", "add", USERNAME, "--admin", "--password-stdin", "--data-dir", str(data)]
    assert run(*words, stdin=PASSWORD).status == 0
    return data


@pytest.mark.parametrize(("words", "more", "named"), [
    (["--timezone", "Nowhere/At-All"], {}, ["timezone=Nowhere/At-All"]),
    (["--log-level", "loud", "--public-url", "ftp://x"], {}, ["public_url=ftp://x", "log_level=loud"]),
    ([], {"BANGUI_SESSION_DURATION_MINUTES": "eternal"}, ["session_duration_minutes=eternal"]),
    ([], {"BANGUI_NO_SUCH_SETTING": "1"}, ["BANGUI_NO_SUCH_SETTING"]),
    ([], {"BANGUI_FAIL2BAN_START_COMMAND": "systemctl 'start"}, ["fail2ban_start_command"]),
    ([], {"BANGUI_SESSION_SECRET": "hunter2"}, ["session_secret"]),
])
@pytest.mark.shows("ABUSE-37", "ABUSE-39", "ASVS-2.2.3")
def test_a_fault_of_the_configuration_is_one_line(
    folder: Path, words: list[str], more: dict[str, str], named: list[str]
) -> None:
    result = serve(folder / "data", *words, more=more)
    assert result.status == 78
    lines = faults(result)
    assert len(lines) == len(named), lines
    for line, name in zip(lines, named, strict=True):
        assert line.startswith(f"bangui: {name}")
    assert "hunter2" not in result.err + result.out


def test_a_fault_in_the_file_names_the_file(folder: Path) -> None:
    (folder / ".env").write_text("BANGUI_TIMEZONE=Nowhere\nBANGUI_NONSENSE=1\n")
    result = serve(folder / "data", cwd=folder)
    assert result.status == 78
    assert len(faults(result)) == 2
    assert "BANGUI_NONSENSE" in result.err and ".env" in result.err


def _open_key(data: Path) -> None:
    (data / "session-secret").chmod(0o644)


def _weak_key(data: Path) -> None:
    (data / "session-secret").write_text("short\n")


def _no_key(data: Path) -> None:
    (data / "session-secret").unlink()


def _damaged_mark(data: Path) -> None:
    (data / "bootstrap.json").write_bytes((data / "bootstrap.json").read_bytes()[:20])


def _no_database(data: Path) -> None:
    (data / "bangui.sqlite").unlink()


def _damaged_database(data: Path) -> None:
    (data / "bangui.sqlite").write_bytes(b"no database" * 1000)


def _newer_schema(data: Path) -> None:
    with closing(sqlite3.connect(data / "bangui.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.commit()


@pytest.mark.parametrize(("spoil", "named"), [
    (_open_key, "session-secret"), (_weak_key, "session-secret"), (_no_key, "session-secret"),
    (_damaged_mark, "bootstrap.json"), (_no_database, "bangui.sqlite"), (_damaged_database, "database"),
    (_newer_schema, "schema 99"),
])
@pytest.mark.shows("ABUSE-14", "ABUSE-39")
def test_a_damaged_installation_does_not_start(data: Path, spoil: Callable[[Path], None], named: str) -> None:
    spoil(data)
    before = _files(data)
    result = serve(data)
    assert result.status == 78
    assert len(faults(result)) == 1
    assert named in faults(result)[0]
    assert _files(data) == before


def _files(data: Path) -> dict[str, bytes]:
    """What was kept, by name; of a sound database an open changes the head."""
    return {
        path.name: b"" if path.read_bytes().startswith(b"SQLite format 3") else path.read_bytes()
        for path in data.iterdir() if path.name != "lock" and path.suffix not in (".sqlite-wal", ".sqlite-shm")}


def test_the_stronger_value_holds(consoles: StartConsole) -> None:
    console = consoles().start().set_up()
    assert _source(console, "timezone") == ("UTC", "default")
    assert console.administrator().change_setting("timezone", "Asia/Tokyo").status == 303
    assert _restarted(console) == ("Asia/Tokyo", "setup")
    (console.folder / ".env").write_text("BANGUI_TIMEZONE=America/Lima\n")
    (console.folder / ".env").chmod(0o600)
    assert _restarted(console) == ("America/Lima", ".env")
    console.more["BANGUI_TIMEZONE"] = "Africa/Cairo"
    assert _restarted(console) == ("Africa/Cairo", "environment")
    console.arguments += ["--timezone", "Europe/Berlin"]
    assert _restarted(console) == ("Europe/Berlin", "command line")
    refused = console.administrator().change_setting("timezone", "Asia/Tokyo")
    assert refused.status in (303, 422) and _source(console, "timezone")[0] == "Europe/Berlin"


def _restarted(console: Console) -> tuple[str, str]:
    assert console.stop() == 0
    console.start()
    return _source(console, "timezone")


def _source(console: Console, key: str) -> tuple[str, str]:
    """What the settings page shows: the value, and where it comes from."""
    text = console.administrator().get("/settings").body.decode()
    row = text.partition(f"<code>{key}</code>")[2].partition('<div class="setting-row">')[0]
    value = re.search(r'value="([^"]*)"|<bdi>([^<]*)</bdi>', row)
    source = re.search(r'class="tag">([^<]*)<', row)
    assert value and source, row
    return value.group(1) or value.group(2), source.group(1)


def test_a_relative_data_directory_starts_at_the_folder_of_the_command(folder: Path) -> None:
    words = ["user", "add", USERNAME, "--admin", "--password-stdin", "--data-dir", "there/data"]
    (folder / "there").mkdir()
    assert run(*words, stdin=PASSWORD, cwd=folder).status == 0
    assert (folder / "there/data/bootstrap.json").exists()
    assert run("user", "list", "--json", "--data-dir", folder / "there/data").json["users"]


def test_port_0_is_told_as_the_port_it_became(console: Console) -> None:
    assert console.port != 0
    assert console.client().get("/health/live").status == 200


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_it_listens_on_an_ipv6_address(consoles: StartConsole) -> None:
    console = consoles(listen="[::1]:0").start()
    assert console.url.startswith("http://[::1]:")
    client = console.client()
    client.host = "::1"
    assert client.set_up(console.url).status == 201
    assert client.sign_in().status == 200
