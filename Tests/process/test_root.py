"""Root runs the server only where somebody said so: what faces the network is to have no rights that it does not need."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command import run
from conftest import StartConsole

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be refused for being root")
ALONE = {"BANGUI_SINGLE_PROCESS": "false"}


def test_root_is_refused_and_told_what_to_do(folder: Path) -> None:
    refused = run("serve", "--data-dir", folder / "data", "--listen", "127.0.0.1:0", more=ALONE)
    assert refused.status == 78
    assert "does not run as root" in refused.err
    assert "sudo ./install" in refused.err
    assert "--single-process" in refused.err
    assert not (folder / "data").exists()


def test_root_may_where_it_was_told_or_tries_a_fail2ban_of_its_own(consoles: StartConsole, folder: Path) -> None:
    told = consoles("--single-process", more=ALONE).start()
    assert "whoever takes over the web part is root" in told.err
    private = consoles("--fail2ban-socket", str(folder / "none.sock"), more=ALONE).start()
    assert "whoever takes over the web part is root" in private.err
