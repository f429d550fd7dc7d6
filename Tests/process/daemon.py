"""A real fail2ban of one's own: private, without a firewall, and gone with the test."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from command import ROOT

DAEMON = """[Definition]
loglevel = INFO
logtarget = {folder}/fail2ban.log
syslogsocket = auto
allowipv6 = auto
socket = {folder}/f.sock
pidfile = {folder}/f.pid
dbfile = {folder}/f.sqlite3
dbpurgeage = 1d
dbmaxmatches = 10
[Thread]
"""
JAIL_DEFAULTS = """[DEFAULT]
backend = polling
filter = plain
action = notes[name=%(__name__)s]
usedns = no
ignoreself = false
bantime = {bantime}
findtime = 600
maxretry = 3
"""
FILTER = """[Definition]
failregex = ^ failure from <ADDR>
datepattern = ^%%Y-%%m-%%d %%H:%%M:%%S
"""
ACTION = """[Definition]
actionban = echo "ban <ip>" >> {folder}/actions
actionunban = echo "unban <ip>" >> {folder}/actions
[Init]
name = default
"""
SLOW_ACTION = """[Definition]
actionban = sleep 3
actionunban =
"""


RELEASES = ("0.11.2", "1.0.2", "1.1.0")
"""What `Tests/fail2ban/packages` names."""
USUAL = "1.0.2"
SHIM = ROOT / "Tests" / "fail2ban" / "python"
"""Names that older releases import and this Python no longer has."""


def tree(release: str = USUAL) -> Path:
    """fail2ban as Debian packs it, unpacked once into `.cache` (shared with the Swift tests) and never installed."""
    if release == USUAL and (path := os.environ.get("BANGUI_TEST_FAIL2BAN")):
        return Path(path)
    path = ROOT / ".cache" / f"fail2ban-{release}"
    if not path.exists():
        subprocess.run([ROOT / "Tests" / "fail2ban" / "fetch"], check=True)
    return path


@dataclass
class Fail2ban:
    """One daemon with the jails `one` and `two`, whose action only writes to a file, and `many`, which has none; a jail
    `slow` takes three seconds for a ban."""

    folder: Path
    jails: tuple[str, ...] = ("one", "two", "many")
    process: subprocess.Popen[bytes] | None = None
    release: str = USUAL
    bantime: int = 600
    within: tuple[str, ...] = ()
    """The words of a program that runs it in surroundings of its own."""
    tree: Path = field(init=False)

    def __post_init__(self) -> None:
        self.tree = tree(self.release)

    @property
    def version(self) -> str:
        """What it calls itself."""
        return self.client("version").stdout.strip()

    @property
    def socket(self) -> Path:
        return self.folder / "f.sock"

    @property
    def configuration(self) -> Path:
        return self.folder / "config"

    def start(self) -> Fail2ban:
        """Starts it and waits until it answers."""
        self._configure()
        words: list[str | Path] = ["-c", self.configuration, "-s", self.socket]
        words += ["-p", self.folder / "f.pid", "-xf", "start"]
        with (self.folder / "output").open("wb") as output:
            self.process = subprocess.Popen(
                [*self.within, "/usr/bin/python3", self.tree / "usr/bin/fail2ban-server", *words],
                env=self._environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        deadline = time.monotonic() + 120
        while self.client("status", self.jails[-1]).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "output").read_text(errors="replace"))
            time.sleep(0.1)
        return self

    def _configure(self) -> None:
        self._write("fail2ban.conf", DAEMON)
        self._write("filter.d/plain.conf", FILTER)
        self._write("action.d/notes.conf", ACTION)
        self._write("action.d/slow.conf", SLOW_ACTION)
        sections = [self._section(number, jail) for number, jail in enumerate(self.jails)]
        self._write("jail.conf", JAIL_DEFAULTS + "".join(sections))
        for number in range(len(self.jails)):
            (self.folder / f"{number}.log").touch()

    def _section(self, number: int, jail: str) -> str:
        action = {"many": "action =\n", "slow": "action = slow\n"}.get(jail, "")
        return f"[{jail}]\nenabled = true\nlogpath = {self.folder}/{number}.log\n{action}"

    def _write(self, name: str, text: str) -> None:
        path = self.configuration / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{folder}", str(self.folder)).replace("{bantime}", str(self.bantime)))

    def _environment(self) -> dict[str, str]:
        modules = f"{SHIM}:{self.tree}/usr/lib/python3/dist-packages"
        return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": modules, "PYTHONDONTWRITEBYTECODE": "1"}

    def client(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs the stock client."""
        command: list[str | Path] = ["/usr/bin/python3", self.tree / "usr/bin/fail2ban-client"]
        command += ["-c", self.configuration, "-s", self.socket, *words]
        return subprocess.run(
            command, env=self._environment(), capture_output=True, text=True, check=False, timeout=120)

    def banned(self, jail: str = "one") -> set[str]:
        """What the daemon itself holds banned."""
        return set(self.client("get", jail, "banip").stdout.split())

    def pause(self) -> None:
        """Lets it hang; all its threads stand still then, which takes a moment after the signal."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)
        deadline = time.monotonic() + 60
        while not self._stands_still() and time.monotonic() < deadline:
            time.sleep(0.001)

    def _stands_still(self) -> bool:
        assert self.process
        for stat in Path(f"/proc/{self.process.pid}/task").glob("*/stat"):
            try:
                state = stat.read_text().rpartition(")")[2].split()[0]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if state != "T":
                return False
        return True

    def resume(self) -> None:
        """Ends `pause`."""
        assert self.process
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """Ends it, by force after a minute."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
