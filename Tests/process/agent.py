"""`bangui agent` as a process of root's, with a configuration of its own."""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from command import environment, program
from console import eventually
from daemon import Fail2ban

LISTENS = "the agent listens"


@dataclass
class Agent:
    """One agent before a daemon; `lines` add to its configuration."""

    folder: Path
    fail2ban: Fail2ban
    users: tuple[int, ...] = ()
    lines: list[str] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.folder / "agent.sock"

    @property
    def configuration(self) -> Path:
        return self.folder / "agent.conf"

    @property
    def log(self) -> str:
        """What it logged."""
        return (self.folder / "agent.log").read_text(errors="replace")

    def start(self) -> Agent:
        """Starts it and waits until it listens."""
        self.folder.mkdir(mode=0o755, exist_ok=True)
        group = self.users[0] if self.users else os.getgid()
        lines = [
            f"socket = {self.socket}", f"group = {group}", f"fail2ban_socket = {self.fail2ban.socket}",
            f"fail2ban_config = {self.fail2ban.configuration}", f"audit_heads = {self.folder}/audit-heads",
        ]
        if self.users:
            lines.append("users = " + " ".join(map(str, self.users)))
        self.configuration.write_text("\n".join(lines + self.lines) + "\n")
        with (self.folder / "agent.log").open("ab") as log:
            begun = self.log.count(LISTENS)
            self.process = subprocess.Popen(
                [program(), "agent", "--config", self.configuration, "--log-level", "debug"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment())
        # The socket may be one that was left behind.
        assert eventually(lambda: self.log.count(LISTENS) > begun or self.process.poll() is not None), self.log
        assert self.process.poll() is None, self.log
        return self

    def stop(self) -> int:
        """Stops it in order, if it runs."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def kill(self) -> None:
        """kill -9: the socket stays."""
        assert self.process
        self.process.kill()
        self.process.wait()
