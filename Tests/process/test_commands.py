"""The command line: what it prints where, how it ends, and what it does beside a running server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from command import Result, program, run
from conftest import StartConsole
from console import Console, eventually
from daemon import Fail2ban

COMMANDS = [
    ["serve"], ["demo"], ["doctor"], ["status"], ["ban"], ["ban", "add"], ["ban", "list"], ["unban"], ["events"], ["address"],
    ["search"], ["patterns"],
    ["version"],
    ["backup"], ["restore"], ["agent"], ["outbound"], ["outbound", "check"],
    *[["audit", verb] for verb in ["list", "verify"]],
    *[["jail", verb] for verb in ["list", "show", "set", "start", "stop", "reload"]],
    *[["user", verb] for verb in ["add", "list", "disable", "enable", "delete", "password"]],
    *[["token", verb] for verb in ["create", "list", "revoke"]],
    *[["geo", verb] for verb in ["info", "update", "remove"]],
]
OFFERED = {
    "serve", "demo", "agent", "doctor", "status", "jail", "ban", "unban", "events", "address", "search", "user", "token", "audit", "backup",
    "restore", "outbound", "daemon", "task", "geo", "patterns", "version",
}


def test_it_offers_exactly_what_is_there() -> None:
    text = run("--help").out.partition("SUBCOMMANDS:")[2]
    names = {line.split()[0] for line in text.splitlines() if line.startswith("  ") and line[2:3].islower()}
    assert names == OFFERED


@pytest.mark.parametrize("words", [["version"], ["--help"], ["nonsense"]], ids=" ".join)
def test_a_reader_that_has_gone_is_no_fault(words: list[str]) -> None:
    # As `bangui ban list | head` does: the pipe has nobody at its other end any more.
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [program(), *words], stdout=writing, stderr=writing, stdin=subprocess.DEVNULL, timeout=120, check=False)
    os.close(writing)
    assert done.returncode == (2 if words == ["nonsense"] else 0)


@pytest.mark.parametrize("words", [[], *COMMANDS, ["jail"], ["user"]], ids=" ".join)
def test_every_command_explains_itself(words: list[str]) -> None:
    result = run(*words, "--help", more={"BANGUI_NONSENSE": "1"})
    assert result.status == 0 and result.err == ""
    assert "USAGE: bangui" in result.out and "\x1b" not in result.out


def test_the_exit_codes_are_told() -> None:
    text = " ".join(run("--help").out.split())
    for code in ["0 done", "1 failed", "2 wrong usage", "3 fail2ban", "4 not found", "5 not permitted", "6 refused",
                 "7 timed out", "75 try again", "78 wrong configuration"]:
        assert code in text


def test_version_is_one_line_or_json() -> None:
    assert run("version").out == f"bangui {run('version', '--json').json['version']}\n"
    # As every other command has it, for scripts that give it to all.
    assert run("version", "--data-dir", "/nowhere").out == run("version").out


@pytest.mark.parametrize(("words", "advice"), [
    (["sttaus"], "bangui status"), (["jails"], "bangui jail"), (["unbann", "192.0.2.1"], "bangui unban"),
    (["jail", "sohw"], "bangui jail show"), (["user", "ad", "eve"], "bangui user add"),
    (["frobnicate"], "There are: serve"),
])
def test_an_unknown_command_names_the_nearest(words: list[str], advice: str) -> None:
    result = run(*words)
    assert result.status == 2 and result.out == ""
    assert advice in result.err and len(result.err.splitlines()) == 1


@pytest.mark.parametrize("words", [
    ["ban"], ["ban", "192.0.2.1"], ["user", "add"], ["serve", "--lsten", "x"], ["status", "surplus"],
    ["jail", "set", "one"], ["ban", "192.0.2.1", "--jail", "one", "--duration", "soon", "--keep"],
], ids=" ".join)
def test_wrong_usage_is_2(console: Console, words: list[str]) -> None:
    place = ["--data-dir", str(console.data)] if words[0] != "serve" and len(words) > 2 else []
    result = run(*words, *place)
    assert result.status == 2 and result.out == "" and result.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_are_valid(shell: str, folder: Path) -> None:
    result = run("--generate-completion-script", shell)
    assert result.status == 0 and result.err == ""
    for command in OFFERED:
        assert command in result.out
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed to check the syntax")
    script = folder / f"bangui.{shell}"
    script.write_text(result.out)
    subprocess.run([shell, "-n", script], check=True)


def test_the_link_to_open_is_the_last_thing_said_and_set_off(consoles: StartConsole, fail2ban: Fail2ban) -> None:
    console = consoles("--fail2ban-socket", str(fail2ban.socket)).start()
    assert console.out.endswith(f"\n\nsetup: {console.url}\n\n")
    console.set_up().stop()
    console.start()
    assert console.out.endswith(f"\n\nconsole: {console.url}\n\n")


def at(console: Console, *words: str) -> Result:
    """A command beside a running server; it finds the server's fail2ban by itself."""
    return run(*words, "--data-dir", console.data)


@pytest.fixture
def beside(consoles: StartConsole, fail2ban: Fail2ban) -> Console:
    """A running server whose fail2ban is known to nobody else: not from flags, not from what setup stored."""
    console = consoles(more={"BANGUI_FAIL2BAN_SOCKET": str(fail2ban.socket)})
    return console.start().set_up()


def test_commands_find_the_fail2ban_of_the_running_server(beside: Console, fail2ban: Fail2ban) -> None:
    client = beside.administrator()
    banned = at(beside, "ban", "10.220.0.1", "--jail", "one", "--json")
    assert banned.status == 0 and banned.err == ""
    assert banned.json["results"][0]["result"] == "done"
    assert "10.220.0.1" in fail2ban.banned()
    assert eventually(lambda: "10.220.0.1" in client.banned("10.220.0.1"))
    assert at(beside, "unban", "10.220.0.1").out == "one  10.220.0.1  done\n"
    assert eventually(lambda: "10.220.0.1" not in client.banned("10.220.0.1"))
    assert "10.220.0.1" not in fail2ban.banned()


def test_results_go_to_standard_output_as_text_or_json(beside: Console) -> None:
    status = at(beside, "status", "--json")
    assert status.json["fail2ban"]["state"] == "up" and status.err == ""
    assert "is up" in at(beside, "status").out
    jails = at(beside, "jail", "list", "--json")
    assert {jail["name"] for jail in jails.json["jails"]} >= {"one", "two"}
    assert at(beside, "jail", "list").out.startswith("JAIL")
    shown = at(beside, "jail", "show", "two", "--json")
    assert shown.json["name"] == "two" and shown.json["maxretry"] == 3
    changed = at(beside, "jail", "set", "two", "--maxretry", "5", "--json")
    assert changed.json["results"][0]["result"] == "done"
    assert at(beside, "jail", "show", "two", "--json").json["maxretry"] == 5
    assert at(beside, "jail", "set", "two", "--maxretry", "3").status == 0
    assert at(beside, "user", "list", "--json").json["users"][0]["username"] == "admin"


def test_what_is_already_so_is_no_failure(beside: Console) -> None:
    for expected in ["done", "already"]:
        result = at(beside, "ban", "10.220.0.2", "--jail", "one", "--json")
        assert (result.status, result.json["results"][0]["result"]) == (0, expected)
    for expected in ["done", "already"]:
        result = at(beside, "unban", "10.220.0.2", "--jail", "one", "--json")
        assert (result.status, result.json["results"][0]["result"]) == (0, expected)


def test_a_range_that_nobody_can_confirm_is_refused_before_it_is_banned(
    beside: Console, fail2ban: Fail2ban
) -> None:
    actions = fail2ban.folder / "actions"
    before = actions.read_text() if actions.exists() else ""
    many = [f"10.221.0.{number}" for number in range(1, 12)]
    for addresses in [["10.221.0.0/24"], many]:
        refused = at(beside, "ban", *addresses, "--jail", "one")
        assert refused.status == 6 and refused.out == "" and "--keep" in refused.err
    assert not {"10.221.0.0/24", *many} & fail2ban.banned()
    assert (actions.read_text() if actions.exists() else "") == before
    kept = at(beside, "ban", "10.221.0.0/24", "--jail", "one", "--keep")
    assert kept.status == 0 and "10.221.0.0/24" in fail2ban.banned()
    assert at(beside, "unban", "10.221.0.0/24").status == 0


def test_bans_in_force_are_listed(beside: Console, fail2ban: Fail2ban) -> None:
    assert at(beside, "ban", "10.222.0.1", "--jail", "one", "--duration", "2h").status == 0
    assert at(beside, "ban", "add", "2001:db8:222::/48", "--jail", "two", "--keep").status == 0
    listed = at(beside, "ban", "list")
    head, *rows = [line.split() for line in listed.out.splitlines()]
    assert listed.err == "" and head == ["ADDRESS", "JAIL", "SINCE", "ENDS", "BY"]
    assert [row[1:2] + row[4:] for row in rows if row[0] == "10.222.0.1"] == [["one", "bangui"]]
    assert [row[1:2] + row[4:] for row in rows if row[0] == "2001:db8:222::/48"] == [["two", "fail2ban"]]
    two = at(beside, "ban", "list", "--jail", "two", "--json").json
    assert {ban["jail"] for ban in two["bans"]} == {"two"} and two["total"] == len(two["bans"])
    assert {ban["address"] for ban in two["bans"]} == fail2ban.banned("two")
    mine = [ban for ban in at(beside, "ban", "list", "--json").json["bans"] if ban["address"] == "10.222.0.1"]
    served = beside.administrator().get("/api/bans?q=10.222.0.1").json["bans"]
    assert [ban["expiresAt"] for ban in mine] == [ban["expiresAt"] for ban in served]
    assert at(beside, "ban", "list", "--jail", "nowhere").status == 4
    assert at(beside, "unban", "10.222.0.1", "2001:db8:222::/48").status == 0
    assert "10.222.0.1" not in at(beside, "ban", "list").out


@pytest.mark.parametrize("words", [
    ["ban", "10.222.0.3", "--jail"], ["ban", "list", "--jail"], ["unban", "10.222.0.3", "--jail"], ["jail", "stop"],
    ["jail", "reload"], ["jail", "set", "--maxretry", "4"],
], ids=" ".join)
def test_a_jail_that_is_not_there_names_the_nearest_or_all(
    beside: Console, fail2ban: Fail2ban, words: list[str]
) -> None:
    near, far = at(beside, *words, "oen"), at(beside, *words, "nowhere")
    assert (near.status, near.out, far.status, far.out) == (4, "", 4, "")
    assert "“oen”" in near.err and "Did you mean “one”?" in near.err
    assert "“nowhere”" in far.err and "There are: many, one, two." in far.err
    assert "10.222.0.3" not in fail2ban.banned()


def test_a_changed_setting_is_told_before_and_after(beside: Console) -> None:
    changed = at(beside, "jail", "set", "two", "--findtime", "3m", "--bantime", "1h", "--maxretry", "4")
    assert changed.out.splitlines() == [
        "two  bantime: 10m → 1h  done", "two  findtime: 10m → 3m  done", "two  maxretry: 3 → 4  done"]
    assert at(beside, "jail", "set", "two", "--findtime", "180").out == "two  findtime: 3m  already\n"
    assert at(beside, "jail", "set", "two", "--findtime", "10m", "--bantime", "600", "--maxretry", "3").status == 0


def test_a_jail_is_stopped_by_name_and_listed_as_stopped(folder: Path, consoles: StartConsole) -> None:
    daemon = Fail2ban(folder / "fail2ban").start()
    try:
        console = consoles(more={"BANGUI_FAIL2BAN_SOCKET": str(daemon.socket)}).start().set_up()
        assert at(console, "jail", "stop", "two").out == "two  stop  done\n"
        assert daemon.client("status", "two").returncode != 0
        assert at(console, "jail", "stop", "two", "--json").status == 4
        rows = [line.split() for line in at(console, "jail", "list").out.splitlines()]
        assert [row[:2] for row in rows] == [
            ["JAIL", "STATE"], ["many", "running"], ["one", "running"], ["two", "stopped"]]
        told = at(console, "jail", "list", "--json").json
        assert [jail["name"] for jail in told["jails"]] == ["many", "one"]
        assert [jail["name"] for jail in told["stopped"]] == ["two"] and told["stopped"][0]["by"]
        served = console.administrator()
        assert eventually(lambda: served.get("/api/jails").json["stopped"] == told["stopped"])
        daemon.client("reload", "--if-exists", "two")
        assert eventually(lambda: at(console, "jail", "list", "--json").json["stopped"] == [])
    finally:
        daemon.stop()


def test_without_fail2ban_the_last_known_bans_are_listed_with_their_age(
    folder: Path, consoles: StartConsole
) -> None:
    daemon = Fail2ban(folder / "fail2ban").start()
    try:
        console = consoles(more={"BANGUI_FAIL2BAN_SOCKET": str(daemon.socket)}).start()
        client = console.set_up().administrator()
        assert client.ban("10.223.0.1", duration="2h").status == 200
        live: dict[str, Any] = {}

        def is_on_record() -> bool:
            live.update(at(console, "ban", "list", "--json").json)
            return [ban.get("count") for ban in live["bans"]] == [1]

        assert eventually(is_on_record), live
        assert live["stale"] is False and [ban["address"] for ban in live["bans"]] == ["10.223.0.1"]
        # Seen again after the ban, with all that fail2ban says of it.
        assert eventually(lambda: [ban.get("count") for ban in client.get("/api/bans").json["bans"]] == [1])
        daemon.stop()
        assert eventually(lambda: client.get("/api/status").json["fail2ban"]["state"] == "down")
        assert eventually(lambda: at(console, "ban", "list").status == 0)
        text = at(console, "ban", "list")
        assert "10.223.0.1" in text.out and "fail2ban is not running" in text.err and "no “bangui serve”" not in text.err
        assert re.search(r"the last known, \d+ s old \(20", text.err)
        told = at(console, "ban", "list", "--json")
        assert (told.status, told.err, told.json["stale"]) == (0, "", True)
        assert told.json["bans"] == live["bans"]
        # It was looked at every second, and what was seen last is known.
        age = datetime.now(UTC) - datetime.fromisoformat(told.json["readAt"])
        assert timedelta() <= age < timedelta(seconds=20)
        assert at(console, "ban", "list", "--jail", "two", "--json").json["bans"] == []
        console.kill()
        assert at(console, "ban", "list", "--json").status == 0
    finally:
        daemon.stop()


def test_without_fail2ban_nothing_is_claimed_that_is_not_known(folder: Path, consoles: StartConsole) -> None:
    status = run("status", "--json", "--fail2ban-socket", folder / "none")
    assert status.status == 3
    assert [status.json[key] for key in ["jails", "banned", "failed", "totalBanned"]] == [None] * 4
    console = consoles("--fail2ban-socket", str(folder / "none")).start().set_up()
    known = console.administrator().get("/api/status").json
    assert [known[key] for key in ["jails", "banned", "failed", "totalBanned"]] == [None] * 4
    listed = at(console, "ban", "list")
    assert (listed.status, listed.out) == (3, "")


def test_where_nothing_is_found_it_says_what_was_looked_for(folder: Path) -> None:
    usual = Path("/var/run/fail2ban/fail2ban.sock")
    if usual.exists():
        pytest.skip("this machine has a fail2ban")
    wrong = folder / "wrong"
    for words in [["status"], ["jail", "list"], ["jail", "show", "one"]]:
        result = run(*words, "--data-dir", wrong)
        assert result.status == 3 and len(result.err.splitlines()) == 1
        for told in [str(usual), f"{wrong} (there is no such folder)", "--fail2ban-socket", "--data-dir"]:
            assert told in result.err
    refused = run("ban", "10.222.0.2", "--jail", "one", "--data-dir", wrong)
    assert refused.status == 78 and f"{wrong} (there is no such folder)" in refused.err and "--data-dir" in refused.err
    named = run("status", "--fail2ban-socket", folder / "none", "--data-dir", wrong)
    assert named.status == 3 and str(folder / "none") in named.err and str(wrong) not in named.err


def test_failures_have_their_exit_codes(beside: Console, folder: Path, fail2ban: Fail2ban) -> None:
    assert run("status", "--fail2ban-socket", folder / "none").status == 3
    assert run("status", "--json", "--fail2ban-socket", folder / "none").json["fail2ban"]["state"] == "down"
    assert at(beside, "jail", "show", "nowhere").status == 4
    assert at(beside, "user", "delete", "nobody").status == 4
    own = at(beside, "ban", "127.0.0.1", "--jail", "one")
    assert own.status == 6 and "refused" in own.out
    assert at(beside, "user", "delete", "admin").status == 6
    assert run("ban", "192.0.2.1", "--jail", "one", "--data-dir", folder / "empty").status == 78


def test_a_failure_under_json_is_one_object_on_standard_error(beside: Console, folder: Path) -> None:
    failures = [
        (at(beside, "jail", "show", "nowhere", "--json"), 4, "not_found"),
        (at(beside, "ban", "192.0.2.1", "--jail", "nowhere", "--json"), 4, "not_found"),
        (at(beside, "ban", "192.0.2.300", "--jail", "one", "--json"), 2, "wrong_usage"),
        (at(beside, "ban", "192.0.2.1", "--json"), 2, "wrong_usage"),
        (at(beside, "ban", "127.0.0.1", "--jail", "one", "--json"), 6, "conflict"),
        (run("sttaus", "--json"), 2, "wrong_usage"),
        (run("status", "--json", "--fail2ban-socket", folder / "none"), 3, "fail2ban_unreachable"),
        (run("user", "list", "--json", "--data-dir", folder / "empty"), 78, "wrong_configuration"),
        (run("user", "list", "--json", more={"BANGUI_NONSENSE": "1", "BANGUI_RUBBISH": "1"}), 78, "wrong_configuration"),
    ]
    for result, status, code in failures:
        assert result.status == status
        told = json.loads(result.err)
        assert set(told) == {"code", "title", "detail"} and told["code"] == code and told["title"] and told["detail"]
    assert run("ban", "--json", "--help").err == ""


def test_a_daemon_that_hangs_is_a_time_out(folder: Path) -> None:
    import socket as sockets

    path = folder / "deaf.sock"
    with sockets.socket(sockets.AF_UNIX) as deaf:
        deaf.bind(str(path))
        deaf.listen(8)
        assert run("status", "--fail2ban-socket", path).status == 7


@pytest.mark.shows("ABUSE-28")
def test_names_with_control_characters_do_not_reach_the_terminal(folder: Path) -> None:
    daemon = Fail2ban(folder, jails=("one", "ev\x1b[31mil\x07")).start()
    try:
        place = ["--fail2ban-socket", str(daemon.socket)]
        told = [run("status", *place), run("jail", "list", *place), run("jail", "show", "ev\x1b[31mil\x07", *place)]
        told += [run("jail", "show", "no\x1b]0;x\x07ne", *place), run("sta\x1b[5mus")]
        assert [result.status for result in told] == [0, 0, 0, 4, 2]
        for result in told:
            assert not {"\x1b", "\x07"} & set(result.out + result.err)
        assert run("jail", "list", "--json", *place).out.count("\x1b") == 0
    finally:
        daemon.stop()
