"""BanGUI as it is installed on a machine: brought there, set up, asked."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from machine import ROOT, Machine

PASSWORD = "correct horse battery staple"
SERVICES = ("bangui.service", "bangui-agent.service")


def install(machine: Machine, program: Path, *more: str) -> str:
    return machine.output(str(ROOT / "install"), "--program", str(program), *more)


def set_up(machine: Machine) -> None:
    """Completes the setup by the link that the console printed."""
    # The last one: there may have been an installation before, which was removed.
    token = re.findall(r"setup: http\S*token=(\S+)", machine.journal("bangui"))[-1]
    assert token == machine.output("cat", "/var/lib/bangui/setup-token")
    done = machine.ask("POST", "/api/setup", {"token": token, "username": "ada", "password": PASSWORD})
    assert done.status == 201, done.body


def sign_in(machine: Machine) -> dict[str, str]:
    """The headers of a session."""
    answer = machine.ask("POST", "/api/auth/login", {"username": "ada", "password": PASSWORD})
    assert answer.status == 200, answer.body
    cookie = answer.headers["set-cookie"].split(";", 1)[0]
    return {"Cookie": cookie, "X-CSRF-Token": answer.json["csrfToken"]}  # type: ignore[index]


def one(machine: Machine, unit: str, what: str) -> str:
    """A property of a unit."""
    return machine.output("systemctl", "show", "--value", f"--property={what}", unit)


def start(machine: Machine) -> None:
    """Starts the console; systemd says that it has when it serves."""
    machine.run("systemctl", "start", "bangui")
    machine.run("curl", "--silent", "--fail", "http://127.0.0.1:8080/health/live")


def eventually(holds: Callable[[], bool], found: Callable[[], str], patience: float = 30) -> None:
    """Waits until something holds, and fails with what there was instead."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, found()
        time.sleep(0.2)
