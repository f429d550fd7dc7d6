"""fail2ban that dies, and what the running server and its commands do about it."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from command import run
from conftest import StartConsole
from console import Console, eventually, is_running
from daemon import Fail2ban
from postgresql import PostgreSQL

SECRET = "0c4e5d6f7a8b9c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f"


@pytest.fixture
def fail2ban() -> Iterator[Fail2ban]:
    """One of its own: the others' is not for killing."""
    path = Path(tempfile.mkdtemp(prefix="bangui-fail2ban-", dir="/tmp"))
    daemon = Fail2ban(path)
    daemon.start()
    yield daemon
    daemon.stop()
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def command(fail2ban: Fail2ban, folder: Path) -> Iterator[Path]:
    """A program that starts fail2ban anew, as `systemctl start fail2ban` does; what it started ends with the test."""
    program = folder / "start-fail2ban"
    words = ["/usr/bin/python3", str(fail2ban.tree / "usr/bin/fail2ban-client"), "-c", str(fail2ban.configuration)]
    words += ["-s", str(fail2ban.socket), "-p", str(fail2ban.folder / "f.pid"), "-x", "start"]
    variables = [f"{name}={value}" for name, value in fail2ban._environment().items()]
    program.write_text("#!/bin/sh\nexec env " + shlex.join([*variables, *words]) + "\n")
    program.chmod(0o755)
    yield program
    kill(fail2ban)


def kill(fail2ban: Fail2ban) -> None:
    """Kills the daemon, whoever started it."""
    if fail2ban.process:
        fail2ban.process.kill()
        fail2ban.process.wait()
    with suppress(FileNotFoundError, ValueError, ProcessLookupError):
        pid = int((fail2ban.folder / "f.pid").read_text())
        if str(fail2ban.socket).encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
            assert eventually(lambda: not is_running(pid))


def answers(fail2ban: Fail2ban) -> bool:
    return fail2ban.client("ping").returncode == 0


def test_what_was_killed_comes_back_and_what_was_stopped_does_not(
    consoles: StartConsole, fail2ban: Fail2ban, command: Path
) -> None:
    console = consoles(
        "--fail2ban-socket", str(fail2ban.socket), "--fail2ban-config", str(fail2ban.configuration),
        more={"BANGUI_FAIL2BAN_START_COMMAND": str(command)}).start().set_up()
    client = console.administrator()
    assert eventually(lambda: client.get("/api/status").json["fail2ban"]["state"] == "up")
    assert eventually(lambda: len(client.get("/health").json["loops"]) == 10)
    kill(fail2ban)
    killed = time.monotonic()
    assert eventually(lambda: client.get("/health").json["recovery"]["state"] == "waiting")
    assert "died" in client.get("/health").json["recovery"]["cause"]
    assert eventually(lambda: client.get("/api/status").json["fail2ban"]["state"] == "up", 120)
    assert time.monotonic() - killed >= 9
    assert eventually(lambda: client.get("/health").json["recovery"]["state"] == "idle")
    start = client.get("/api/daemon/recovery").json["history"][0]
    assert (start["automatic"], start["by"], start["ending"], start["result"]) == (True, "BanGUI", "died", "started")
    # The next one is stopped, as an administrator does.
    assert fail2ban.client("stop").returncode == 0
    assert eventually(lambda: client.get("/health").json["recovery"]["state"] == "stopped")
    time.sleep(12)
    assert not answers(fail2ban)
    assert client.get("/health").json["recovery"]["state"] == "stopped"
    # It was started a moment ago, so that a person has to say why.
    refused = client.post("/api/daemon/start", {})
    assert (refused.status, refused.json["code"]) == (409, "recovery_cooling")
    place = ["--data-dir", console.data]
    told = run("daemon", "start", *place, more={"BANGUI_FAIL2BAN_START_COMMAND": str(command)})
    assert told.status == 6 and "--override" in told.err
    words = ["--override", "--acknowledge", "--reason", "done with it", "--json"]
    told = run("daemon", "start", *place, *words, more={"BANGUI_FAIL2BAN_START_COMMAND": str(command)})
    assert told.status == 0 and told.json["result"] == "started", told.err
    assert eventually(lambda: client.get("/api/status").json["fail2ban"]["state"] == "up")
    kinds = [entry["kind"] for entry in client.get("/api/audit").json["entries"]]
    assert [kind for kind in kinds if kind.startswith(("daemon", "recovery"))] == [
        "daemon_start", "recovery_override", "daemon_start"]
    assert all(loop["state"] == "running" for loop in client.get("/health").json["loops"])


def test_without_a_command_the_line_to_write_is_told(console: Console, fail2ban: Fail2ban) -> None:
    client = console.administrator()
    assert fail2ban.process
    fail2ban.process.kill()
    fail2ban.process.wait()
    assert eventually(lambda: client.get("/health").json["recovery"]["state"] == "closed")
    refused = client.post("/api/daemon/start", {})
    assert (refused.status, refused.json["code"]) == (403, "not_allowed")
    assert "fail2ban_start_command" in refused.json["detail"]
    told = run("daemon", "start", "--data-dir", console.data)
    assert told.status == 5 and "fail2ban_start_command" in told.err


def test_two_servers_start_a_dead_fail2ban_once_and_share_what_bounds_it(
    consoles: StartConsole, fail2ban: Fail2ban, command: Path, folder: Path, postgresql: PostgreSQL
) -> None:
    starts, counting = folder / "starts", folder / "count-and-start"
    counting.write_text(f"#!/bin/sh\necho start >> {starts}\nexec {command}\n")
    counting.chmod(0o755)
    url = postgresql.new_database()
    more = {"BANGUI_DATABASE_URL": url, "BANGUI_SESSION_SECRET": SECRET, "BANGUI_FAIL2BAN_START_COMMAND": str(counting)}
    words = ("--fail2ban-socket", str(fail2ban.socket), "--fail2ban-config", str(fail2ban.configuration))
    first = consoles(*words, more=more).start().set_up()
    clients = [first.administrator(), consoles(*words, more=more).start().administrator()]

    def both(state: str) -> bool:
        return all(client.get("/health").json["recovery"]["state"] == state for client in clients)

    def is_up() -> bool:
        return all(client.get("/api/status").json["fail2ban"]["state"] == "up" for client in clients)

    def audited() -> list[list[tuple[str, str]]]:
        return [
            [(each["kind"], each["by"]) for each in client.get("/api/audit").json["entries"]
             if each["kind"].startswith(("daemon", "recovery"))] for client in clients]

    assert eventually(is_up)
    # One of them looks after it, and the other says so.
    assert eventually(lambda: sorted(
        client.get("/health").json["recovery"]["elsewhere"] for client in clients) == [False, True])
    kill(fail2ban)
    assert eventually(lambda: both("waiting"))
    assert eventually(lambda: both("idle") and is_up(), 120)
    assert starts.read_text() == "start\n"
    assert audited() == [[("daemon_start", "BanGUI")]] * 2
    # As if it had died twice more since: the pause after it is over, and the limit is reached for both.
    moments = " ".join(str(int(time.time()) - seconds) for seconds in (50, 40, 30))
    postgresql.query(f"UPDATE recovery_states SET starts = '{moments}', cooldown_until = NULL", url)
    kill(fail2ban)
    assert eventually(lambda: both("blocked"))
    for client in clients:
        refused = client.post("/api/daemon/start", {})
        assert (refused.status, refused.json["code"]) == (409, "recovery_blocked")
    assert starts.read_text() == "start\n"
    # Whoever has it go on may do so at the one that does not look after it.
    clients.sort(key=lambda client: client.get("/health").json["recovery"]["elsewhere"])
    body = {"override": True, "acknowledge": True, "reason": "the disk was full"}
    assert clients[1].post("/api/daemon/start", body).status in (200, 202)
    assert eventually(lambda: is_up() and both("idle"), 120)
    assert starts.read_text() == "start\nstart\n"
    wanted = [("daemon_start", "admin"), ("recovery_override", "admin"), ("recovery_blocked", "BanGUI"),
              ("daemon_start", "BanGUI")]
    assert eventually(lambda: audited() == [wanted] * 2), audited()
