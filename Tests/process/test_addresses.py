"""`bangui address` and `bangui search`: who an address is, and whose lines name a login."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from command import run
from conftest import StartConsole
from console import Console, eventually
from daemon import Fail2ban


def fail(fail2ban: Fail2ban, address: str, words: str, jail: int = 0) -> None:
    """Three failures, which lead to a ban."""
    stamp = datetime.now().strftime("%Y-%m-%d %H:%M:%S")
    with (fail2ban.folder / f"{jail}.log").open("a") as file:
        file.write(f"{stamp} failure from {address} {words}\n" * 3)


def found(console: Console, *words: str) -> list[dict[str, object]]:
    done = run("search", "--data-dir", console.data, "--json", *words)
    assert done.status == 0, done
    return [json.loads(line) for line in done.out.splitlines()]


def test_a_login_name_leads_to_its_address_and_that_to_all_that_is_known(console: Console, fail2ban: Fail2ban) -> None:
    fail(fail2ban, "198.51.100.221", "for user Alice-221\x1b[31m")
    assert eventually(lambda: bool(found(console, "alice-221")))
    hits = found(console, "ALICE-221")
    assert [hit["address"] for hit in hits] == ["198.51.100.221"] and hits[0]["jail"] == "one"
    text = run("search", "--data-dir", console.data, "alice-221").out
    assert text.splitlines()[0].split()[0] == "ADDRESS" and "198.51.100.221" in text and "\x1b" not in text
    assert found(console, "nobody-has-this-name") == []
    told = run("address", "--data-dir", console.data, "198.51.100.221", "--json").json
    assert told["bans"][0]["jail"] == "one" and told["stale"] is False
    assert told["record"]["bans"] == 1 and told["record"]["failures"] == 3
    assert len(told["lines"][0]["lines"]) == 3
    text = run("address", "--data-dir", console.data, "198.51.100.221").out
    assert "banned in one since" in text and "3 failures, 1 ban (0 by hand)" in text and "\x1b" not in text
    # What fail2ban has now is told, whatever a server saw last.
    console.stop()
    fail2ban.client("set", "one", "unbanip", "198.51.100.221")
    words = ["address", "--data-dir", console.data, "--fail2ban-socket", fail2ban.socket, "198.51.100.221"]
    told = run(*words, "--json").json
    assert told["bans"] == [] and told["stale"] is False
    assert "not banned" in run(*words).out


def test_who_was_never_heard_of_is_told_to_be_so(console: Console) -> None:
    done = run("address", "--data-dir", console.data, "2001:DB8:0::dead")
    assert done.status == 0 and done.out.splitlines()[:3] == ["2001:db8::dead", "not banned", "never heard of"]
    # A name is asked for by name only, and that is on record; the machine's own file tells this one.
    told = run("address", "--data-dir", console.data, "127.0.0.1", "--names", "--json").json
    assert told["name"]["result"] == "name" and told["name"]["name"] == "localhost" and told["name"]["confirmed"] is False
    assert "called localhost (does not lead back" in run("address", "--data-dir", console.data, "127.0.0.1", "--names").out
    assert "name" not in run("address", "--data-dir", console.data, "127.0.0.1", "--json").json
    entry = console.administrator().get("/api/audit?kind=name_lookup").json["entries"][0]
    assert (entry["subject"], entry["via"]) == ("127.0.0.1", "cli")
    refused = run("address", "--data-dir", console.data, "198.51.100.0/25", "--names")
    assert refused.status != 0 and "Only a single address has a name" in refused.err
    told = run("address", "--data-dir", console.data, "198.51.100.0/25", "--json").json
    assert told["address"] == "198.51.100.0/25" and told["neighbours"]["network"] == "198.51.100.0/25"


def test_while_fail2ban_is_down_the_last_known_is_told_with_its_age(
    consoles: StartConsole, folder: Path
) -> None:
    daemon = Fail2ban(folder / "f2b")
    try:
        console = consoles("--fail2ban-socket", str(daemon.start().socket)).start().set_up()
        assert run("ban", "--data-dir", console.data, "198.51.100.231", "--jail", "one").status == 0
        assert eventually(lambda: run("address", "--data-dir", console.data, "198.51.100.231", "--json").json["bans"])
        console.stop()
    finally:
        daemon.stop()
    done = run("address", "--data-dir", console.data, "--fail2ban-socket", daemon.socket, "198.51.100.231", "--json")
    assert done.status == 0 and done.json["stale"] is True and done.json["bans"][0]["jail"] == "one", done
    done = run("address", "--data-dir", console.data, "--fail2ban-socket", daemon.socket, "198.51.100.231")
    assert "banned in one" in done.out and "the last known" in done.err


def test_wrong_words_are_refused(console: Console, folder: Path) -> None:
    for words, advice in [(["search", "a"], "2 to 200 bytes"), (["search", "alice", "--limit", "0"], "--limit")]:
        done = run(*words, "--data-dir", console.data)
        assert done.status == 2 and advice in done.err, done
    for words in (["address", "192.0.2.1"], ["search", "alice"]):
        assert run(*words, "--data-dir", folder / "none").status == 78
