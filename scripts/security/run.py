"""Runs what shows one number."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

from .tags import Shown

STOPS = re.compile(r"([.^$*+?()\[\]{}|\\/])")


def commands(shown: list[Shown]) -> list[list[str]]:
    """One command for each program that runs tests."""
    swift = [_swift(each) for each in shown if each.kind == "swift"]
    python: dict[str, list[str]] = {}
    for each in shown:
        if each.kind == "python":
            folder = each.place.partition("/")[0]
            python.setdefault(folder, []).append(f"Tests/{each.place}" + (f"::{each.test}" if each.test else ""))
    result: list[list[str]] = []
    if swift:
        result.append(["swift", "test", "--disable-xctest", "--no-parallel", "--filter", f"^({'|'.join(swift)})"])
    result += [[".venv/bin/python", "-m", "pytest", "-q", *sorted(set(names))] for names in python.values()]
    return result + [[each.place, "20"] for each in shown if each.kind == "script"]


def _swift(shown: Shown) -> str:
    """A pattern of `swift test --filter` for a test or a suite."""
    place = STOPS.sub(r"\\\1", shown.place)
    return f"{place}/" + (f"`?{STOPS.sub(lambda stop: f'[{stop.group(1)}]', shown.test)}`?[(]" if shown.test else "")


def run(root: Path, shown: list[Shown]) -> int:
    """Runs them all, whatever becomes of the first; 0 where all passed."""
    status = 0
    for command in commands(shown):
        print(f"+ {shlex.join(command)}", file=sys.stderr, flush=True)
        status = max(status, abs(subprocess.run(command, cwd=root, check=False).returncode))
    return min(status, 1)
