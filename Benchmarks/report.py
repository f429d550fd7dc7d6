"""The table of a run as a section of a Markdown file, in place of the one that an earlier run left there."""

from __future__ import annotations

import re
import time
from pathlib import Path

Row = tuple[str, str, str, str]
HEAD = """# Performance

What `./bench` measured; each section is written by the run that it names, and none by hand. The past is made by `Benchmarks/history.py`: one address
in a hundred makes half of the events, ten failures lead to a ban, and one ban in fifty was led to by a line with bytes that someone
chose to do harm. Lists are asked for by four clients at once, each page by one. Times are those of the whole request on the loopback interface.
"""


def write(path: Path, title: str, columns: Row, rows: list[Row], notes: list[str]) -> None:
    """Writes the section `title`; others of the file stay as they are."""
    text = path.read_text() if path.exists() else HEAD
    lines = [
        f"## {title}", "", f"{time.strftime('%Y-%m-%d', time.gmtime())}. " + ". ".join(notes) + ".", "",
        "| " + " | ".join(columns) + " |", "|---|---|---|---|",
        *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)]
    section = "\n".join(lines) + "\n"
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if pattern.search(text):
        text = pattern.sub(lambda _: section + "\n", text)
    else:
        text = text.rstrip("\n") + "\n\n" + section
    path.write_text(text.rstrip("\n") + "\n")
