"""`sudo ./install` on a machine with systemd, fail2ban and a firewall of its own, from the first time to the removal.

The tests go on where the one before them ended, as an administrator does.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from machine import ROOT, Machine
from services import PASSWORD, SERVICES, eventually, install, one, set_up, sign_in, start


def status(machine: Machine, unit: str) -> dict[str, str]:
    """`/proc/PID/status` of a service's process."""
    text = machine.output("cat", f"/proc/{one(machine, unit, 'MainPID')}/status")
    return dict(re.findall(r"^(\w+):\s+(.*)$", text, re.MULTILINE))


def firewall(machine: Machine) -> str:
    return machine.run("nft", "list", "ruleset").stdout


def test_it_says_what_is_missing_and_changes_nothing(machine: Machine) -> None:
    refused = machine.run(str(ROOT / "install"), "--program", "/no/such/program", check=False)
    assert refused.returncode != 0
    assert "swift build -c release" in refused.stderr
    assert machine.run("getent", "passwd", "bangui", check=False).returncode != 0
    plain = machine.run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", str(ROOT / "install"), check=False)
    assert "sudo ./install" in plain.stderr


@pytest.mark.shows("ASVS-13.2.2")
def test_it_makes_two_services_of_which_only_the_agent_is_root(machine: Machine, program: Path) -> None:
    said = install(machine, program)
    assert "BanGUI is installed" in said
    for unit in SERVICES:
        assert one(machine, unit, "ActiveState") == "active"
        assert one(machine, unit, "UnitFileState") == "enabled"
    web, agent = (status(machine, unit) for unit in SERVICES)
    assert web["Uid"].split()[0] == machine.output("id", "-u", "bangui")
    assert [web[name] for name in ("CapEff", "CapPrm", "CapBnd")] == ["0000000000000000"] * 3
    assert (web["NoNewPrivs"], agent["NoNewPrivs"]) == ("1", "1")
    assert (web["Seccomp"], agent["Seccomp"]) == ("2", "2")
    assert agent["Uid"].split()[0] == "0"
    modes = machine.output(
        "stat", "--format=%n %a %U:%G", "/var/lib/bangui", "/var/lib/bangui-agent", "/run/bangui",
        "/run/bangui/agent.sock", "/etc/bangui/session-secret", "/etc/bangui/agent.conf", "/etc/bangui/bangui.env")
    assert modes.splitlines() == [
        "/var/lib/bangui 700 bangui:bangui",
        "/var/lib/bangui-agent 700 root:bangui",
        "/run/bangui 750 root:bangui",
        "/run/bangui/agent.sock 660 root:bangui",
        "/etc/bangui/session-secret 600 root:root",
        "/etc/bangui/agent.conf 644 root:root",
        "/etc/bangui/bangui.env 600 root:root",
    ]


def test_the_setup_link_leads_to_a_console_that_bans_in_the_firewall(machine: Machine) -> None:
    set_up(machine)
    session = sign_in(machine)
    banned = machine.ask("POST", "/api/bans", {"addresses": ["192.0.2.7"], "jails": ["sshd"]}, session)
    assert banned.json["results"][0]["result"] == "done", banned.body  # type: ignore[index]
    assert "192.0.2.7" in machine.output("fail2ban-client", "status", "sshd")
    assert "192.0.2.7" in firewall(machine)
    lifted = machine.ask("POST", "/api/unbans", {"addresses": ["192.0.2.7"]}, session)
    assert lifted.json["results"][0]["result"] == "done", lifted.body  # type: ignore[index]
    assert "192.0.2.7" not in firewall(machine)
    # What the log tells comes through the agent too.
    eventually(lambda: kinds(machine, session) == ["unban", "ban"], lambda: str(kinds(machine, session)))


def kinds(machine: Machine, session: dict[str, str]) -> list[str]:
    answer = machine.ask("GET", "/api/events?q=192.0.2.7", headers=session)
    return [event["kind"] for event in answer.json["events"]]  # type: ignore[index]


def test_commands_of_root_find_the_console_and_leave_nothing_of_roots(machine: Machine) -> None:
    assert "up" in machine.output("bangui", "status")
    assert "ada" in machine.output("bangui", "user", "list")
    assert "192.0.2.7" in machine.output("bangui", "events")
    assert machine.run("bangui", "audit", "verify").returncode == 0
    owners = machine.output("find", "/var/lib/bangui", "-printf", "%u\n")
    assert set(owners.split()) == {"bangui"}


def test_others_are_told_to_use_sudo(machine: Machine) -> None:
    for command in ("status", "doctor"):
        refused = machine.run(
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "bangui", command, check=False)
        assert (refused.returncode, "run this with sudo" in refused.stderr) == (5, True), refused.stderr


def test_a_backup_of_roots_is_restored_by_root(machine: Machine) -> None:
    machine.run("install", "-d", "-m", "700", "-o", "bangui", "/var/backups/bangui")
    machine.run("bangui", "backup", "/var/backups/bangui/now.backup")
    machine.run("systemctl", "stop", "bangui")
    assert "sudo systemctl start bangui" in machine.run("bangui", "doctor", check=False).stdout
    restored = machine.output("bangui", "restore", "/var/backups/bangui/now.backup", "--replace")
    assert "root restored the audit log" in restored
    start(machine)
    sign_in(machine)
    checked = machine.output("bangui", "audit", "verify")
    assert "root vouches for it" in checked, checked


@pytest.mark.shows("ASVS-16.4.2")
def test_whoever_has_the_console_cannot_pass_a_loss_of_entries_for_a_restore(machine: Machine) -> None:
    """By the very program, as the console's user: it writes the entry of a restore, for which root does not vouch."""
    as_console = ("setpriv", "--reuid=bangui", "--regid=bangui", "--init-groups")
    machine.run("bangui", "backup", "/var/backups/bangui/early.backup")
    machine.run("bangui", "user", "add", "eve", "--password-stdin", text=PASSWORD + "\n")
    eventually(lambda: "not yet" not in machine.output("bangui", "audit", "verify"), lambda: "eve is not anchored")
    machine.run("systemctl", "stop", "bangui")
    machine.run(
        *as_console, "bangui", "restore", "/var/backups/bangui/early.backup", "--replace", "--data-dir", "/var/lib/bangui")
    accused = machine.run("bangui", "audit", "verify", check=False)
    assert accused.returncode == 1
    assert "root did not vouch for" in accused.stderr, accused.stderr
    refused = machine.run(*as_console, "bangui", "audit", "accept", check=False)
    assert (refused.returncode, "Only root" in refused.stderr) == (5, True), refused.stderr
    named = machine.run("bangui", "audit", "verify", "--data-dir", "/var/lib/bangui", check=False)
    assert named.returncode == 1, "who names the console's folder is told of another log"
    start(machine)
    machine.run("bangui", "audit", "accept", "tried out")
    told = machine.output("bangui", "audit", "verify")
    assert "root (root) accepted the log" in told, told
    assert "tried out" in machine.output("bangui", "audit", "list", "--kind", "accept")


POISON = """
import json, socket, struct, sys
s = socket.socket(socket.AF_UNIX)
s.connect("/run/bangui/agent.sock")
head = {"hash": [7] * 32, "sequence": int(sys.argv[1])}
for number, message in enumerate([{"protocolNumber": 2}, {"audit": {"_0": {"append": {"_0": head}}}}]):
    body = json.dumps(message, separators=(",", ":")).encode()
    s.sendall(struct.pack(">IQ", 8 + len(body), number) + body)
    size = struct.unpack(">I", s.recv(4, socket.MSG_WAITALL))[0]
    answer = s.recv(size, socket.MSG_WAITALL)[8:].decode()
print(answer)
"""


def test_a_false_head_is_named_with_who_added_it_and_root_goes_on_from_there(machine: Machine) -> None:
    def poison(number: int) -> str:
        return machine.output(
            "setpriv", "--reuid=bangui", "--regid=bangui", "--init-groups", "python3", "-c", POISON, str(number))

    assert "can have been added since" in poison(2**62)
    assert machine.run("bangui", "audit", "verify", check=False).returncode == 0
    machine.run("systemctl", "stop", "bangui")
    assert "value" in poison(50_000)
    told = machine.journal("bangui").count("the audit log cannot be anchored")
    start(machine)
    sign_in(machine)
    eventually(
        lambda: machine.journal("bangui").count("the audit log cannot be anchored") > told,
        lambda: machine.journal("bangui"))
    assert re.search("number 50000 already.* refused", machine.journal("bangui-agent")), machine.journal("bangui-agent")
    accused = machine.run("bangui", "audit", "verify", check=False)
    user = machine.output("id", "-u", "bangui")
    assert accused.returncode == 1
    assert re.search(rf"entry 50000, anchored at \S+ by user {user}, is not in the log", accused.stdout), accused.stdout
    assert doctor(machine)["console.audit"] == "failure"
    machine.run("bangui", "audit", "accept", "a false head")
    assert machine.run("bangui", "audit", "verify").returncode == 0
    assert doctor(machine)["console.audit"] == "ok"


def doctor(machine: Machine) -> dict[str, str]:
    """The status of each check that root's doctor makes."""
    told = json.loads(machine.run("bangui", "doctor", "--json", check=False).stdout)
    return {check["id"]: check["status"] for check in told["checks"]}


def test_the_doctor_of_root_sees_that_the_agent_leaves_out_the_console(machine: Machine) -> None:
    assert doctor(machine)["console.agentusers"] == "ok"
    rules = machine.output("cat", "/etc/bangui/agent.conf")
    machine.write("/etc/bangui/agent.conf", rules.replace("users = bangui", "users = nobody") + "\n")
    found = machine.run("bangui", "doctor", "--brief", check=False).stdout
    machine.write("/etc/bangui/agent.conf", rules + "\n")
    assert "/etc/bangui/agent.conf does not name bangui, as whom the console runs" in found, found


def test_whoever_is_banned_from_the_console_is_let_in_without_it(machine: Machine) -> None:
    machine.run("fail2ban-client", "set", "sshd", "banip", "192.0.2.8")
    machine.run("systemctl", "stop", "bangui", "bangui-agent")
    assert "192.0.2.8 was banned in sshd: unbanned." in machine.output("bangui", "unban", "--self", "192.0.2.8")
    assert "192.0.2.8" not in firewall(machine)
    start(machine)
    assert one(machine, "bangui-agent.service", "ActiveState") == "active"
    eventually(lambda: "bangui unban --self" in machine.output("bangui", "audit", "list"), lambda: "no entry")


@pytest.mark.shows("ASVS-13.3.1")
def test_the_key_of_sessions_comes_from_systemd_and_lies_nowhere_else(machine: Machine) -> None:
    assert machine.run("ls", "/var/lib/bangui/session-secret", check=False).returncode != 0
    secret = machine.output("cat", "/etc/bangui/session-secret")
    assert machine.output("cat", "/run/credentials/bangui.service/session-secret") == secret
    assert secret not in machine.output("cat", f"/proc/{one(machine, 'bangui.service', 'MainPID')}/environ")


@pytest.mark.shows("ASVS-13.2.2", "ASVS-13.3.2")
def test_whoever_takes_over_the_console_reaches_what_the_documents_say(machine: Machine) -> None:
    unit = machine.output("cat", "/etc/systemd/system/bangui.service")
    # Not from the checkout: the service sees no /tmp but its own, and no homes.
    machine.write("/usr/local/share/reach.py", (ROOT / "Tests/installed/reach.py").read_text())
    probe = re.sub(r"(?m)^ExecStart=.*", "ExecStart=/usr/bin/python3 /usr/local/share/reach.py", unit)
    probe = re.sub(r"(?m)^(Type|Restart)=.*\n", "", probe)
    machine.write("/run/systemd/system/probe.service", probe)
    machine.run("systemctl", "daemon-reload")

    def lines() -> list[str]:
        return [line for line in machine.journal("probe.service").splitlines() if line.startswith("{")]

    before = len(lines())
    machine.run("systemctl", "start", "--wait", "probe.service", check=False)
    # The journal may take the line after the service has ended, and holds those of earlier runs too.
    eventually(lambda: len(lines()) == before + 1, lambda: machine.journal("probe.service"))
    found = json.loads(lines()[-1])
    assert table(found) in (ROOT / "docs/security.md").read_text(), table(found)


def table(found: dict[str, str]) -> str:
    """What was tried and what came of it, as it stands in the documents."""
    return "| tried | got |\n|---|---|\n" + "\n".join(f"| {name} | {result} |" for name, result in found.items())


@pytest.mark.parametrize(("unit", "most"), [("bangui.service", 2.0), ("bangui-agent.service", 3.0)])
def test_systemd_finds_little_that_is_exposed(machine: Machine, unit: str, most: float) -> None:
    said = machine.output("systemd-analyze", "security", "--no-pager", unit)
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert level
    assert float(level.group(1)) <= most, said


def test_the_agent_comes_back_by_itself_and_the_console_with_it(machine: Machine) -> None:
    killed = one(machine, "bangui-agent.service", "MainPID")
    machine.run("kill", "-KILL", killed)
    eventually(lambda: one(machine, "bangui-agent.service", "MainPID") not in ("0", killed), lambda: "no agent")
    session = sign_in(machine)

    def state() -> str:
        return str(machine.ask("GET", "/api/status", headers=session).json["fail2ban"]["state"])  # type: ignore[index]

    eventually(lambda: state() == "up", state)


def test_a_setting_that_is_wrong_fails_the_start_at_once(machine: Machine, program: Path) -> None:
    machine.run("sh", "-c", "echo 'BANGUI_LISTEN=nowhere' >> /etc/bangui/bangui.env")
    failed = machine.run("systemctl", "restart", "bangui", check=False)
    assert failed.returncode != 0
    assert "listen=nowhere: is no address" in machine.journal("bangui")
    refused = machine.run(str(ROOT / "install"), "--program", str(program), check=False)
    assert refused.returncode != 0
    assert "journalctl -u bangui" in refused.stderr
    machine.run("sed", "-i", "/^BANGUI_LISTEN=nowhere/d", "/etc/bangui/bangui.env")
    start(machine)


@pytest.mark.parametrize("unit", SERVICES)
def test_a_service_that_stands_still_is_started_anew(machine: Machine, unit: str) -> None:
    folder = f"/run/systemd/system/{unit}.d"
    machine.run("mkdir", "-p", folder)
    machine.write(f"{folder}/soon.conf", "[Service]\nWatchdogSec=1s\nTimeoutAbortSec=1s\n")
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "restart", unit)
    stuck = one(machine, unit, "MainPID")
    machine.run("kill", "-STOP", stuck)
    eventually(lambda: one(machine, unit, "MainPID") not in ("0", stuck), lambda: machine.journal(unit))
    machine.run("rm", "-r", folder)
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "restart", unit)


def test_a_second_installation_is_an_upgrade_that_keeps_everything(machine: Machine, program: Path) -> None:
    session = sign_in(machine)
    machine.run("sh", "-c", "echo '# mine' >> /etc/bangui/agent.conf")
    before = one(machine, "bangui.service", "MainPID")
    install(machine, program)
    assert one(machine, "bangui.service", "MainPID") != before
    assert machine.ask("GET", "/api/auth/session", headers=session).status == 200
    assert "# mine" in machine.output("cat", "/etc/bangui/agent.conf")


def test_an_upgrade_gives_the_account_nothing_of_roots(machine: Machine, program: Path) -> None:
    machine.write("/root/treasure", "a" * 64 + "\n")
    machine.run("chmod", "600", "/root/treasure")
    machine.run("rm", "/etc/bangui/session-secret")
    machine.run("ln", "-sf", "/root/treasure", "/var/lib/bangui/session-secret")
    refused = machine.run(str(ROOT / "install"), "--program", str(program), check=False)
    assert refused.returncode != 0
    assert machine.run("ls", "/etc/bangui/session-secret", check=False).returncode != 0
    machine.run("rm", "/var/lib/bangui/session-secret")
    install(machine, program)
    assert machine.output("stat", "--format=%U", "/root/treasure") == "root"


def test_root_follows_nothing_that_the_console_wrote(machine: Machine) -> None:
    """The console's own record of itself names a program, which root's command must not run."""
    lock = json.loads(machine.output("cat", "/var/lib/bangui/lock"))
    machine.write("/var/lib/bangui/trap", "#!/bin/sh\ntouch /var/lib/bangui/sprung\n")
    machine.run("chmod", "755", "/var/lib/bangui/trap")
    lock |= {"clientProgram": ["/var/lib/bangui/trap"], "socket": "/var/lib/bangui/none.sock", "agentSocket": None}
    machine.write("/var/lib/bangui/lock", json.dumps(lock))
    machine.run("fail2ban-client", "set", "sshd", "banip", "192.0.2.9")
    machine.run("bangui", "jail", "reload", "sshd", "--data-dir", "/var/lib/bangui", check=False)
    assert machine.run("ls", "/var/lib/bangui/sprung", check=False).returncode != 0
    assert "unbanned" in machine.output("bangui", "unban", "--self", "192.0.2.9")


def test_a_removal_keeps_the_data_unless_it_is_told_to_purge(machine: Machine, program: Path) -> None:
    said = machine.output(str(ROOT / "install"), "--remove")
    assert "kept: /etc/bangui, /var/lib/bangui" in said
    assert machine.run("ls", "/var/lib/bangui/bangui.sqlite").returncode == 0
    gone = ["/usr/local/bin/bangui", "/usr/local/lib/bangui", *(f"/etc/systemd/system/{unit}" for unit in SERVICES)]
    for path in gone:
        assert machine.run("ls", path, check=False).returncode != 0, path
    assert machine.output("fail2ban-client", "ping") == "Server replied: pong"
    install(machine, program)
    sign_in(machine)
    machine.output(str(ROOT / "install"), "--remove", "--purge")
    left = machine.run("ls", "-d", "/etc/bangui", "/var/lib/bangui", "/var/lib/bangui-agent", *gone, check=False).stdout
    assert left == ""
    assert machine.run("getent", "passwd", "bangui", check=False).returncode != 0
    assert machine.output("fail2ban-client", "ping") == "Server replied: pong"
