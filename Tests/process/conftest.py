"""Fixtures: private daemons, servers that end with their test, and the seed of what is random."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console import Console
from daemon import Fail2ban
from postgresql import PostgreSQL

StartConsole = Callable[..., Console]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a path short enough for a socket, removed afterwards."""
    path = Path(tempfile.mkdtemp(prefix="bangui-process-", dir="/tmp"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def fail2ban() -> Iterator[Fail2ban]:
    """A daemon that all tests share; each uses addresses of its own."""
    path = Path(tempfile.mkdtemp(prefix="bangui-fail2ban-", dir="/tmp"))
    daemon = Fail2ban(path)
    try:
        yield daemon.start()
    finally:
        daemon.stop()
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A server that all tests share; each uses a database of its own."""
    server = PostgreSQL()
    yield server
    server.stop()


@pytest.fixture
def consoles(folder: Path) -> Iterator[StartConsole]:
    """Makes servers, which are killed after the test where they still run."""
    made: list[Console] = []

    def make(*arguments: str, **options: object) -> Console:
        path = folder / f"console-{len(made)}"
        path.mkdir()
        console = Console(path, list(arguments), **options)  # type: ignore[arg-type]
        made.append(console)
        return console

    yield make
    for console in made:
        console.kill()


@pytest.fixture
def console(consoles: StartConsole, fail2ban: Fail2ban) -> Console:
    """A server that is set up and guards the shared daemon."""
    return consoles("--fail2ban-socket", str(fail2ban.socket)).start().set_up()


@pytest.fixture
def dice() -> random.Random:
    """Chance that can be had again: BANGUI_TEST_SEED, else a new seed, which a failing test prints."""
    seed = int(os.environ.get("BANGUI_TEST_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"BANGUI_TEST_SEED={seed}")
    return random.Random(seed)


def rounds(short: int, long: int) -> int:
    """How often a test repeats itself, in the short and in the long run."""
    return long if os.environ.get("BANGUI_LONG_TESTS") == "1" else short
