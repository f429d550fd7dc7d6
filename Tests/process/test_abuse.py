"""Clients that mean harm: whoever is signed in is served meanwhile, memory stays bounded, and every descriptor comes back."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from attackers import ATTACKS, Stop, connects, going_on, silence
from client import Client
from command import program
from console import Console, eventually
from daemon import Fail2ban

SECONDS = 1.5
"""For so long each attack goes on while someone works."""
MIB = 1024 * 1024


def descriptors(console: Console) -> int:
    """How many descriptors the server has open."""
    return len(os.listdir(f"/proc/{console.running.pid}/fd"))


def memory(console: Console) -> int:
    """Bytes of the server that lie in memory."""
    status = Path(f"/proc/{console.running.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found.group(1)) * 1024


def waits(client: Client, seconds: float) -> list[float]:
    """How long each answer took to someone who asks one page after the other."""
    took, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        for path in ("/bans", "/api/status"):
            began = time.monotonic()
            assert client.get(path).status == 200
            took.append(time.monotonic() - began)
    return took


@pytest.fixture(scope="module")
def served(fail2ban: Fail2ban) -> Iterator[tuple[Console, Client]]:
    """A server that all attacks share, and its administrator."""
    folder = Path(tempfile.mkdtemp(prefix="bangui-process-", dir="/tmp"))
    console = Console(folder, ["--fail2ban-socket", str(fail2ban.socket)])
    try:
        console.start().set_up()
        administrator = console.administrator()
        waits(administrator, 0.5)
        yield console, administrator
    finally:
        console.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
@pytest.mark.shows("ABUSE-17", "ABUSE-18", "ABUSE-19", "ABUSE-21", "ASVS-1.4.3", "ASVS-2.4.1")
def test_attack(served: tuple[Console, Client], attack: Callable[[int, Stop, Stop], None]) -> None:
    """A page comes within a second meanwhile; afterwards all is as before."""
    console, administrator = served
    open_before, memory_before = descriptors(console), memory(console)
    with going_on(attack, console.port):
        took = waits(administrator, SECONDS)
        grown = memory(console) - memory_before
    print(f"{attack.__name__}: {len(took)} answers, longest {max(took):.3f} s, {grown / MIB:.1f} MiB more")
    assert max(took) < 1, f"one of {len(took)} answers took {max(took):.2f} s"
    assert grown < 64 * MIB, f"{grown / MIB:.1f} MiB more"
    assert eventually(lambda: descriptors(console) <= open_before + 5, 30), "descriptors stay open"


@pytest.mark.parametrize("attack", [silence, connects], ids=lambda attack: attack.__name__)
@pytest.mark.shows("ABUSE-21")
def test_few_descriptors(
    consoles: Callable[..., Console], fail2ban: Fail2ban, folder: Path, attack: Callable[[int, Stop, Stop], None]
) -> None:
    """Where the system gives fewer descriptors than an attack takes, whoever comes is served all the same."""
    narrow = folder / "narrow"
    narrow.write_text(f'#!/bin/sh\nulimit -n 256\nexec "{program()}" "$@"\n')
    narrow.chmod(0o755)
    console = consoles("--fail2ban-socket", str(fail2ban.socket), program=narrow).start().set_up()
    administrator = console.administrator()
    with going_on(attack, console.port):
        took = waits(administrator, SECONDS)
        held = descriptors(console)
    print(f"{attack.__name__}: {len(took)} answers, longest {max(took):.3f} s, {held} descriptors")
    assert max(took) < 1, f"one of {len(took)} answers took {max(took):.2f} s"
    assert held < 256
    assert "Too many open files" not in console.err
