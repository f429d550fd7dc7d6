"""The console as an ordinary user, with root's part in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import Agent
from command import Result, environment, program, run
from conftest import StartConsole
from console import eventually
from daemon import Fail2ban

USER = 4011
"""Nobody's number here."""

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can be two users")


@pytest.fixture
def agent(folder: Path, fail2ban: Fail2ban) -> Iterator[Agent]:
    folder.chmod(0o755)
    agent = Agent(folder / "agent", fail2ban, users=(USER,) if os.getuid() == 0 else ())
    try:
        yield agent.start()
    finally:
        agent.stop()


def run_as(user: int, *words: str | Path) -> Result:
    """Runs `bangui WORDS…` as another user, without any group but its own."""
    done = subprocess.run(
        [program(), *words], stdin=subprocess.DEVNULL, cwd="/", env=environment({"HOME": "/"}), timeout=120, user=user,
        group=user, extra_groups=[], capture_output=True, encoding="utf-8", errors="replace", check=False)
    return Result(done.returncode, done.stdout, done.stderr)


@as_root
def test_a_console_without_root_bans_through_the_agent(
    consoles: StartConsole, folder: Path, fail2ban: Fail2ban, agent: Agent
) -> None:
    console = consoles("--agent-socket", str(agent.socket), user=USER, group=USER)
    shutil.chown(console.folder, USER, USER)
    console.start().set_up()
    client = console.administrator()
    assert eventually(lambda: client.get("/api/status").json["fail2ban"]["state"] == "up"), client.get("/api/status").body
    answer = client.post("/api/bans", {"addresses": ["192.0.2.71"], "jails": ["one"], "reason": "x"})
    assert answer.json["results"][0]["result"] == "done", answer.body
    assert "192.0.2.71" in fail2ban.banned()
    # A command of the same user finds the agent by the server that runs.
    listed = run_as(USER, "status", "--data-dir", console.data)
    assert listed.status == 0, listed.err
    assert "banned now" in listed.out
    agent.stop()
    assert eventually(lambda: client.get("/api/status").json["fail2ban"]["state"] == "down")
    assert "systemctl start bangui-agent" in client.get("/api/status").json["fail2ban"]["error"]
    health = client.get("/health").json
    assert health["status"] == "degraded" and "agent" in [check["name"] for check in health["checks"]], health
    answer = client.post("/api/unbans", {"addresses": ["192.0.2.71"], "jails": ["one"]})
    assert answer.status == 503 and answer.json["code"] == "agent_unreachable", answer.body
    agent.start()
    assert eventually(lambda: client.get("/api/status").json["fail2ban"]["state"] == "up")
    answer = client.post("/api/unbans", {"addresses": ["192.0.2.71"], "jails": ["one"]})
    assert answer.json["results"][0]["result"] == "done", answer.body
    assert f"uid={USER}" in agent.log and "bans.ban" in agent.log and "bans.unban" in agent.log


@as_root
@pytest.mark.shows("ASVS-13.2.1")
def test_another_user_is_told_what_to_do(agent: Agent) -> None:
    stranger = run_as(4012, "status", "--agent-socket", agent.socket)
    assert stranger.status == 5 and "/etc/bangui/agent.conf" in stranger.err, stranger.err
    agent.socket.chmod(0o666)
    stranger = run_as(4012, "status", "--agent-socket", agent.socket)
    assert stranger.status == 5 and "users" in stranger.err, stranger.err
    assert "uid=4012" in agent.log
    assert run_as(USER, "status", "--agent-socket", agent.socket).status == 0


def test_commands_of_the_agents_owner_reach_fail2ban_through_it(agent: Agent, folder: Path) -> None:
    told = run("status", "--agent-socket", agent.socket, "--json")
    assert told.status == 0 and told.json["fail2ban"]["state"] == "up", told.err
    agent.kill()
    dead = run("status", "--agent-socket", agent.socket)
    assert dead.status == 3 and "systemctl restart bangui-agent" in dead.err, dead.err
    agent.start()
    assert run("status", "--agent-socket", agent.socket).status == 0
    assert agent.stop() == 0 and not agent.socket.exists()
    gone = run("status", "--agent-socket", folder / "none.sock", "--json")
    assert gone.status == 3 and "systemctl status bangui-agent" in gone.err, gone.err


def test_a_configuration_that_is_not_understood_or_not_roots_stops_the_start(folder: Path) -> None:
    path = folder / "agent.conf"
    for text, words in [
        ("sockt = /run/x", f"{path}:1: there is no setting"), ("\nsocket = x", f"{path}:2: "),
        ("users = no-such-user-here", "useradd"),
    ]:
        path.write_text(text + "\n")
        refused = run("agent", "--config", path)
        assert refused.status == 78 and words in refused.err, refused.err
        assert len(refused.err.strip().splitlines()) == 1
    path.write_text("")
    path.chmod(0o666)
    refused = run("agent", "--config", path)
    assert refused.status == 78 and "chmod go-w" in refused.err, refused.err


def test_two_agents_do_not_share_a_socket(agent: Agent) -> None:
    second = run("agent", "--config", agent.configuration)
    assert second.status == 6 and "Another agent" in second.err, second.err


