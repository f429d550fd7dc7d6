"""Writes `docs/security-tests.md` and `docs/asvs.md`."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .results import Run
from .tags import Shown

LEVELS = {1: 70, 2: 183}
"""How many requirements ASVS 5.0.0 has of the levels that are looked at."""
AT_ONCE = 4
"""So many places a row names before it counts."""


@dataclass(frozen=True)
class Row:
    """One abuse test or requirement."""

    number: str
    values: dict[str, Any]
    shown: list[Shown]
    ends: Counter[str]

    @property
    def verdict(self) -> str:
        """What can be said of it in two words."""
        if self.ends["failed"]:
            return "FAILED"
        if "built" in self.values:
            return "not built yet"
        if "no" in self.values:
            return "does not apply"
        if not self.shown:
            return "not met"
        return "in part" if "lacks" in self.values else "met"

    @property
    def tests(self) -> str:
        """Where its tests are."""
        places = list(dict.fromkeys(f"`{shown.short}`" for shown in self.shown))
        more = len(places) - AT_ONCE
        return ", ".join(places[:AT_ONCE]) + (f" and {more} more" if more > 0 else "")

    @property
    def result(self) -> str:
        """How these ended."""
        if not self.ends.keys() - {"not run"}:
            return ""
        order = ("failed", "passed", "skipped", "not run")
        return ", ".join(f"{self.ends[end]} {end}" for end in order if self.ends[end])

    @property
    def command(self) -> str:
        """What runs them."""
        return f"`scripts/shown run {self.number}`" if self.shown else ""

    @property
    def remark(self) -> str:
        """What is missing, or why it does not apply."""
        if "built" in self.values:
            return f"comes with {self.values['built']}"
        return str(self.values.get("no") or self.values.get("lacks") or "")


def made(root: Path, shown: dict[str, list[Shown]], last: Run) -> dict[Path, str]:
    """The documents as they should be."""
    abuse, asvs = rows(root, shown, last)
    return {root / "docs" / "security-tests.md": _abuse(abuse, last), root / "docs" / "asvs.md": _asvs(asvs, last)}


def check(root: Path, shown: dict[str, list[Shown]], last: Run) -> list[str]:
    """What is wrong: numbers that nobody knows, a list that is not whole, tables that are old."""
    abuse, asvs = rows(root, shown, last)
    known = {row.number for row in [*abuse, *asvs]}
    faults = [f"{each[0].place} {each[0].test}: shows {number}, which is in no list of scripts/security"
              for number, each in shown.items() if number not in known]
    levels = Counter(row.values["level"] for row in asvs)
    if levels != Counter(LEVELS):
        faults.append(f"asvs.toml has {dict(levels)} requirements of each level, not {LEVELS}")
    for path, text in made(root, shown, last).items():
        if not path.exists() or path.read_text() != text:
            faults.append(f"{path.relative_to(root)} is not what the tests say: run scripts/shown write")
    return faults


def rows(root: Path, shown: dict[str, list[Shown]], last: Run) -> tuple[list[Row], list[Row]]:
    """All abuse tests and all requirements."""
    def listed(name: str, prefix: str) -> list[Row]:
        lists = tomllib.loads((root / "scripts" / "security" / f"{name}.toml").read_text())
        result = []
        for key, values in lists.items():
            if isinstance(values, dict):
                tests = shown.get(f"{prefix}-{key}", [])
                ends = sum((last.of(test) for test in tests), Counter[str]())
                result.append(Row(f"{prefix}-{key}", values, tests, ends))
        return result
    return listed("abuse", "ABUSE"), sorted(listed("asvs", "ASVS"), key=lambda row: _parts(row.number))


def _parts(number: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", number)]


def _head(last: Run) -> list[str]:
    if not last.results:
        return ["No whole run was recorded yet.", ""]
    kind = "`./test --long`" if last.long else "`./test`"
    return [f"Results are those of the last whole run that was recorded: {kind} of {last.revision}, {last.date}.", ""]


def _table(rows: list[Row], columns: list[tuple[str, str]]) -> list[str]:
    lines = ["| " + " | ".join(title for title, _ in columns) + " |", "|" + "---|" * len(columns)]
    for row in rows:
        cells = [str(row.values.get(name[1:], "") if name[0] == "." else getattr(row, name)) for _, name in columns]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return lines


def _abuse(abuse: list[Row], last: Run) -> str:
    verdicts = Counter(row.verdict for row in abuse)
    lines = [
        "# Abuse tests", "",
        "What is done to BanGUI on purpose, and which tests do it. Made by `scripts/shown write` from the tests",
        "themselves: a test says by `.shows(\"ABUSE-5\")` (Swift) or `@pytest.mark.shows(\"ABUSE-5\")` (Python) what would",
        "make it fail. Do not edit this page; the texts are in `scripts/security/abuse.toml`. `./test` fails where it is not",
        "what the tests say.", "",
        *_head(last),
        "**Met** means that tests show the whole row, **in part** that the last column says what none of them shows.",
        "",
        f"Of {len(abuse)}: " + ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in sorted(verdicts)) + ".", "",
    ]
    columns = [("#", "number"), ("what is done", ".subject"), ("what must hold", ".holds"), ("", "verdict"),
               ("tests", "tests"), ("last run", "result"), ("command", "command"), ("not shown", "remark")]
    return "\n".join(lines + _table(abuse, columns)) + "\n"


def _asvs(asvs: list[Row], last: Run) -> str:
    lines = [
        "# OWASP ASVS 5.0, level 2", "",
        "Requirement by requirement of the OWASP Application Security Verification Standard 5.0.0, levels 1 and 2. The",
        "numbers are the standard's (`v5.0.0-1.2.5`); the words are ours and only say what a requirement is about: its text is at",
        "<https://owasp.org/www-project-application-security-verification-standard/>, under CC BY-SA 4.0.", "",
        "Made by `scripts/shown write` from the tests themselves, as [security-tests.md](security-tests.md) is. **Met** is",
        "only what a test shows; what none shows is **not met**, also where we think that it holds. Nobody else has",
        "verified it.", "",
        *_head(last), *_counts(asvs), "",
    ]
    columns = [("#", "number"), ("L", ".level"), ("about", ".subject"), ("", "shown_verdict"), ("tests", "tests"),
               ("last run", "result"), ("command", "command"), ("why", "remark")]
    for chapter in dict.fromkeys(_parts(row.number)[0] for row in asvs):
        of_chapter = [row for row in asvs if _parts(row.number)[0] == chapter]
        table = _table([Requirement(**vars(row)) for row in of_chapter], columns)
        lines += [f"## {chapter} {CHAPTERS[chapter]}", "", *table, ""]
    return "\n".join(lines).rstrip("\n") + "\n"


class Requirement(Row):
    """A requirement is met or it is not: half is not."""

    @property
    def shown_verdict(self) -> str:
        """Met, not met or does not apply."""
        return _whole(self)


def _whole(row: Row) -> str:
    return "**not met**" if row.verdict in ("in part", "not met", "not built yet") else row.verdict


def _counts(asvs: list[Row]) -> list[str]:
    lines = ["| | level 1 | level 2 | both |", "|---|---|---|---|"]
    verdicts = {
        level: Counter(_whole(row).strip("*") for row in asvs if row.values["level"] == level) for level in LEVELS}
    for verdict in ("met", "not met", "does not apply", "FAILED"):
        counts = [verdicts[level][verdict] for level in LEVELS]
        if sum(counts) or verdict != "FAILED":
            lines.append(f"| {verdict} | {counts[0]} | {counts[1]} | {sum(counts)} |")
    return lines


CHAPTERS = {
    1: "Encoding and sanitization", 2: "Validation and business logic", 3: "Web frontend", 4: "API and web service",
    5: "File handling", 6: "Authentication", 7: "Session management", 8: "Authorization", 9: "Self-contained tokens",
    10: "OAuth and OIDC", 11: "Cryptography", 12: "Secure communication", 13: "Configuration", 14: "Data protection",
    15: "Secure coding and architecture", 16: "Security logging and error handling", 17: "WebRTC",
}
