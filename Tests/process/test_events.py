"""`bangui events`: what happened, and what happens, beside a server and without one."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from command import environment, program, run
from console import Console, eventually


class Follower:
    """`bangui events --follow --json` and what it printed so far."""

    def __init__(self, console: Console, *words: str) -> None:
        self.out = console.folder / "follow.out"
        self.err = console.folder / "follow.err"
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(
                [program(), "events", "--data-dir", console.data, "--follow", "--json", *words],
                stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment())

    @property
    def events(self) -> list[dict[str, Any]]:
        """The whole lines, decoded."""
        return [json.loads(line) for line in self.out.read_text().splitlines(keepends=True) if line.endswith("\n")]

    def end(self) -> int:
        """Ends it as Ctrl-C does; gives its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@contextmanager
def following(console: Console, *words: str) -> Iterator[Follower]:
    follower = Follower(console, *words)
    try:
        yield follower
    finally:
        if follower.process.poll() is None:
            follower.process.kill()
            follower.process.wait()


def ban(console: Console, address: str) -> None:
    done = run("ban", "--data-dir", console.data, address, "--jail", "one")
    assert done.status == 0, done.err


def listed(console: Console, *words: str) -> list[dict[str, Any]]:
    done = run("events", "--data-dir", console.data, "--json", *words)
    assert done.status == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_a_follower_gets_every_event_once_and_ends_well(console: Console) -> None:
    assert eventually(lambda: listed(console, "--kind", "all"))
    ban(console, "198.51.100.201")
    assert eventually(lambda: listed(console, "198.51.100.201", "--kind", "ban"))
    first = listed(console, "198.51.100.201")[0]
    with following(console, "--after", str(first["id"]), "--kind", "ban") as follower:
        for number in range(202, 206):
            ban(console, f"198.51.100.{number}")
        assert eventually(lambda: len(follower.events) >= 4)
        assert [event["address"] for event in follower.events] == [f"198.51.100.{number}" for number in range(202, 206)]
        assert follower.end() == 0
        assert follower.err.read_text() == ""
        # From the last id on it goes on exactly.
        ban(console, "198.51.100.206")
        with following(console, "--after", str(follower.events[-1]["id"]), "--kind", "ban") as second:
            assert eventually(lambda: bool(second.events))
            assert [event["address"] for event in second.events] == ["198.51.100.206"]
            assert second.end() == 0


def test_without_a_server_the_past_is_listed_and_the_follower_told(console: Console) -> None:
    ban(console, "198.51.100.211")
    assert eventually(lambda: listed(console, "198.51.100.211"))
    console.stop()
    event = listed(console, "198.51.100.211", "--kind", "ban")[0]
    assert event["jail"] == "one" and event["operation"] and event["source"] == "log"
    text = run("events", "--data-dir", console.data, "198.51.100.211").out
    assert text.splitlines()[0].split() == ["TIME", "KIND", "ADDRESS", "JAIL", "WHY"] and "198.51.100.211" in text
    with following(console) as follower:
        assert eventually(lambda: "nothing new comes in" in follower.err.read_text())
        assert follower.end() == 0


def test_wrong_words_are_refused(console: Console, folder: Path) -> None:
    for words, advice in [
        (["--kind", "bann"], "Give one or more of"), (["--from", "yesterday"], "now-24h"), (["--limit", "0"], "--limit"),
        (["--after", "3"], "--follow"), (["--follow", "--from", "now-1h"], "--from"),
        (["--follow", "--text", "root"], "--text"), (["--text", "a"], "two letters"), (["--text=-root"], "what is to be there"),
    ]:
        done = run("events", "--data-dir", console.data, *words)
        assert done.status == 2 and advice in done.err and done.out == "", done
    assert run("events", "--data-dir", folder / "none").status == 78
