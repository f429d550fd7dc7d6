"""Fixtures: one machine for all tests, with a real fail2ban that bans by nftables."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from machine import ROOT, Machine, obstacle

JAIL = """
[DEFAULT]
banaction = nftables-multiport
backend = polling

[sshd]
enabled = true
logpath = /var/log/auth.log
"""


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    """A machine on which fail2ban runs and BanGUI is not installed."""
    if reason := obstacle():
        pytest.skip(reason)
    machine = Machine()
    try:
        try:
            machine.start()
            _try_what_services_need(machine)
        except RuntimeError as error:
            # Nothing of BanGUI has run yet: it is this machine that cannot, such as a container without the rights.
            pytest.skip(f"no machine of its own can be started here: {str(error)[-300:]}")
        _install_fail2ban(machine)
        yield machine
    finally:
        machine.stop()


def _try_what_services_need(machine: Machine) -> None:
    """A firewall, and the ways in which systemd confines a service."""
    machine.run("nft", "list", "ruleset")
    machine.write("/run/credential", "x")
    confined = (
        "PrivateUsers=yes", "PrivateTmp=yes", "ProtectSystem=strict", "ProtectProc=invisible", "MemoryDenyWriteExecute=yes",
        "SystemCallFilter=@system-service", "LoadCredential=x:/run/credential", "User=nobody")
    machine.run("systemd-run", "--wait", "--quiet", *(f"--property={each}" for each in confined), "true")


def _install_fail2ban(machine: Machine) -> None:
    """Debian's package as it is, but for its scripts: they would look for a network."""
    # `/lib` is a link on a machine of today.
    machine.run("sh", "-c", f"tar -C {ROOT}/.cache/fail2ban-1.0.2 -c . | tar -C / -x --keep-directory-symlink")
    machine.run("systemd-tmpfiles", "--create")
    machine.write("/etc/fail2ban/jail.d/defaults-debian.conf", JAIL)
    machine.write("/var/log/auth.log", "")
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "start", "fail2ban.service")
    machine.run("timeout", "30", "sh", "-c", "until fail2ban-client status sshd >/dev/null 2>&1; do sleep 0.2; done")


@pytest.fixture(scope="session")
def program() -> Path:
    """The built program."""
    return Path(os.environ.get("BANGUI_PROGRAM", ROOT / ".build/debug/bangui"))
