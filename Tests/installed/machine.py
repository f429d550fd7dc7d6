"""A copy of this machine that boots its own systemd, in which a program is installed as on a real one.

Everything that is written lies in memory and is gone with it; network, processes and services are its own.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What such a machine needs of this one.
PROGRAMS = ("systemd-nspawn", "unshare", "nsenter", "mount")

# A checkout below a folder that such a machine has of its own, such as /tmp, is brought in; it can only be read.
# `systemd-nspawn` takes the console away from what it starts: it must not be a terminal.
BOOT = """
set -e
mount -t tmpfs -o size=2g tmpfs "$1/disk"
mkdir "$1/disk/upper" "$1/disk/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/disk/upper,workdir=$1/disk/work" "$1/root"
rm -rf "$1/root/etc/machine-id" "$1"/root/etc/systemd/system/*.wants "$1/root/var/log/journal"
systemd-machine-id-setup --root="$1/root" >/dev/null
exec systemd-nspawn --quiet --register=no --keep-unit --directory="$1/root" --boot --private-network \\
    --bind-ro="$2" --resolv-conf=off --timezone=off --link-journal=no --console=pipe systemd.unit=multi-user.target
"""


def obstacle() -> str | None:
    """Why no such machine can be started here; None where it can."""
    if os.geteuid() != 0:
        return "a machine of its own needs root"
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    return f"{', '.join(missing)} not installed" if missing else None


class Machine:
    """One machine, from `start` to `stop`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bangui-machine-", dir="/tmp"))
        self.process: subprocess.Popen[bytes] | None = None
        self.leader = 0

    def start(self) -> Machine:
        for name in ("disk", "root"):
            (self.folder / name).mkdir()
        with (self.folder / "boot.out").open("wb") as output:
            self.process = subprocess.Popen(
                ["unshare", "--mount", "--propagation", "private", "bash", "-c", BOOT, "boot", str(self.folder), str(ROOT)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            self.leader = self._leader()
            if self.leader and self.run("systemctl", "is-active", "multi-user.target", check=False).returncode == 0:
                return self
            time.sleep(0.2)
        raise RuntimeError("no systemd came up: " + (self.folder / "boot.out").read_text(errors="replace")[-2000:])

    def _leader(self) -> int:
        """The first process of the machine: the child of `systemd-nspawn` that has processes of its own; 0 before it is there.
        What prepares the machine has been its child before, and is on this one."""
        assert self.process
        try:
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
            own = os.readlink("/proc/self/ns/pid")
            return next((int(each) for each in children if os.readlink(f"/proc/{each}/ns/pid") != own), 0)
        except (FileNotFoundError, ProcessLookupError):
            return 0

    def run(
        self, *command: str, check: bool = True, text: str | None = None, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Runs a command in the machine, as root."""
        result = subprocess.run(
            ["nsenter", f"--target={self.leader}", "--all", "--wdns=/", "--", *command], input=text, capture_output=True,
            text=True, timeout=timeout, env={"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"})
        if check and result.returncode != 0:
            raise RuntimeError(f"{command} ended with {result.returncode}:\n{result.stdout}{result.stderr}")
        return result

    def output(self, *command: str) -> str:
        """What a command printed."""
        return self.run(*command).stdout.strip()

    def write(self, path: str, text: str) -> None:
        """Writes a file."""
        self.run("sh", "-c", 'mkdir -p "$(dirname "$1")" && cat > "$1"', "write", path, text=text)

    def ask(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Answer:
        """One request to the console, from inside the machine, as a browser of the same origin."""
        script = Path(__file__).with_name("ask.py").read_text()
        request = {"method": method, "path": path, "body": body, "headers": headers or {}}
        result = self.run("python3", "-c", script, text=json.dumps(request))
        return Answer(**json.loads(result.stdout))

    def journal(self, unit: str) -> str:
        """What a service has logged."""
        return self.output("journalctl", "--no-pager", "--output=cat", f"--unit={unit}")

    def stop(self) -> None:
        """Takes the power away."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                if self.leader:
                    os.kill(self.leader, signal.SIGKILL)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Answer:
    """What the console answered."""

    def __init__(self, status: int, headers: dict[str, str], body: str) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self) -> object:
        return json.loads(self.body)
