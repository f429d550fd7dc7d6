"""Clients that mean harm, each a process of its own so that they cost the measuring one no time."""

from __future__ import annotations

import multiprocessing
import multiprocessing.synchronize
import re
import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from conftest import rounds
from raw import Raw

Stop = multiprocessing.synchronize.Event
FORK = multiprocessing.get_context("fork")
HOST = b"Host: 127.0.0.1\r\n"


def _count() -> int:
    """Connections of an attack: 200, in the long run 1,000 where the system lets a process open as many."""
    return min(rounds(200, 1000), resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 100)


def _hold(port: int, first: bytes, drip: bytes, ready: Stop, stop: Stop) -> None:
    connections = [Raw(port) for _ in range(_count())]
    for connection in connections:
        connection.send(first)
    ready.set()
    # A thousand drips a second in all.
    while not stop.wait(len(connections) / 1000):
        for connection in connections:
            connection.send(drip)


def silence(port: int, ready: Stop, stop: Stop) -> None:
    """200 connections that say nothing."""
    _hold(port, b"", b"", ready, stop)


def slow_heads(port: int, ready: Stop, stop: Stop) -> None:
    """200 heads of which a byte comes now and then."""
    _hold(port, b"GET / HTTP/1.1\r\n" + HOST + b"X-A: ", b"a", ready, stop)


def slow_bodies(port: int, ready: Stop, stop: Stop) -> None:
    """200 bodies of which a byte comes now and then."""
    head = b"POST /api/auth/login HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n"
    _hold(port, head, b" ", ready, stop)


def slow_readers(port: int, ready: Stop, stop: Stop) -> None:
    """200 clients that ask for a file and take one byte of it."""
    with Raw(port) as connection:
        connection.send(b"GET /login HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
        connection.read()
    sheet = re.search(rb'"(/assets/[^"]+\.css)"', connection.received)
    assert sheet, connection.received
    request = b"GET " + sheet.group(1) + b" HTTP/1.1\r\n" + HOST + b"\r\n"
    connections = [Raw(port, receive=2048) for _ in range(_count())]
    for connection in connections:
        connection.send(request)
    for connection in connections:
        connection.socket.recv(1)
    ready.set()
    stop.wait()


def huge_bodies(port: int, ready: Stop, stop: Stop) -> None:
    """A GiB at a time, with its length told and without."""
    block = b"10000\r\n" + b" " * 65536 + b"\r\n"
    told = b"POST /api/auth/login HTTP/1.1\r\n" + HOST + b"Content-Length: 1073741824\r\n\r\n"
    chunked = b"POST /login HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
    ready.set()
    while not stop.is_set():
        for head in (told, chunked):
            with Raw(port) as connection:
                connection.send(head)
                for _ in range(16384):
                    if stop.is_set() or not connection.send(block):
                        break


def connects(port: int, ready: Stop, stop: Stop) -> None:
    """As many connections as can be opened, some kept and some closed with a reset."""
    kept: list[socket.socket] = []
    ready.set()
    while not stop.is_set():
        try:
            kept.append(socket.create_connection(("127.0.0.1", port), timeout=1))
        except OSError:
            time.sleep(0.01)
        if len(kept) > 400:
            for connection in kept[:200]:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                connection.close()
            kept = kept[200:]


def requests(port: int, ready: Stop, stop: Stop) -> None:
    """Twenty connections, each with its next request as soon as it is answered."""
    connections = [Raw(port) for _ in range(20)]
    ready.set()
    while not stop.is_set():
        for connection in connections:
            connection.send(b"GET /nothing HTTP/1.1\r\n" + HOST + b"\r\n")
        for connection in connections:
            connection.socket.recv(1 << 20)


def requests_ahead(port: int, ready: Stop, stop: Stop) -> None:
    """Twenty connections with a thousand requests ahead of their answers, opened again as soon as they end."""
    ahead = (b"GET /nothing HTTP/1.1\r\n" + HOST + b"\r\n") * 1000
    ready.set()
    while not stop.is_set():
        connections = [Raw(port) for _ in range(20)]
        for connection in connections:
            connection.send(ahead)
        for connection in connections:
            connection.closes_within(1)
            connection.socket.close()


def tiny_chunks(port: int, ready: Stop, stop: Stop) -> None:
    """Twenty bodies of chunks of one byte."""
    head = b"POST /api/bans HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
    ready.set()
    while not stop.is_set():
        connections = [Raw(port) for _ in range(20)]
        for connection in connections:
            connection.send(head + b"1\r\na\r\n" * 20000)
        for connection in connections:
            connection.closes_within(1)
            connection.socket.close()


ATTACKS: list[Callable[[int, Stop, Stop], None]] = [
    silence, slow_heads, slow_bodies, slow_readers, huge_bodies, tiny_chunks, connects, requests, requests_ahead,
]


@contextmanager
def going_on(attack: Callable[[int, Stop, Stop], None], port: int) -> Iterator[None]:
    """Has an attack go on meanwhile."""
    ready, stop = FORK.Event(), FORK.Event()
    process = FORK.Process(target=attack, args=(port, ready, stop), daemon=True)
    process.start()
    try:
        assert ready.wait(30), f"{attack.__name__} did not begin"
        yield
    finally:
        stop.set()
        process.join(5)
        if process.is_alive():
            process.kill()
            process.join()
