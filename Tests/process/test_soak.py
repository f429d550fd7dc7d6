"""Requests, events and faults for a while: what each answer was, what is kept, and that memory stays."""

from __future__ import annotations

import os
import random

import pytest

from conftest import rounds
from soak import Plan, Soak


def hold(postgresql: bool, dice: random.Random) -> None:
    """Runs one soak, prints its table, and fails with what did not hold."""
    plan = Plan(
        # Each fault once in the short run.
        seconds=rounds(36, 600), requests=rounds(20, 50), events=20, every=rounds(6, 30), postgresql=postgresql,
        seed=dice.randrange(1 << 32))
    soak = Soak(plan)
    try:
        failures = soak.run()
        print("\n".join(soak.lines))
    finally:
        soak.remove()
    assert not failures, "\n".join(soak.lines)


@pytest.mark.timeout(1500)
@pytest.mark.shows("ABUSE-11", "ABUSE-12", "ABUSE-23", "ASVS-16.5.2")
def test_a_soak_with_faults_on_sqlite(dice: random.Random) -> None:
    hold(False, dice)


@pytest.mark.skipif(os.environ.get("BANGUI_LONG_TESTS") != "1", reason="only in ./test --long")
@pytest.mark.timeout(1500)
@pytest.mark.shows("ABUSE-15", "ABUSE-23")
def test_a_soak_with_faults_on_postgresql(dice: random.Random) -> None:
    hold(True, dice)
