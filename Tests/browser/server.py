"""A BanGUI server with its private demo fail2ban, started for tests and stopped by its process id."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
USERNAME = "admin"
PASSWORD = "correct horse battery staple"


def program() -> Path:
    """The built server: BANGUI_PROGRAM, else the debug build of this checkout."""
    return Path(os.environ.get("BANGUI_PROGRAM") or ROOT / ".build" / "debug" / "bangui")


@dataclass
class Server:
    """One running server and its data folder."""

    arguments: list[str] = field(default_factory=lambda: ["--demo"])
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="bangui-browser-", dir="/tmp")))
    port: int = 0
    """What the system gave it at its start."""
    setup_url: str | None = None
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> Path:
        return self.folder / "server.out"

    def start(self, patience: float = 120) -> Server:
        """Starts it and waits until it answers and, when it is new, has printed its setup link."""
        command = [str(program()), "serve", "--listen", f"127.0.0.1:{self.port}", "--plain-http"]
        command += ["--data-dir", str(self.folder / "data"), *self.arguments]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BANGUI_")}
        kept["BANGUI_SINGLE_PROCESS"] = "true"
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=kept | self.environment)
        deadline = time.monotonic() + patience
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                words = self._words()[-2000:]
                self.stop()
                raise RuntimeError(f"the server did not start: {words}")
            time.sleep(0.1)
        return self

    def _is_ready(self) -> bool:
        found = re.search(r"^(setup|console): (http://127\.0\.0\.1:(\d+)/\S*)$", self._words(), re.MULTILINE)
        if found is None:
            return False
        if found.group(1) == "setup":
            self.setup_url = found.group(2)
        self.port = int(found.group(3))
        return self.answers()

    def _words(self) -> str:
        return self.output.read_text(errors="replace")

    def answers(self) -> bool:
        """Whether it says that it lives."""
        try:
            with urllib.request.urlopen(self.url + "/health/live", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def set_up(self) -> Server:
        """Completes the setup through the API."""
        token = (self.setup_url or "").rpartition("token=")[2]
        self.call("POST", "/api/setup", {"token": token, "username": USERNAME, "password": PASSWORD})
        return self

    def call(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], object]:
        """Sends a JSON request as the console's own page would; gives status, headers and decoded body."""
        request = urllib.request.Request(
            self.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"} | (headers or {}))
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
            return answer.status, dict(answer.headers), json.loads(text) if text else None

    def sign_in(self) -> str:
        """Signs in through the API; gives the session cookie as `name=value`."""
        _, headers, _ = self.call("POST", "/api/auth/login", {"username": USERNAME, "password": PASSWORD})
        return headers["Set-Cookie"].split(";", 1)[0]

    def fail2ban_pid(self) -> int:
        """The process id of the demo's fail2ban."""
        pid_file = next((self.folder / "data").rglob("fail2ban.pid"))
        return int(pid_file.read_text())

    def stop(self, patience: float = 60) -> int | None:
        """Stops it in order (by force when that takes too long) and removes its folder; gives the exit status."""
        status = None
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            try:
                status = self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None
        if keep := os.environ.get("BANGUI_KEEP_OUTPUT"):
            shutil.copy(self.output, Path(keep) / f"{self.folder.name}.log")
        shutil.rmtree(self.folder, ignore_errors=True)
        return status


def is_running(pid: int) -> bool:
    """Whether a process with this id exists and has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
