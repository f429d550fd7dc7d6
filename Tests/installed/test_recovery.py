"""A fail2ban that dies on a machine where BanGUI is installed: who starts it again, and who cannot."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from machine import Machine
from services import eventually, install, one, set_up, sign_in

COMMAND = "fail2ban_start_command = /usr/bin/systemctl start fail2ban"
# Else systemd itself brings it back, and BanGUI has nothing to do.
ALONE = "[Service]\nRestart=no\n"


@pytest.fixture(scope="module")
def console(machine: Machine, program: Path) -> Iterator[Machine]:
    """The machine with a console that is set up, and a fail2ban that nobody else looks after."""
    machine.write("/run/systemd/system/fail2ban.service.d/alone.conf", ALONE)
    machine.run("systemctl", "daemon-reload")
    install(machine, program)
    set_up(machine)
    yield machine
    install(machine, program, "--remove", "--purge")


def kill_fail2ban(machine: Machine) -> str:
    """kill -9; gives the process that was killed."""
    killed = one(machine, "fail2ban.service", "MainPID")
    assert killed != "0"
    machine.run("kill", "-KILL", killed)
    return killed


def test_a_killed_fail2ban_is_started_by_the_agent_where_root_says_so_and_never_by_the_console(
    console: Machine,
) -> None:
    session = sign_in(console)

    def recovery() -> dict[str, object]:
        return console.ask("GET", "/health", headers=session).json["recovery"]  # type: ignore[index]

    def state() -> str:
        return str(console.ask("GET", "/api/status", headers=session).json["fail2ban"]["state"])  # type: ignore[index]

    eventually(lambda: state() == "up", state)
    kill_fail2ban(console)
    eventually(lambda: recovery()["state"] == "closed", lambda: str(recovery()))
    refused = console.ask("POST", "/api/daemon/start", {}, session)
    assert (refused.status, refused.json["code"]) == (403, "not_allowed"), refused.body  # type: ignore[index]
    as_console = ("setpriv", "--reuid=bangui", "--regid=bangui", "--init-groups", "--no-new-privs")
    assert console.run(*as_console, "systemctl", "start", "fail2ban", check=False).returncode != 0
    assert one(console, "fail2ban.service", "MainPID") == "0"
    console.run("sh", "-c", f"echo '{COMMAND}' >> /etc/bangui/agent.conf")
    console.run("systemctl", "restart", "bangui-agent")
    # The agent that is new has never met that fail2ban: how it ended, its log tells.
    eventually(lambda: one(console, "fail2ban.service", "MainPID") != "0", lambda: str(recovery()), patience=90)
    eventually(lambda: state() == "up", state)
    eventually(lambda: recovery()["state"] == "idle", lambda: str(recovery()))
    last = console.ask("GET", "/api/daemon/recovery", headers=session).json["history"][0]  # type: ignore[index]
    assert (last["automatic"], last["by"], last["ending"], last["result"]) == (True, "BanGUI", "died", "started")
    # It is systemd's own service again, and no child of the agent's, in whose sandbox it could not work.
    cgroup = console.output("cat", f"/proc/{one(console, 'fail2ban.service', 'MainPID')}/cgroup")
    assert "fail2ban.service" in cgroup and "bangui" not in cgroup

    # It has just started: while a jail that ran before is not there yet, the answer is to come back.
    def ban() -> dict[str, object]:
        return console.ask("POST", "/api/bans", {"addresses": ["192.0.2.77"], "jails": ["sshd"]}, session).json

    eventually(lambda: ban().get("results", [{}])[0].get("result") in ("done", "already"), lambda: str(ban()))  # type: ignore[index]
    eventually(lambda: "192.0.2.77" in console.run("nft", "list", "ruleset").stdout, lambda: str(recovery()))


@pytest.mark.skipif(os.environ.get("BANGUI_LONG_TESTS") != "1", reason="a quarter of an hour: only in ./test --long")
@pytest.mark.timeout(1800)
def test_a_console_whose_vital_part_stands_still_is_started_anew(console: Machine) -> None:
    """A disk on which no write to the database comes to its end; all threads take new work, so that only the parts
    of the server that wait for it tell."""
    stuck = one(console, "bangui.service", "MainPID")
    hang = (
        f"exec strace -f -p {stuck} -P /var/lib/bangui/bangui.sqlite-wal -e trace=pwrite64"
        " -e inject=pwrite64:delay_enter=3600s -o /dev/null >/dev/null 2>&1")
    console.run("systemd-run", "--quiet", "--unit=hang", "sh", "-c", hang)
    eventually(lambda: "TracerPid:\t0" not in console.output("cat", f"/proc/{stuck}/status"), lambda: "not traced")
    console.run("fail2ban-client", "set", "sshd", "banip", "192.0.2.78")
    eventually(
        lambda: "Watchdog timeout" in console.journal("bangui"), lambda: console.journal("bangui")[-3000:], patience=1300)
    journal = console.journal("bangui")
    assert "a loop of this process does not come round" in journal, journal[-3000:]
    assert "part of this process stands still" in journal, journal[-3000:]
    # No process ends in the midst of a write that hangs: the disk answers again.
    console.run("systemctl", "stop", "hang")
    eventually(
        lambda: one(console, "bangui.service", "ActiveState") == "active"
        and one(console, "bangui.service", "MainPID") not in ("0", stuck),
        lambda: console.journal("bangui")[-3000:], patience=120)
    sign_in(console)
