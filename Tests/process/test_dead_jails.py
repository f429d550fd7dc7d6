"""Jails that run and guard nothing: each fault is planted in a real daemon, and found within a minute with its remedy."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from command import program, run
from conftest import StartConsole
from console import eventually
from daemon import Fail2ban

PATIENCE = 240
"""Seconds that a busy machine is given; one at rest needs less than a minute."""
IS_ROOT = os.geteuid() == 0
HAS_FIREWALL = IS_ROOT and shutil.which("nft") is not None and shutil.which("nsenter") is not None


def has_iptables() -> bool:
    """Whether iptables, in both its variants, and ipset work in a network of their own: the kernel must have what they need."""
    tries = "iptables -S && iptables-legacy -S && ipset create x hash:ip"
    return HAS_FIREWALL and subprocess.run(["unshare", "-n", "sh", "-c", tries], capture_output=True, check=False).returncode == 0


HAS_IPTABLES = has_iptables()

OPTIONS = {
    "blind": "filter = deaf",
    "empty": "filter =\nfailregex =",
    "bare": "action =",
    "failing": "action = broken",
    "long": "bantime = -1",
}
"""What sets a jail of the daemon apart from a healthy one."""

FIREWALLS = {
    "chain": "iptables-multiport[name=chain, port=ssh]",
    "unled": "iptables-allports[name=unled]",
    "legacy": 'iptables-multiport[name=legacy, port=ssh, iptables="iptables-legacy -w"]',
    "pool": "iptables-ipset-proto6[name=pool, port=ssh]",
    "fence": "iptables-multiport[name=fence, port=ssh]",
    "basin": "iptables-ipset-proto6[name=basin, port=ssh]",
}
"""Actions for iptables; the bans of the last two are left where they are."""

SERVICES = {"sshd": ("ssh", ["0.0.0.0:2222"]), "vsftpd": ("ftp", ["[::]:21"]), "nginx": ("http,https", ["0.0.0.0:8080"]),
            "dropbear": ("ssh", ["127.0.0.1:2223"])}
"""What services listen on, and what their jails close: only the first is wrong, since another program has port 80."""

LISTENER = """
import socket, sys, time
sockets = []
for place in sys.argv[1:]:
    host, _, port = place.rpartition(":")
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    sockets.append(socket.create_server((host.strip("[]"), int(port)), family=family))
print("ready", flush=True)
time.sleep(3600)
"""

FOUND = {
    "gone": "log-missing", "idle": "log-unread", "renamed": "log-renamed", "dated": "log-moved", "zone": "zone",
    "blind": "filter-blind", "empty": "filter-empty", "bare": "action-none", "failing": "action-failed",
    "long": "purge-short",
}
"""What is to be found of each jail with a fault."""


class Faulty(Fail2ban):
    """A daemon with healthy jails and some that will be broken; in a network and with mounts of its own for root."""

    seconds = 0
    listeners: tuple[subprocess.Popen[bytes], ...] = ()

    def plant(self) -> None:
        """Makes its files and settings; it does not run yet."""
        names = ["well", "quiet", *FOUND]
        if IS_ROOT:
            names += ["hidden", "silent"]
            private = self.folder / "private"
            private.mkdir()
            mounts = f'mount -t tmpfs none "{private}"; touch "{private}/hidden.log"; exec "$@"'
            self.within = ("unshare", "-m", "-n", "--propagation", "private", "sh", "-c", mounts, "sh")
        if HAS_FIREWALL:
            names += ["wall", *SERVICES]
        if HAS_IPTABLES:
            names += FIREWALLS
        self.jails = tuple(names)

    def _configure(self) -> None:
        super()._configure()
        self._write("filter.d/deaf.conf", "[Definition]\nfailregex = ^ failed to greet <ADDR>$\n")
        self._write("action.d/broken.conf", "[Definition]\nactionban = false\nactionunban = true\n")
        for path in (self.tree / "etc/fail2ban/action.d").glob("*tables*.conf"):
            shutil.copy(path, self.configuration / "action.d")
        for jail in self.jails:
            self.log(jail).touch()
        old = datetime.now() - timedelta(days=10)
        os.utime(self.log("quiet"), (old.timestamp(), old.timestamp()))
        if not IS_ROOT:
            return
        lines = [f"{old - timedelta(minutes=10 * line):%Y-%m-%d %H:%M:%S} all is well\n" for line in range(40, 0, -1)]
        self.log("silent").write_text("".join(lines))
        os.utime(self.log("silent"), (old.timestamp(), old.timestamp()))

    def _environment(self) -> dict[str, str]:
        return super()._environment() | {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}

    def _section(self, number: int, jail: str) -> str:
        more = OPTIONS.get(jail, "")
        if jail == "wall":
            more = "action = nftables[name=wall]"
        elif jail in SERVICES:
            more = f'action = nftables[name={jail}, port="{SERVICES[jail][0]}"]'
        elif jail in FIREWALLS:
            more = f"action = {FIREWALLS[jail]}"
        return f"[{jail}]\nenabled = true\nlogpath = {self.log(jail)}\n{more}\n"

    def log(self, jail: str) -> Path:
        """The file that a jail watches."""
        if jail == "hidden":
            return self.folder / "private/hidden.log"
        return self.folder / ("dated.2026-01-01.log" if jail == "dated" else f"{jail}.log")

    def write(self, path: Path, words: str, behind: timedelta = timedelta(0)) -> None:
        """Adds a line with the time of now."""
        with path.open("a") as log:
            log.write(f"{datetime.now(timezone.utc).astimezone() - behind:%Y-%m-%d %H:%M:%S} {words}\n")

    def spoil(self) -> None:
        """Breaks what is broken once."""
        self.log("gone").unlink()
        assert self.client("set", "idle", "idle", "on").returncode == 0
        self.log("renamed").rename(self.folder / "renamed.log.1")
        self.log("renamed").touch()
        past = time.time() - 300
        for jail in ("renamed", "dated"):
            os.utime(self.log(jail), (past, past))
        if HAS_FIREWALL:
            self._breach()

    def _inside(self, *words: str, must: bool = True) -> str:
        """What a program prints in the daemon's network."""
        assert self.process
        within = ["nsenter", "-t", str(self.process.pid), "-n"]
        return subprocess.run([*within, *words], capture_output=True, text=True, check=must).stdout

    def _breach(self) -> None:
        """Takes bans out of the firewall that stay listed, and has services listen."""
        def ban(jail: str, *listing: str) -> None:
            self.client("set", jail, "banip", "192.0.2.32", *(["2001:db8::32"] if jail == "unled" else []))
            assert eventually(lambda: "192.0.2.32" in self._inside(*listing, must=False)), (
                jail, (self.folder / "fail2ban.log").read_text()[-2000:])

        ban("wall", "nft", "list", "ruleset")
        self._inside("nft", "flush", "ruleset")
        self._listen()
        if not HAS_IPTABLES:
            return
        for jail in FIREWALLS:
            if jail in ("pool", "basin"):
                ban(jail, "ipset", "save", f"f2b-{jail}")
            else:
                ban(jail, "iptables-legacy" if jail == "legacy" else "iptables", "-S")
        self._inside("iptables", "-F", "f2b-chain")
        # The chain for IPv6 is still led to.
        self._inside("iptables", "-D", "INPUT", "-p", "tcp", "-j", "f2b-unled")
        self._inside("iptables-legacy", "-F")
        self._inside("iptables-legacy", "-X")
        self._inside("ipset", "del", "f2b-pool", "192.0.2.32")

    def _listen(self) -> None:
        """Starts programs with the names of services, and another that stands before a web server."""
        self._inside("ip", "link", "set", "lo", "up")
        places = {name: places for name, (_, places) in SERVICES.items()} | {"front": ["0.0.0.0:80"]}
        assert self.process
        for name, where in places.items():
            program = self.folder / name
            shutil.copy("/usr/bin/python3", program)
            words = ["nsenter", "-t", str(self.process.pid), "-n", program, "-c", LISTENER, *where]
            listener = subprocess.Popen(words, stdout=subprocess.PIPE)
            self.listeners += (listener,)
            assert listener.stdout and listener.stdout.readline() == b"ready\n"

    def stop(self) -> None:
        for listener in self.listeners:
            listener.kill()
            listener.communicate()
        super().stop()

    def live(self) -> None:
        """Writes what services would write in a second."""
        for jail in ("well", "idle"):
            self.write(self.log(jail), "all is well")
        self.write(self.log("well"), "failure from 192.0.2.33")
        self.write(self.folder / "renamed.log.1", "failure from 192.0.2.34")
        self.write(self.folder / "dated.2026-01-02.log", "failure from 192.0.2.34")
        self.write(self.log("zone"), "all is well", timedelta(hours=2))
        self.write(self.log("blind"), "authentication failure from 192.0.2.35")
        self.seconds += 1
        self.write(self.log("failing"), f"failure from 198.51.100.{self.seconds // 3 % 250 + 1}")
        if IS_ROOT:
            self.write(self.log("hidden"), "all is well")


@pytest.fixture(scope="module")
def faulty() -> Iterator[Faulty]:
    """The daemon with its faults, and services that go on."""
    path = Path(tempfile.mkdtemp(prefix="bangui-dead-", dir="/tmp"))
    daemon = Faulty(path)
    daemon.plant()
    over = threading.Event()

    def live() -> None:
        while not over.wait(1):
            daemon.live()

    services = threading.Thread(target=live)
    try:
        daemon.start()
        daemon.spoil()
        services.start()
        yield daemon
    finally:
        over.set()
        if services.is_alive():
            services.join()
        daemon.stop()
        shutil.rmtree(path, ignore_errors=True)


def long_running(folder: Path) -> Path:
    """The server on a machine that seems to run for three weeks: what was off has no rhythm. Only root can make it seem so."""
    if not IS_ROOT:
        return program()
    stat = folder / "stat"
    words = (line if not line.startswith("btime ") else f"btime {int(time.time()) - 21 * 86400}\n"
             for line in Path("/proc/stat").read_text().splitlines(keepends=True))
    stat.write_text("".join(words))
    script = folder / "bangui-for-long"
    inner = f'mount --bind "{stat}" /proc/stat; exec "{program()}" "$@"'
    script.write_text(f"#!/bin/sh\nexec unshare -m --propagation private sh -c '{inner}' sh \"$@\"\n")
    script.chmod(0o755)
    return script


def test_each_dead_jail_is_found_within_a_minute_and_no_healthy_one(consoles: StartConsole, faulty: Faulty) -> None:
    wanted = dict(FOUND)
    if IS_ROOT:
        wanted |= {"hidden": "log-hidden", "silent": "log-silent"}
    well = ["well", "quiet"]
    if HAS_FIREWALL:
        wanted |= {"wall": "firewall-missing", "sshd": "port-other"}
        well += ["vsftpd", "nginx", "dropbear"]
    if HAS_IPTABLES:
        wanted |= dict.fromkeys(["chain", "unled", "legacy", "pool"], "firewall-missing")
        well += ["fence", "basin"]
    console = consoles("--fail2ban-socket", str(faulty.socket), program=long_running(faulty.folder)).start().set_up()
    client = console.administrator()
    began, late = time.monotonic(), dict(wanted)
    jails: dict[str, dict] = {}
    while late and time.monotonic() - began < PATIENCE:
        jails = {jail["name"]: jail for jail in client.get("/api/jails").json["jails"]}
        codes = {name: {finding["code"] for finding in jail["findings"]} for name, jail in jails.items()}
        for name in well:
            assert not codes.get(name), jails[name]["findings"]
        late = {name: code for name, code in late.items() if code not in codes.get(name, ())}
        time.sleep(1)
    took = time.monotonic() - began
    assert not late, (late, {name: jails[name]["findings"] for name in late})
    print(f"all of it was found after {took:.0f} s")
    for name, code in wanted.items():
        finding = next(finding for finding in jails[name]["findings"] if finding["code"] == code)
        assert finding["advice"] or finding["command"], finding
        assert finding["since"] and finding["reason"], finding
    assert jails["well"]["health"] == "ok" and jails["gone"]["health"] == "failure"
    assert "logtimezone = UTC-02:00" in jails["zone"]["findings"][0]["advice"]
    if HAS_FIREWALL:
        assert "`port = 2222`" in jails["sshd"]["findings"][0]["advice"]
    if HAS_IPTABLES:
        reasons = {name: jails[name]["findings"][0]["reason"] for name in FIREWALLS if name in wanted}
        assert "chain iptables filter f2b-chain" in reasons["chain"] and "192.0.2.32" in reasons["chain"], reasons
        assert "no rule of the firewall leads to the chain iptables filter f2b-unled" in reasons["unled"], reasons
        assert "no chain iptables-legacy filter f2b-legacy" in reasons["legacy"], reasons
        assert "set ipset f2b-pool" in reasons["pool"] and "192.0.2.32" in reasons["pool"], reasons
    # The same everywhere.
    dead = set(client.get("/api/status").json["deadJails"])
    assert {"gone", "idle", "renamed", "dated", "empty", "failing"} <= dead and not {"well", "quiet", "long"} & dead
    shown = client.get("/api/jails/gone").json
    assert shown["findings"] == jails["gone"]["findings"]
    report = {check["id"]: check for check in client.get("/api/doctor?again=1").json["checks"]}
    for check in ("jails.logs", "jails.rotation", "jails.backend", "jails.filter", "jails.enforced"):
        assert report[check]["status"] == "failure", report[check]
    assert report["jails.zone"]["status"] == "warning"
    assert report["jails.ports"]["status"] == ("warning" if HAS_FIREWALL else "ok")
    assert report["jails.silent"]["status"] == ("warning" if IS_ROOT else "ok")
    page = client.get("/jails/gone").body.decode()
    assert "Not guarding" in page and "gone.log is not there" in page
    assert "Not guarding" in client.get("/jails").body.decode() and "Not guarding" in client.get("/").body.decode()
    told = run("jail", "show", "gone", "--data-dir", console.data)
    assert told.status == 0 and "FAIL" in told.out and "gone.log is not there" in told.out, told
