"""The numbers for Prometheus, as whoever runs the server switches them on."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import StartConsole
from daemon import Fail2ban

TOKEN = "7c1de0b95f3a48e2a6d4107b9c83f25e0d96b1a47e5f42c8"


def _token(folder: Path, text: str = TOKEN, mode: int = 0o600) -> Path:
    path = folder / "metrics-token"
    path.write_text(text + "\n")
    path.chmod(mode)
    return path


def test_a_server_tells_its_numbers_to_who_has_the_token(
    consoles: StartConsole, fail2ban: Fail2ban, folder: Path
) -> None:
    more = {"BANGUI_METRICS_TOKEN_FILE": str(_token(folder))}
    console = consoles("--fail2ban-socket", str(fail2ban.socket), more=more).start()
    shown = {"Authorization": f"Bearer {TOKEN}"}
    # There is nothing to tell before the setup.
    assert console.client().send("GET", "/metrics", headers=shown).status == 503
    administrator = console.set_up().administrator()
    answer = console.client().send("GET", "/metrics", headers=shown)
    assert answer.status == 200 and b"\nbangui_fail2ban_up " in answer.body
    # Reads and writes of the real database are measured.
    for kind in (b"read", b"write"):
        name = b'bangui_database_seconds_count{kind="%s"} ' % kind
        counts = [line for line in answer.body.splitlines() if line.startswith(name)]
        assert len(counts) == 1 and int(counts[0].split()[1]) > 0
    assert administrator.get("/metrics").status == 401


def test_systemd_can_hand_the_token_over(consoles: StartConsole, fail2ban: Fail2ban, folder: Path) -> None:
    _token(folder, mode=0o440)
    more = {"CREDENTIALS_DIRECTORY": str(folder)}
    console = consoles("--fail2ban-socket", str(fail2ban.socket), more=more).start().set_up()
    assert console.client().send("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status == 200


@pytest.mark.shows("ABUSE-37")
def test_a_token_that_cannot_be_used_stops_the_start(consoles: StartConsole, folder: Path) -> None:
    wrong = [(_token(folder, "guess-me"), "hard to guess"), (folder / "none", "no such file")]
    for path, words in wrong:
        console = consoles(more={"BANGUI_METRICS_TOKEN_FILE": str(path)}).launch()
        assert console.wait() == 78
        assert "metrics_token_file" in console.err and words in console.err and "guess-me" not in console.err
    open_to_all = _token(folder, mode=0o644)
    console = consoles(more={"BANGUI_METRICS_TOKEN_FILE": str(open_to_all)}).launch()
    assert console.wait() == 78 and "others may read it" in console.err
