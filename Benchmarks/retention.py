"""What the removal of old events costs those who write meanwhile, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from servers import PrivatePostgreSQL

Row = tuple[str, str, str, str]
WAITS = re.compile(r"writes (?:of 10 events, 20 a second, alone|meanwhile): (\d+), median ([\d.e-]+) seconds, p99 ([\d.e-]+) seconds, longest ([\d.e-]+) seconds")
REMOVED = re.compile(r"removed (\d+) events in ([\d.e-]+) seconds, longest batch ([\d.e-]+) seconds")


def retire(torture: Path, place: str, events: int) -> tuple[list[list[float]], list[float]]:
    """Number, median, 99th percentile and longest of the writes alone and meanwhile; how many were removed, in what time, and the longest batch."""
    said = subprocess.run([str(torture), "retire", place, str(events)], check=True, capture_output=True, text=True).stdout
    print("".join(f"    {line}\n" for line in said.splitlines()), end="", flush=True)
    waits = [[float(number) for number in found] for found in WAITS.findall(said)]
    removed = REMOVED.search(said)
    if len(waits) != 2 or not removed:
        raise RuntimeError(f"storage-torture said something unknown:\n{said}")
    return waits, [float(number) for number in removed.groups()]


def measure_retention(torture: Path, root: Path, folder: Path, events: int) -> list[Row]:
    """Removes so many events while 200 a second arrive, ten in each write."""
    folder.mkdir()
    server = PrivatePostgreSQL(root)
    # What measurements before it have written is on the disk before it begins.
    os.sync()
    try:
        measured = [retire(torture, place, events) for place in (str(folder), server.address)]
    finally:
        server.stop()
    waits, removals = zip(*measured, strict=True)

    def spread(which: int) -> list[str]:
        return [", ".join(f"{name} {wait[which][part] * 1000:.1f} ms" for name, part in (("median", 1), ("p99", 2), ("longest", 3)))
                for wait in waits]

    return [
        (f"{events:,} events with their lines removed", *(f"{removal[1]:.0f} s" for removal in removals), ""),
        ("longest batch of the removal", *(f"{removal[2] * 1000:.0f} ms" for removal in removals), ""),
        ("a write of ten events, alone", *spread(0), ""), ("a write of ten events, meanwhile", *spread(1), "budget: 100 ms")]
