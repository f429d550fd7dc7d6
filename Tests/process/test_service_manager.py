"""What systemd is told by a server that it has started, on the socket that it names."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import StartConsole


@pytest.fixture
def manager(folder: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(folder / "notify"))
        manager.settimeout(30)
        yield manager


def notices(manager: socket.socket, until: str) -> list[str]:
    """What was told, up to a notice that begins so."""
    told: list[str] = []
    while not told or not told[-1].startswith(until):
        told.append(manager.recv(1000).decode())
    return told


def test_the_start_is_over_once_it_answers(consoles: StartConsole, manager: socket.socket, folder: Path) -> None:
    signs = {"NOTIFY_SOCKET": str(folder / "notify"), "WATCHDOG_USEC": "300000"}
    console = consoles(more=signs).start()
    assert notices(manager, "READY=1")[-1] == "READY=1\nSTATUS=at work"
    assert console.client().get("/health/live").status == 200
    # Signs of life go on.
    notices(manager, "WATCHDOG=1")
    notices(manager, "WATCHDOG=1")
    console.running.send_signal(signal.SIGTERM)
    assert notices(manager, "STOPPING=1")
    assert console.running.wait(20) == 0
