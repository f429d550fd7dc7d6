"""A private fail2ban without actions, and a plain client for its socket."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

END = b"<F2B_END_COMMAND>"
JAILS = ("crowd", "hand")


def unpacked_package(cache: Path) -> Path:
    """The tree of Debian's package fail2ban, unpacked once into `cache` and never installed."""
    tree = cache / "fail2ban"
    if not tree.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", "-qq", "fail2ban"], cwd=cache, check=True, stderr=subprocess.DEVNULL)
        package = max(cache.glob("fail2ban_*.deb"))
        subprocess.run(["dpkg-deb", "-x", package, cache / "fail2ban.new"], check=True)
        (cache / "fail2ban.new").rename(tree)
    return tree


class Client:
    """One connection to a fail2ban socket."""

    def __init__(self, path: Path) -> None:
        self.connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.connection.connect(str(path))

    def ask(self, *words: str) -> object:
        """Sends one command and gives the value of the reply; a refusal is a RuntimeError."""
        self.connection.sendall(pickle.dumps(list(words), protocol=2) + END)
        reply = b""
        while not reply.endswith(END):
            part = self.connection.recv(65536)
            if not part:
                raise ConnectionError("fail2ban closed the connection")
            reply += part
        # Trusted: it comes from the daemon that this benchmark started itself.
        code, value = pickle.loads(reply[: -len(END)])
        if code != 0:
            raise RuntimeError(f"fail2ban refused {words[:3]}: {value}")
        return value

    def close(self) -> None:
        self.connection.close()


class PrivateFail2ban:
    """The daemon in a folder of its own, with two jails that run no action at all."""

    def __init__(self, folder: Path, tree: Path, purge_age: str = "1d") -> None:
        self.folder = folder
        self.tree = tree
        self.purge_age = purge_age
        self.socket = folder / "fail2ban.sock"
        self.configuration = folder / "etc"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> PrivateFail2ban:
        self._configure()
        environment = {
            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
            "PYTHONPATH": str(self.tree / "usr/lib/python3/dist-packages")}
        program = self.tree / "usr/bin/fail2ban-server"
        with (self.folder / "fail2ban.out").open("wb") as output:
            self.process = subprocess.Popen(
                ["/usr/bin/python3", program, "-c", self.configuration, "-s", self.socket, "-xf", "start"],
                env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        try:
            self._wait_until_ready()
        except RuntimeError:
            self.stop()
            raise
        return self

    def _configure(self) -> None:
        shutil.copytree(
            self.tree / "etc" / "fail2ban" / "filter.d", self.configuration / "filter.d", dirs_exist_ok=True)
        log = self.folder / "empty.log"
        log.touch()
        (self.configuration / "fail2ban.conf").write_text(
            f"[Definition]\nloglevel = INFO\nlogtarget = {self.folder}/fail2ban.log\nsyslogsocket = auto\n"
            f"socket = {self.socket}\npidfile = {self.folder}/fail2ban.pid\ndbfile = {self.folder}/fail2ban.sqlite3\n"
            f"dbpurgeage = {self.purge_age}\nallowipv6 = yes\n")
        jails = "".join(
            f"\n[{name}]\nenabled = true\nbackend = polling\nfilter = sshd\nlogpath = {log}\nmaxretry = 5\n"
            "findtime = 600\nbantime = 86400\nusedns = no\nignoreself = false\naction =\n" for name in JAILS)
        (self.configuration / "jail.conf").write_text("[DEFAULT]\n" + jails)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                client = Client(self.socket)
                client.ask("status", JAILS[-1], "short")
                client.close()
                return
            except (OSError, RuntimeError, ImportError):
                # A jail that is not there yet is told by an error of fail2ban's own class.
                time.sleep(0.1)
        raise RuntimeError((self.folder / "fail2ban.out").read_text()[-2000:])

    def fill(self, count: int) -> float:
        """Bans `count` addresses of 198.18.0.0/15 in the first jail, a thousand in a command; gives the seconds."""
        started = time.monotonic()
        client = Client(self.socket)
        addresses = benchmark_addresses(count)
        while batch := list(islice(addresses, 1000)):
            client.ask("set", JAILS[0], "banip", *batch)
        client.close()
        return time.monotonic() - started

    def pause(self) -> None:
        """From now on it answers nobody."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self.process is not None:
            self.go_on()
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def benchmark_addresses(count: int) -> Iterable[str]:
    """The first `count` addresses of the range that RFC 2544 keeps for benchmarks."""
    base = 198 << 24 | 18 << 16
    return (socket.inet_ntoa((base + number).to_bytes(4, "big")) for number in range(1, count + 1))


def resident_kib(pid: int) -> int:
    """Resident memory of a process, in KiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise RuntimeError(f"no memory figure of process {pid}")


def fsync_seconds(folder: Path, count: int) -> list[float]:
    """How long a 4 KiB append with fsync takes in a folder, `count` times."""
    descriptor = os.open(folder / "fsync.probe", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    times = []
    try:
        for _ in range(count):
            started = time.perf_counter()
            os.write(descriptor, bytes(4096))
            os.fsync(descriptor)
            times.append(time.perf_counter() - started)
    finally:
        os.close(descriptor)
        (folder / "fsync.probe").unlink()
    return times
