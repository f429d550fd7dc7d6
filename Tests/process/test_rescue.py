"""What lets an administrator in again who has nothing but root and a shell."""

from __future__ import annotations

import os
import pwd
import subprocess
from pathlib import Path

import pytest

from client import PASSWORD, USERNAME
from command import Result, environment, program, run
from conftest import StartConsole
from daemon import Fail2ban
from test_health import as_nobody

OTHER = "another long enough passphrase"


def rescue(fail2ban: Fail2ban, *words: str | Path, **more: str) -> Result:
    """`bangui unban --self WORDS…` without a data directory."""
    return run("unban", "--self", *words, "--fail2ban-socket", fail2ban.socket, "--data-dir", fail2ban.folder / "none", more=more)


def test_who_was_banned_is_let_in_again_by_the_socket_alone(fail2ban: Fail2ban) -> None:
    fail2ban.client("set", "one", "banip", "10.230.0.1")
    fail2ban.client("set", "two", "banip", "10.230.0.1", "10.230.0.0/24", "10.230.1.0/24")
    told = rescue(fail2ban, SSH_CONNECTION="10.230.0.1 50000 10.0.0.1 22")
    assert told.status == 0 and not (fail2ban.folder / "none").exists()
    assert "10.230.0.1 was banned in one: unbanned." in told.out
    assert "10.230.0.0/24, which holds 10.230.0.1, was banned in two: unbanned." in told.out
    assert fail2ban.banned("one").isdisjoint({"10.230.0.1"}) and "10.230.1.0/24" in fail2ban.banned("two")
    assert {"10.230.0.1", "10.230.0.0/24"}.isdisjoint(fail2ban.banned("two"))
    again = rescue(fail2ban, "--json", SSH_CLIENT="10.230.0.1 50000 22")
    assert again.status == 0 and again.json == {"address": "10.230.0.1", "jails": 3, "unbanned": []}
    assert "is banned in none of the 3 jails" in rescue(fail2ban, "10.230.0.1").out


def test_sudo_hides_where_one_comes_from_and_the_shell_above_tells(fail2ban: Fail2ban) -> None:
    fail2ban.client("set", "one", "banip", "2001:db8:230::1")
    # As `sudo` does, the command gets an environment without the words of SSH.
    command = f"env -i {program()} unban --self --fail2ban-socket {fail2ban.socket} --data-dir /nonexistent; true"
    told = subprocess.run(
        ["/bin/sh", "-c", command], env=environment({"SSH_CONNECTION": "2001:db8:230::1%eth0 50000 2001:db8::1 22"}), cwd="/",
        capture_output=True, text=True, check=False)
    assert "2001:db8:230::1 was banned in one: unbanned." in told.stdout, told.stderr


def test_an_address_that_nobody_tells_is_asked_for(fail2ban: Fail2ban, folder: Path) -> None:
    refused = rescue(fail2ban, "nonsense")
    assert refused.status == 2 and "is no IPv4 or IPv6 address" in refused.err
    assert run("unban", "--self", "192.0.2.1", "--jail", "one").status == 2
    assert run("unban").status == 2
    gone = run("unban", "--self", "192.0.2.1", "--fail2ban-socket", folder / "no.sock", "--data-dir", folder / "none")
    assert gone.status == 3 and str(folder / "no.sock") in gone.err


@pytest.mark.shows("ASVS-6.4.3")
def test_root_sets_the_password_of_a_server_that_runs_as_another_user(
    consoles: StartConsole, fail2ban: Fail2ban
) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can start it as another user")
    console = consoles("--fail2ban-socket", str(fail2ban.socket))
    as_nobody(console)
    console.start().set_up()
    administrator = console.administrator()
    words = ("user", "password", USERNAME, "--password-stdin", "--data-dir", console.data)
    # The temporary program is one that the user may run.
    done = run(*words, stdin=OTHER)
    assert done.status == 0, done.err
    assert not administrator.is_signed_in()
    assert console.client().sign_in(USERNAME, PASSWORD).status == 401
    assert console.client().sign_in(USERNAME, OTHER).status == 200
    nobody = pwd.getpwnam("nobody").pw_uid
    assert all(path.stat().st_uid == nobody for path in console.data.rglob("*"))
    assert run("user", "list", "--json", "--data-dir", console.data).json["users"][0]["username"] == USERNAME
