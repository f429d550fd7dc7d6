"""A connection whose bytes a test writes itself, and what comes back on it."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """One answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes


class Raw:
    """One TCP connection to a port of this machine."""

    def __init__(self, port: int, receive: int | None = None, source: str | None = None) -> None:
        self.socket = socket.socket()
        if receive is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        if source is not None:
            self.socket.bind((source, 0))
        self.socket.settimeout(30)
        self.socket.connect(("127.0.0.1", port))
        self.received = b""
        self.is_closed = False

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> bool:
        """Sends bytes; false where the other end takes none any more."""
        try:
            self.socket.sendall(data)
        except OSError:
            return False
        return True

    def read(self, patience: float = 30) -> None:
        """Reads until the other end closes or nothing more came for so long."""
        self.socket.settimeout(patience)
        try:
            while chunk := self.socket.recv(65536):
                self.received += chunk
            self.is_closed = True
        except TimeoutError:
            pass
        except OSError:
            self.is_closed = True

    def closes_within(self, patience: float) -> bool:
        """Whether the other end closes in time, whatever it sends before."""
        deadline = time.monotonic() + patience
        while not self.is_closed and (left := deadline - time.monotonic()) > 0:
            self.read(min(left, 0.1))
        return self.is_closed

    def answers(self, count: int, patience: float = 30) -> bool:
        """Whether so many answers come in time."""
        deadline = time.monotonic() + patience
        while len(self.replies) < count and not self.is_closed and time.monotonic() < deadline:
            self.read(0.05)
        return len(self.replies) >= count

    @property
    def replies(self) -> list[Reply]:
        """The answers in what was read; the last may lack a part of its body."""
        found, rest = [], self.received
        while rest.startswith(b"HTTP/"):
            head, end, rest = rest.partition(b"\r\n\r\n")
            if not end:
                break
            lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            if headers.get("transfer-encoding") == "chunked":
                body, rest = _chunked(rest)
            else:
                length = int(headers.get("content-length", "0"))
                body, rest = rest[:length], rest[length:]
            found.append(Reply(int(lines[0].split()[1]), headers, body))
        return found


def _chunked(rest: bytes) -> tuple[bytes, bytes]:
    body = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        count = int(size, 16)
        body, rest = body + rest[:count], rest[count + 2:]
        if count == 0:
            break
    return body, rest
