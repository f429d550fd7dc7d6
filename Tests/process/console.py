"""`bangui serve` as a process: started, asked, stopped and killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from client import Client
from command import environment, program

READY = re.compile(r"^(setup|console): (http://\S+)$", re.MULTILINE)


@dataclass
class Console:
    """One server on a data folder; `arguments` follow `bangui serve --data-dir DIR`."""

    folder: Path
    arguments: list[str] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)
    listen: str = "127.0.0.1:0"
    program: Path = field(default_factory=program)
    user: int | None = None
    group: int | None = None
    process: subprocess.Popen[bytes] | None = None
    url: str = ""
    starts: int = 0
    seconds_to_start: float = 0

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def out(self) -> str:
        """What it printed since its last start."""
        return self._file("out").read_text(errors="replace")

    @property
    def err(self) -> str:
        """What it logged since its last start."""
        return self._file("err").read_text(errors="replace")

    def _file(self, name: str) -> Path:
        return self.folder / f"serve-{self.starts}.{name}"

    def launch(self) -> Console:
        """Starts it and does not wait."""
        self.starts += 1
        command = [str(self.program), "serve", "--data-dir", str(self.data), "--listen", self.listen, "--plain-http"]
        with self._file("out").open("wb") as out, self._file("err").open("wb") as err:
            self.process = subprocess.Popen(
                [*command, *self.arguments], stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=self.folder,
                user=self.user, group=self.group, extra_groups=None if self.group is None else [],
                env=environment({"BANGUI_LOGIN_FAILURE_DELAY_SECONDS": "0"} | self.more))
        return self

    def start(self, patience: float = 120) -> Console:
        """Starts it and waits until it has said where it is."""
        began = time.monotonic()
        self.launch()
        while not (found := READY.search(self.out)):
            if self.running.poll() is not None or time.monotonic() > began + patience:
                self.kill()
                raise RuntimeError(f"the server did not start: {self.out[-1000:]}{self.err[-1000:]}")
            time.sleep(0.01)
        self.url = found.group(2)
        self.seconds_to_start = time.monotonic() - began
        return self

    @property
    def running(self) -> subprocess.Popen[bytes]:
        assert self.process is not None
        return self.process

    @property
    def needs_setup(self) -> bool:
        return "/setup?token=" in self.url

    @property
    def port(self) -> int:
        found = re.match(r"http://(?:\[[^]]*\]|[^/:]+):(\d+)/", self.url)
        assert found, self.url
        return int(found.group(1))

    @property
    def base(self) -> str:
        """The path of the public address; empty where the console has the whole site."""
        return urlsplit(self.url).path.removesuffix("setup").removesuffix("/")

    def client(self) -> Client:
        """Someone who is not signed in."""
        return Client(self.port, base=self.base)

    def administrator(self) -> Client:
        """The administrator, signed in."""
        client = self.client()
        assert client.sign_in().status == 200
        return client

    def set_up(self) -> Console:
        """Completes the setup."""
        answer = self.client().set_up(self.url)
        assert answer.status == 201, f"{answer.status} {answer.body!r} {self.err[-1000:]}"
        return self

    def send(self, number: signal.Signals) -> None:
        """Sends a signal to the server alone."""
        os.kill(self.running.pid, number)

    def wait(self, patience: float = 60) -> int:
        """Waits for its end; gives the exit status."""
        return self.running.wait(patience)

    def stop(self) -> int:
        """Stops it in order."""
        self.send(signal.SIGTERM)
        return self.wait()

    def kill(self) -> None:
        """kill -9; does nothing when it has ended."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def is_running(pid: int) -> bool:
    """Whether a process with this id exists and has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def eventually(holds: object, patience: float = 60) -> bool:
    """Whether a condition comes true in time; it is asked again and again."""
    deadline = time.monotonic() + patience
    while not holds():  # type: ignore[operator]
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
