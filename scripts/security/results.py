"""How tests ended in the last whole run of `./test`, from the reports that it leaves."""

from __future__ import annotations

import json
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

from .tags import PYTHON, Shown

STAGES = {"fuzz/run": "Fuzzing"}
"""The stage of `./test` that runs a script."""


@dataclass
class Run:
    """One whole run."""

    revision: str = ""
    date: str = ""
    long: bool = False
    results: dict[str, str] = field(default_factory=dict)
    """`passed`, `failed` or `skipped`, by `Module.Suite/test`, `folder/file/test` or the path of a script."""

    def of(self, shown: Shown) -> Counter[str]:
        """How often what a tag stands for ended in each way; `not run` where it is in no report."""
        if shown.kind == "script":
            return Counter([self.results.get(shown.place, "not run")])
        if shown.test:
            return Counter([self.results.get(f"{shown.place}/{shown.test}", "not run")])
        ends = [end for name, end in self.results.items() if name.startswith(f"{shown.place}/")]
        return Counter(ends or ["not run"])


def load(file: Path) -> Run:
    """What `save` has written; an empty run where there is none."""
    return Run(**json.loads(file.read_text())) if file.exists() else Run()


def save(run: Run, file: Path, wanted: set[Shown]) -> None:
    """Keeps of a run what the tables are made of."""
    places = {shown.place for shown in wanted if not shown.test}
    names = {f"{shown.place}/{shown.test}" for shown in wanted if shown.test}
    results = {name: end for name, end in sorted(run.results.items())
               if name in names or name in places or name.rpartition("/")[0] in places}
    text = {"revision": run.revision, "date": run.date, "long": run.long, "results": results}
    file.write_text(json.dumps(text, indent=0, ensure_ascii=False) + "\n")


def collect(root: Path, reports: Path) -> Run:
    """Reads the reports of a run: those of Swift's tests, of pytest, and `stages`, a line for each."""
    run = Run(date=_date(reports), long=(reports / "long").exists(), revision=_revision(root, reports))
    for report in sorted(reports.glob("*.xml"), key=lambda path: (path.stem == "again", path.name)):
        prefix = f"{report.stem}/" if report.stem in PYTHON else ""
        ends: dict[str, str] = {}
        for case in ElementTree.parse(report).iter("testcase"):
            name = _name(case, prefix)
            ends[name] = _worse(ends.get(name), _end(case))
        # What was tried again counts as it ended then.
        run.results |= ends
    stages = (reports / "stages").read_text() if (reports / "stages").exists() else ""
    for script, stage in STAGES.items():
        if found := re.search(rf"^(passed|failed) {stage}\b", stages, re.M):
            run.results[script] = found.group(1)
    return run


def _name(case: ElementTree.Element, prefix: str) -> str:
    place, name = case.get("classname") or "", case.get("name") or ""
    if prefix:
        return f"{prefix}{place.rpartition('.')[2]}.py/{name.partition('[')[0]}"
    # `a name of words`(_:) or name()
    return f"{place}/{re.sub(r'[(][^()]*[)]$', '', name).strip('`')}"


def _end(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


def _worse(one: str | None, other: str) -> str:
    order = ["skipped", "passed", "failed"]
    return max(one or other, other, key=order.index)


def _date(reports: Path) -> str:
    newest = max((path.stat().st_mtime for path in reports.iterdir()), default=0)
    return datetime.fromtimestamp(newest, timezone.utc).strftime("%Y-%m-%d %H:%M UTC")


def _revision(root: Path, reports: Path) -> str:
    if (reports / "revision").exists():
        return (reports / "revision").read_text().strip()
    command = ["git", "-C", str(root), "describe", "--always", "--dirty=, with changes"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
