#!/usr/bin/env python3
"""Prints line coverage by folder and fails below the limits.

Reads what `swift test --enable-code-coverage` left (the JSON of `llvm-cov export`). Limits: 80 % of the lines of
Sources, and 100 % in the folders that scripts/critical-folders lists.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OVERALL_LIMIT = 80.0
MISSED_SHOWN = 20


@dataclass(frozen=True)
class Lines:
    """Lines that can run, and those that did."""

    total: int = 0
    covered: int = 0

    def __add__(self, other: Lines) -> Lines:
        return Lines(self.total + other.total, self.covered + other.covered)

    @property
    def percent(self) -> float:
        return 100.0 * self.covered / self.total if self.total else 100.0


def report_path(arguments: list[str]) -> Path:
    """The file named on the command line, else the one that SwiftPM writes."""
    if arguments:
        return Path(arguments[0])
    command = ["swift", "test", "--show-codecov-path"]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Path(answer.stdout.strip())


def source_files(report: Path) -> dict[str, Lines]:
    """Lines of each file below Sources, by its path from the root."""
    data = json.loads(report.read_text())
    files: dict[str, Lines] = {}
    for file in data["data"][0]["files"]:
        path = Path(file["filename"]).resolve()
        if path.is_relative_to(ROOT / "Sources"):
            lines = file["summary"]["lines"]
            files[str(path.relative_to(ROOT))] = Lines(lines["count"], lines["covered"])
    return files


def by_folder(files: dict[str, Lines]) -> dict[str, Lines]:
    """Sums by `Sources/Target/Subject`."""
    folders: dict[str, Lines] = {}
    for path, lines in files.items():
        parts = Path(path).parts
        folder = "/".join(parts[: min(3, len(parts) - 1)])
        folders[folder] = folders.get(folder, Lines()) + lines
    return folders


def critical_folders() -> list[str]:
    """The folders that must be covered wholly."""
    text = (ROOT / "scripts" / "critical-folders").read_text()
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def missed_in(folder: str, files: dict[str, Lines]) -> list[str]:
    """Files of a folder with lines that did not run."""
    inside = {path: lines for path, lines in files.items() if path.startswith(folder + "/")}
    return [
        f"{path}: {lines.total - lines.covered} of {lines.total} lines did not run"
        for path, lines in sorted(inside.items())
        if lines.covered < lines.total
    ]


def print_table(folders: dict[str, Lines], overall: Lines) -> None:
    width = max([len(name) for name in folders] + [len("overall")])
    print(f"{'folder':<{width}} {'lines':>7} {'covered':>8} {'percent':>8}")
    for name, lines in sorted(folders.items()) + [("overall", overall)]:
        print(f"{name:<{width}} {lines.total:>7} {lines.covered:>8} {lines.percent:>7.1f}%")


def main(arguments: list[str]) -> int:
    files = source_files(report_path(arguments))
    if not files:
        print("coverage: the report names no file of Sources", file=sys.stderr)
        return 1
    overall = sum(files.values(), Lines())
    print_table(by_folder(files), overall)
    faults = [fault for folder in critical_folders() for fault in missed_in(folder, files)[:MISSED_SHOWN]]
    if overall.percent < OVERALL_LIMIT:
        faults.append(f"overall: {overall.percent:.1f} % is below {OVERALL_LIMIT:.0f} %")
    for fault in faults:
        print(f"coverage: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
