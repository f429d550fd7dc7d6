"""`bangui doctor`: before setup, as any user, beside a running server, with what is locked."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
from pathlib import Path

import pytest

from command import Result, environment, program, run
from conftest import StartConsole
from console import Console
from daemon import Fail2ban


def statuses(result: Result) -> dict[str, str]:
    """The status of each check."""
    return {check["id"]: check["status"] for check in result.json["checks"]}


@pytest.mark.shows("ABUSE-39")
def test_it_works_before_setup_and_names_what_is_missing(folder: Path) -> None:
    told = run("doctor", "--json", "--data-dir", folder / "none", "--fail2ban-socket", folder / "no.sock")
    assert told.status == 1 and "1 failure" in told.err
    found = statuses(told)
    assert found["fail2ban.socket"] == "failure" and found["data.setup"] == "note"
    assert found["jails.logs"] == "skipped" and not (folder / "none").exists()
    words = run("doctor", "--data-dir", folder / "none", "--fail2ban-socket", folder / "no.sock")
    assert f"FAIL  Socket of fail2ban: There is no socket at {folder}/no.sock" in words.out


def test_faulty_settings_are_a_finding_and_no_end(folder: Path) -> None:
    (folder / ".env").write_text("BANGUI_LOG_LEVEL=loud\n")
    told = run("doctor", "--json", "--data-dir", folder / "none", cwd=folder)
    assert told.status == 1 and statuses(told)["console.settings"] == "failure"
    (folder / ".env").write_text("no settings at all\n")
    assert statuses(run("doctor", "--json", "--data-dir", folder / "none", cwd=folder))["console.settings"] == "failure"


def test_beside_a_running_server_it_sees_what_that_guards(console: Console, fail2ban: Fail2ban) -> None:
    told = run("doctor", "--json", "--data-dir", console.data)
    found = statuses(told)
    assert found["fail2ban.socket"] == "ok" and found["console.server"] == "ok" and found["database.integrity"] == "ok"
    assert found["console.audit"] == "ok" and found["console.agentusers"] == "skipped"
    # The jail `many` has no action.
    assert found["jails.actions"] == "warning"
    assert told.status == 0 and run("doctor", "--strict", "--data-dir", console.data).status == 1
    brief = run("doctor", "--brief", "--data-dir", console.data).out
    assert "  ok  " not in brief and "WARN  Actions of the jails" in brief
    with (console.data / "bangui.sqlite-shm").open("r+b") as shared:
        # The eight locks of SQLite's write-ahead log (walformat.html, section 2.3), taken from it altogether.
        fcntl.lockf(shared, fcntl.LOCK_EX, 8, 120)
        assert statuses(run("doctor", "--json", "--data-dir", console.data))["database.open"] == "warning"


def test_another_user_is_told_what_it_may_not_see(consoles: StartConsole, fail2ban: Fail2ban, folder: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can run it as another user")
    console = consoles("--fail2ban-socket", str(fail2ban.socket)).start().set_up()
    folder.chmod(0o755)
    fail2ban.folder.chmod(0o711)
    copy = folder / "bangui"
    shutil.copy(program(), copy)
    done = subprocess.run(
        [copy, "doctor", "--json", "--data-dir", console.data, "--fail2ban-socket", fail2ban.socket],
        user=pwd.getpwnam("nobody").pw_uid, cwd="/", env=environment(), capture_output=True, encoding="utf-8", check=False)
    told = Result(done.returncode, done.stdout, done.stderr)
    checks = {check["id"]: check for check in told.json["checks"]}
    assert checks["fail2ban.socket"]["status"] == "failure"
    assert "nobody may not open" in checks["fail2ban.socket"]["reason"]
    assert "root:root" in checks["fail2ban.socket"]["reason"]
    # Whoever may open that socket is root: no command is shown that opens it to others.
    assert checks["fail2ban.socket"]["command"] is None and "sudo ./install" in checks["fail2ban.socket"]["advice"]
    assert checks["data.directory"]["status"] == "skipped" and checks["data.secret"]["status"] == "skipped"
    assert checks["database.open"]["status"] == "skipped"
