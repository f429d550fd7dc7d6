"""Runs the built program as a person at a terminal or a script does."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def program() -> Path:
    """The built program: BANGUI_PROGRAM, else the debug build of this checkout."""
    return Path(os.environ.get("BANGUI_PROGRAM") or ROOT / ".build" / "debug" / "bangui")


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    """The environment of the test without any setting of BanGUI but leave to run as root, and `more`."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("BANGUI_")}
    return plain | {"BANGUI_SINGLE_PROCESS": "true"} | (more or {})


@dataclass(frozen=True)
class Result:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, decoded."""
        return json.loads(self.out)


def run(
    *words: str | Path, stdin: str = "", cwd: Path | None = None, more: dict[str, str] | None = None,
    patience: float = 120,
) -> Result:
    """Runs `bangui WORDS…` to its end; it has no terminal."""
    done = subprocess.run(
        [program(), *words], input=stdin, cwd=cwd, env=environment(more), timeout=patience,
        capture_output=True, encoding="utf-8", errors="surrogateescape", check=False)
    return Result(done.returncode, done.stdout, done.stderr)
