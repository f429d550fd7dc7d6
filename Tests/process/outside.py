"""A machine of its own and a world outside it, in two network namespaces: nothing of it leaves this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from command import Result, environment, program

HERE = Path(__file__).parent
# What the world has: addresses of the internet, and some that are none, where something would answer.
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::99"]
FORBIDDEN = ["10.9.0.1", "169.254.169.254", "172.16.0.9", "192.168.99.1", "100.64.0.1", "198.18.0.1", "192.0.2.1", "fd00:9::1",
             "64:ff9b::7f00:1", "64:ff9b::5db8:d822", "2002:7f00:1::1", "2001:db8::1"]
ROUTER = "192.168.77.2"


class Outside:
    """The two namespaces, what is served in the one and what leaves the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._processes: list[subprocess.Popen[str]] = []
        inner = self._namespace("--net", "--mount", "--propagation", "private")
        outer = self._namespace("--net")
        self._inside = ["nsenter", f"--target={inner}", "--net", "--mount", "--wd=/", "--"]
        self._outside = ["nsenter", f"--target={outer}", "--net", "--"]
        self._wire(outer)
        self._certificates()
        self.names({})
        resolv = folder / "resolv.conf"
        resolv.write_text(f"nameserver {ROUTER}\noptions timeout:2 attempts:1\n")
        self._run(*self._inside, "mount", "--bind", str(resolv), os.path.realpath("/etc/resolv.conf"))
        self._start(*self._outside, sys.executable, str(HERE / "outer.py"), str(folder))
        self._packets = self._start(*self._inside, sys.executable, str(HERE / "packets.py"))

    def _namespace(self, *kinds: str) -> int:
        process = subprocess.Popen(["unshare", *kinds, "sleep", "infinity"], text=True)
        self._processes.append(process)
        until = time.monotonic() + 30
        while os.readlink(f"/proc/{process.pid}/ns/net") == os.readlink("/proc/self/ns/net"):
            assert process.poll() is None and time.monotonic() < until, "no network namespace"
            time.sleep(0.01)
        return process.pid

    def _run(self, *command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)

    def _start(self, *command: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._processes.append(process)
        assert process.stdout and process.stdout.readline() == "ready\n"
        return process

    def _wire(self, outer: int) -> None:
        def ip(where: list[str], words: str) -> None:
            self._run(*where, "ip", *words.split())

        ip(self._inside, f"link add out type veth peer name in netns {outer}")
        for where, name, own in ((self._inside, "out", 1), (self._outside, "in", 2)):
            ip(where, "link set lo up")
            ip(where, f"address add 192.168.77.{own}/24 dev {name}")
            ip(where, f"link set {name} up")
            ip(where, f"address add fd00:77::{own}/64 dev {name} nodad")
        ip(self._inside, f"route add default via {ROUTER}")
        ip(self._inside, "route add default via fd00:77::2")
        for address in PUBLIC + FORBIDDEN:
            more = "/128 nodad" if ":" in address else "/32"
            ip(self._outside, f"address add {address}{more.split()[0]} dev in {' '.join(more.split()[1:])}".strip())

    def _certificates(self) -> None:
        def openssl(words: str) -> None:
            self._run("openssl", *words.split())

        at = self.folder
        openssl(f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Test -keyout {at}/ca.key -out {at}/ca.pem")
        openssl(f"req -newkey rsa:2048 -nodes -subj /CN=lists.example -keyout {at}/server.key -out {at}/server.csr")
        names = ["DNS:lists.example", "DNS:*.lists.example"] + [f"IP:{address}" for address in PUBLIC + FORBIDDEN + ["127.0.0.1"]]
        (at / "names.cnf").write_text(f"subjectAltName={','.join(names)}\n")
        openssl(f"x509 -req -in {at}/server.csr -CA {at}/ca.pem -CAkey {at}/ca.key -CAcreateserial -days 2 "
                f"-extfile {at}/names.cnf -out {at}/server.pem")

    def names(self, known: dict[str, list[list[str]]]) -> None:
        """What names stand for from now on: lists of addresses, given one after the other."""
        (self.folder / "names.json").write_text(json.dumps(known))

    def asked(self) -> list[dict[str, str]]:
        """What the servers were asked since the last time."""
        path = self.folder / "asked"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return [json.loads(line) for line in lines]

    def left(self) -> list[tuple[str, str, int]]:
        """What left since the last time: protocol, address and port."""
        assert self._packets.stdin and self._packets.stdout
        self._packets.stdin.write("\n")
        self._packets.stdin.flush()
        return [(kind, address, port) for kind, address, port in json.loads(self._packets.stdout.readline())]

    def left_besides_names(self) -> set[tuple[str, str, int]]:
        """The same without the questions to the name server and the answers of those who listen here."""
        return {packet for packet in self.left() if packet != ("udp", ROUTER, 53)}

    def check(self, url: str, *words: str, more: dict[str, str] | None = None, trust: bool = True) -> Result:
        """Runs `bangui outbound check URL --json` inside; what left before is forgotten."""
        self.left()
        self.asked()
        given = environment((more or {}) | ({"BANGUI_OUTBOUND_CA_FILE": str(self.folder / "ca.pem")} if trust else {}))
        done = subprocess.run(
            [*self._inside, str(program()), "outbound", "check", url, "--json", *words], env=given, timeout=120,
            capture_output=True, encoding="utf-8", errors="surrogateescape", check=False)
        return Result(done.returncode, done.stdout, done.stderr)

    def inside(self, *command: str) -> subprocess.Popen[str]:
        """Starts something inside, which ends with the rest."""
        return self._start(*self._inside, *command)

    def close(self) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
