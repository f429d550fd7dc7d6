"""What a restart of fail2ban costs: for how long its bans are out of the firewall, by kind of action and number of bans.

Run as root: python3 Benchmarks/restart_cost.py [BANS ...], with nftables, iptables and ipset installed. Everything happens in a network
of its own. Prints one line for each action and number: how long the daemon takes to stop, when the first ban was gone and the last
was back, and what one ban took.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "Tests" / "process"))

from daemon import Fail2ban  # noqa: E402

ACTIONS = {
    "nftables": ["nft", "list", "set", "inet", "f2b-table", "addr-set-one"],
    "iptables-multiport": ["iptables", "-S", "f2b-one"],
    "iptables-ipset-proto6": ["ipset", "save", "f2b-one"],
}


class Walled(Fail2ban):
    """A daemon with one jail whose bans reach a firewall."""

    action = ""

    def _configure(self) -> None:
        super()._configure()
        for path in (self.tree / "etc/fail2ban/action.d").glob("*tables*.conf"):
            shutil.copy(path, self.configuration / "action.d")

    def _environment(self) -> dict[str, str]:
        return super()._environment() | {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}

    def _section(self, number: int, jail: str) -> str:
        return f"[{jail}]\nenabled = true\nlogpath = {self.folder}/{number}.log\naction = {self.action}[port=ssh]\n"


def measure(action: str, bans: int) -> str:
    """One line of the table."""
    folder = Path(tempfile.mkdtemp(prefix="bangui-restart-", dir="/tmp"))
    network = subprocess.Popen(["unshare", "-n", "sleep", "3600"])
    time.sleep(0.3)
    within = ("nsenter", f"--net=/proc/{network.pid}/ns/net")
    daemon = Walled(folder, jails=("one",), bantime=86400, within=within)
    daemon.action = action

    def held() -> int:
        listing = subprocess.run([*within, *ACTIONS[action]], capture_output=True, text=True, check=False).stdout
        return listing.count("198.18.")

    def wait(count: int) -> float:
        deadline = time.monotonic() + 600
        while held() != count:
            assert time.monotonic() < deadline, (held(), (folder / "fail2ban.log").read_text()[-2000:])
            time.sleep(0.02)
        return time.monotonic()

    try:
        daemon.start()
        addresses = [f"198.18.{number // 250}.{number % 250 + 1}" for number in range(bans)]
        for start in range(0, bans, 50):
            assert daemon.client("set", "one", "banip", *addresses[start:start + 50]).returncode == 0
        wait(bans)
        # Its database is written a moment later.
        time.sleep(3)
        began = time.monotonic()
        assert daemon.process
        daemon.process.terminate()
        gone = wait(0) - began
        daemon.process.wait(600)
        stopped = time.monotonic() - began
        began = time.monotonic()
        daemon.start()
        answers = time.monotonic() - began
        back = wait(bans) - began
        lines = [line for line in (folder / "fail2ban.log").read_text().splitlines() if "Restore Ban" in line]
        assert len(lines) == bans, len(lines)
        first, last = (time.mktime(time.strptime(line[:19], "%Y-%m-%d %H:%M:%S")) + int(line[20:23]) / 1000
                       for line in (lines[0], lines[-1]))
        return (f"{action:24} {bans:6} {gone:8.1f} {stopped:8.1f} {answers:8.1f} {back:8.1f} "
                f"{(last - first) / max(bans - 1, 1) * 1000:8.1f}")
    finally:
        daemon.stop()
        network.kill()
        network.wait()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Prints the table."""
    print(f"{'action':24} {'bans':>6} {'gone s':>8} {'stop s':>8} {'answer s':>8} {'back s':>8} {'ms a ban':>8}")
    for action in ACTIONS:
        for bans in [int(word) for word in sys.argv[1:]] or [100, 1000]:
            print(measure(action, bans), flush=True)


if __name__ == "__main__":
    main()
