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

OPTIONS = {
    "blind": "filter = deaf",
    "empty": "filter =\nfailregex =",
    "bare": "action =",
    "failing": "action = broken",
    "long": "bantime = -1",
}
"""What sets a jail of the daemon apart from a healthy one."""

FOUND = {
    "gone": "log-missing", "idle": "log-unread", "renamed": "log-renamed", "dated": "log-moved", "zone": "zone",
    "blind": "filter-blind", "empty": "filter-empty", "bare": "action-none", "failing": "action-failed",
    "long": "purge-short",
}
"""What is to be found of each jail with a fault."""


class Faulty(Fail2ban):
    """A daemon with healthy jails and some that will be broken; in a network and with mounts of its own for root."""

    seconds = 0

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
            names.append("wall")
        self.jails = tuple(names)

    def _configure(self) -> None:
        super()._configure()
        self._write("filter.d/deaf.conf", "[Definition]\nfailregex = ^ failed to greet <ADDR>$\n")
        self._write("action.d/broken.conf", "[Definition]\nactionban = false\nactionunban = true\n")
        shutil.copy(self.tree / "etc/fail2ban/action.d/nftables.conf", self.configuration / "action.d/nftables.conf")
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
        more = OPTIONS.get(jail, "action = nftables[name=wall]" if jail == "wall" else "")
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
            self.client("set", "wall", "banip", "192.0.2.32")
            assert self.process
            inside = ["nsenter", "-t", str(self.process.pid), "-n", "nft"]

            def is_held() -> bool:
                held = subprocess.run([*inside, "list", "ruleset"], capture_output=True, text=True, check=True)
                return "192.0.2.32" in held.stdout

            assert eventually(is_held), (self.folder / "fail2ban.log").read_text()[-2000:]
            subprocess.run([*inside, "flush", "ruleset"], check=True)

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
    if HAS_FIREWALL:
        wanted["wall"] = "firewall-missing"
    console = consoles("--fail2ban-socket", str(faulty.socket), program=long_running(faulty.folder)).start().set_up()
    client = console.administrator()
    began, late = time.monotonic(), dict(wanted)
    jails: dict[str, dict] = {}
    while late and time.monotonic() - began < PATIENCE:
        jails = {jail["name"]: jail for jail in client.get("/api/jails").json["jails"]}
        codes = {name: {finding["code"] for finding in jail["findings"]} for name, jail in jails.items()}
        for name in ("well", "quiet"):
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
    # The same everywhere.
    dead = set(client.get("/api/status").json["deadJails"])
    assert {"gone", "idle", "renamed", "dated", "empty", "failing"} <= dead and not {"well", "quiet", "long"} & dead
    shown = client.get("/api/jails/gone").json
    assert shown["findings"] == jails["gone"]["findings"]
    report = {check["id"]: check for check in client.get("/api/doctor?again=1").json["checks"]}
    for check in ("jails.logs", "jails.rotation", "jails.backend", "jails.filter", "jails.enforced"):
        assert report[check]["status"] == "failure", report[check]
    assert report["jails.zone"]["status"] == "warning"
    assert report["jails.silent"]["status"] == ("warning" if IS_ROOT else "ok")
    page = client.get("/jails/gone").body.decode()
    assert "Not guarding" in page and "gone.log is not there" in page
    assert "Not guarding" in client.get("/jails").body.decode() and "Not guarding" in client.get("/").body.decode()
    told = run("jail", "show", "gone", "--data-dir", console.data)
    assert told.status == 0 and "FAIL" in told.out and "gone.log is not there" in told.out, told
