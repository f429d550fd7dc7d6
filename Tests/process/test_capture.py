"""Every event is known once and only once, whatever happens to BanGUI, the daemon and its log."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from chaos import Attackers, Chaos, events, oracle, told
from conftest import StartConsole, rounds
from console import eventually
from daemon import Fail2ban


@pytest.mark.timeout(1500)
@pytest.mark.shows("ABUSE-1", "ABUSE-4")
def test_events_equal_the_log_line_for_line_through_chaos(
    consoles: StartConsole, folder: Path, dice: random.Random
) -> None:
    daemon = Fail2ban(folder / "fail2ban", ("one", "two"), bantime=2)
    attackers = Attackers(daemon, 2, pace=50, dice=random.Random(dice.random()))
    try:
        console = consoles("--fail2ban-socket", str(daemon.start().socket)).start().set_up()
        attackers.start()
        chaos = Chaos(console, daemon, dice)
        end = time.monotonic() + rounds(15, 600)
        while time.monotonic() < end:
            time.sleep(dice.uniform(0.3, 2.5))
            chaos.strike()
        attackers.stop()
        client = console.administrator()
        rows: list[dict[str, object]] = []

        def is_equal() -> bool:
            rows[:] = events(client)
            return told(rows) == oracle(daemon)

        is_same = eventually(is_equal, 120)
        missing = Counter(oracle(daemon)) - Counter(told(rows))
        invented = Counter(told(rows)) - Counter(oracle(daemon))
        assert is_same, f"{chaos.done}: missing {list(missing)[:5]}, invented {list(invented)[:5]}"
        # Fifty a second are written; how many the daemon gets to see is a matter of its machine.
        assert len(rows) > rounds(15, 600) * 5
        # Nobody unbanned anyone by hand.
        assert not [row for row in rows if row["kind"] == "unban" and row["why"] == "hand"], chaos.done
        assert Counter(str(row["source"]) for row in rows).keys() == {"log"}
        print(f"{len(rows)} events, {len(chaos.done)} blows: {dict(Counter(chaos.done))}")
    finally:
        if attackers.is_alive():
            attackers.stop()
        daemon.stop()
