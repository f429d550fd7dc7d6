"""Reads from the sources which test shows what."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

PYTHON = ("process", "browser", "installed", "soak")
"""Folders of `Tests/` with tests in Python."""
TYPE = re.compile(
    r"^(?:@\w+(?:\([^\n]*\))?\s+)*(?:private |final |public )*(?:struct|class|actor|enum|extension) (\w+)", re.M)
SHOWS = re.compile(r"\.shows\(([^()]*)\)")
FUNCTION = re.compile(r"\bfunc (?:`([^`]+)`|(\w+))")
SUITE = re.compile(r"(?:struct|class|actor|enum) (\w+)")
TEXT = re.compile(r'"([^"]*)"')
SCRIPT = re.compile(r"^# shows: (.+)$", re.M)


@dataclass(frozen=True, order=True)
class Shown:
    """A test, or all tests of a suite, or a script that is a stage of `./test`."""

    kind: str
    """`swift`, `python` or `script`."""
    place: str
    """Module and suite, folder and file, or the path of the script."""
    test: str
    """Empty for all tests of the place."""

    @property
    def short(self) -> str:
        """How a table names the place."""
        return self.place.rpartition("." if self.kind == "swift" else "/")[2] if self.kind != "script" else self.place


class Broken(Exception):
    """A tag that cannot be read."""


def read(root: Path) -> dict[str, list[Shown]]:
    """Every number with what shows it, in order."""
    found: dict[str, set[Shown]] = {}
    for path in sorted(root.glob("Tests/*Tests/**/*.swift")):
        for number, shown in _swift(path, path.relative_to(root / "Tests").parts[0]):
            found.setdefault(number, set()).add(shown)
    for folder in PYTHON:
        for path in sorted(root.glob(f"Tests/{folder}/test_*.py")):
            for number, shown in _python(path, f"{folder}/{path.name}"):
                found.setdefault(number, set()).add(shown)
    for script in ("fuzz/run",):
        for line in SCRIPT.findall((root / script).read_text()):
            for number in line.split():
                found.setdefault(number, set()).add(Shown("script", script, ""))
    return {number: sorted(shown) for number, shown in found.items()}


def _swift(path: Path, module: str) -> list[tuple[str, Shown]]:
    text = path.read_text()
    types = [(match.start(), match.group(1)) for match in TYPE.finditer(text)]
    result: list[tuple[str, Shown]] = []
    for tag in SHOWS.finditer(text):
        numbers = TEXT.findall(tag.group(1))
        attribute = max(("@Suite", "@Test"), key=lambda word: text.rfind(word, 0, tag.start()))
        if attribute == "@Suite":
            suite = SUITE.search(text, tag.end())
            name, test = (suite.group(1) if suite else None), ""
        else:
            function = FUNCTION.search(text, tag.end())
            test = (function.group(1) or function.group(2)) if function else ""
            name = next((name for start, name in reversed(types) if start < tag.start()), None)
            name = name if test else None
        if not name or not numbers:
            raise Broken(f"{path}: {tag.group(0)}")
        result += [(number, Shown("swift", f"{module}.{name}", test)) for number in numbers]
    return result


def _python(path: Path, place: str) -> list[tuple[str, Shown]]:
    result: list[tuple[str, Shown]] = []
    for node in ast.parse(path.read_text()).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.shows":
                result += [(str(ast.literal_eval(number)), Shown("python", place, node.name)) for number in mark.args]
    return result
