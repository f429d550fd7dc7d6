"""Pages as a browser first meets them: what they weigh with all that they load, and how long the server needs."""

from __future__ import annotations

import re
import time

from http_connection import HTTPConnection
from servers import expect

# As a browser asks for what its person typed; gzip is given to nobody else.
BROWSER = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "none"}
LOADED = re.compile(r"""(?:src|href)="?(/assets/[^"\s>]+)""")
IMPORTED = re.compile(r"""(?:from|import) "\./([a-z0-9-]+\.js)\"""")


class Weight:
    """What the first view of a page brings over the wire, in bytes of bodies."""

    def __init__(self, port: int, headers: dict[str, str], path: str) -> None:
        self.connection = HTTPConnection(port, headers | BROWSER)
        self.plain = HTTPConnection(port, headers)
        _, _, body = expect(self.connection.request("GET", path), 200)
        _, _, text = expect(self.plain.request("GET", path), 200)
        self.page = len(body)
        self.files: dict[str, int] = {}
        self.script = 0
        for file in LOADED.findall(text.decode()):
            self._load(file)

    def _load(self, path: str) -> None:
        if path in self.files:
            return
        _, _, body = expect(self.connection.request("GET", path), 200)
        self.files[path] = len(body)
        if path.endswith(".js"):
            _, _, text = expect(self.plain.request("GET", path), 200)
            self.script += len(text)
            for name in IMPORTED.findall(text.decode()):
                self._load(path.rsplit("/", 1)[0] + "/" + name)

    @property
    def whole(self) -> int:
        return self.page + sum(self.files.values())


def p99(port: int, headers: dict[str, str], path: str, times: int = 200) -> float:
    """The 99th percentile in milliseconds of requests one after another."""
    connection = HTTPConnection(port, headers | BROWSER)
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        expect(connection.request("GET", path), 200)
        seconds.append(time.perf_counter() - started)
    connection.close()
    return sorted(seconds)[int(times * 0.99) - 1] * 1000


def page_rows(port: int, headers: dict[str, str], pages: tuple[str, ...]) -> list[tuple[str, str, str, str]]:
    """One row for each page."""
    cookie = {"Cookie": headers["Cookie"]}
    rows = []
    for path in pages:
        weight = Weight(port, cookie, path)
        rows.append((
            f"page {path}", f"{weight.whole / 1024:.1f} KiB, p99 {p99(port, cookie, path):.1f} ms", "",
            f"script {weight.script / 1024:.1f} KiB unpacked (budget: 60 KiB, 25 KiB, 50 ms)"))
    return rows
