"""The world outside, for `outside.py`: names and servers on addresses of the internet, in a network namespace.

    outer.py FOLDER    answers names by FOLDER/names.json and serves https on every address; prints `ready`

What was asked is written to FOLDER/asked, a line of JSON each.
"""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import struct
import sys
import threading
import time
import zlib
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

FOLDER = Path(sys.argv[1])
LOCK = threading.Lock()
TIMES: dict[str, int] = {}


def note(**what: object) -> None:
    with LOCK, (FOLDER / "asked").open("a") as file:
        file.write(json.dumps(what) + "\n")


def answers(name: str, kind: int) -> list[str]:
    """The addresses of a name for one kind of question; of several lists the next, then the last for ever."""
    lists = json.loads((FOLDER / "names.json").read_text()).get(name, [[]])
    with LOCK:
        key = f"{name}/{kind}"
        turn = TIMES.get(key, 0)
        TIMES[key] = turn + 1
    found = lists[min(turn, len(lists) - 1)]
    return [address for address in found if (":" in address) == (kind == 28)]


def name_server() -> None:
    """Answers A and AAAA, nothing else, and forgets at once (TTL 0)."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("0.0.0.0", 53))
    while True:
        question, peer = server.recvfrom(2048)
        labels, place = [], 12
        while length := question[place]:
            labels.append(question[place + 1:place + 1 + length].decode())
            place += 1 + length
        name, kind = ".".join(labels).lower(), struct.unpack(">H", question[place + 1:place + 3])[0]
        if name.startswith("silent."):
            continue
        records = []
        for address in answers(name, kind) if kind in (1, 28) else []:
            data = socket.inet_pton(socket.AF_INET6 if kind == 28 else socket.AF_INET, address)
            records.append(b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(data)) + data)
        head = question[:2] + struct.pack(">HHHHH", 0x8180, 1, len(records), 0, 0)
        note(name=name, kind=kind)
        server.sendto(head + question[12:place + 5] + b"".join(records), peer)


def bomb() -> bytes:
    """A GiB of zeros in a megabyte."""
    packer, zeros = zlib.compressobj(9, zlib.DEFLATED, 31), bytes(1 << 20)
    return b"".join(packer.compress(zeros) for _ in range(1024)) + packer.flush()


def answer(connection: ssl.SSLSocket, path: str, fields: dict[str, str]) -> None:
    parts = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}

    def say(status: str, body: bytes = b"", *lines: str, length: int | None = None) -> None:
        head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", "Connection: close", *lines]
        connection.sendall("\r\n".join([*head, "", ""]).encode() + body)

    match parts.path:
        case "/ok":
            say("200 OK", b"192.0.2.1\n", "Content-Type: text/plain", 'ETag: "1"')
        case "/to":
            say("302 Found", b"", f"Location: {unquote(query['where'])}")
        case "/loop":
            say("301 Moved", b"", "Location: /loop")
        case "/bomb":
            say("200 OK", (FOLDER / "bomb").read_bytes(), "Content-Encoding: gzip")
        case "/twice":
            say("200 OK", gzip.compress((FOLDER / "bomb").read_bytes()), "Content-Encoding: gzip, gzip")
        case "/brotli":
            say("200 OK", b"\x0b\x02\x80hello\x03", "Content-Encoding: br")
        case "/long":
            say("200 OK", b"", length=1 << 40)
        case "/endless":
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while True:
                connection.sendall(b"10000\r\n" + b"1.2.3.4\n" * 8192 + b"\r\n")
        case "/drip":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while True:
                connection.sendall(b"x")
                time.sleep(1)
        case "/head":
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while True:
                connection.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")
        case "/interim":
            while True:
                connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
        case "/short":
            say("200 OK", b"only this", length=1000)
        case "/junk":
            connection.sendall(b"\x00\x01\x02 no http\r\n\r\n")
        case "/busy":
            say("503 Busy", b"later", "Retry-After: 120")
        case "/mute":
            time.sleep(300)
        case _:
            say("404 Not Found", b"there is \x1b[31mnothing\n")


def serve(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        plain, _ = listener.accept()
        threading.Thread(target=attend, args=(plain, context), daemon=True).start()


def attend(plain: socket.socket, context: ssl.SSLContext) -> None:
    try:
        with context.wrap_socket(plain, server_side=True) as connection:
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(4096) or b"\r\n\r\n"
            lines = head.decode("latin-1").split("\r\n")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:]) if value}
            path = lines[0].split(" ")[1]
            note(path=path, sni=connection.sni, host=fields.get("host"), local=connection.getsockname()[0])
            answer(connection, path, fields)
    except (OSError, IndexError) as error:
        note(error=str(error))


def listening(port: int) -> socket.socket:
    listener = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
    return listener


def main() -> None:
    (FOLDER / "bomb").write_bytes(bomb())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER / "server.pem", FOLDER / "server.key")

    class Named(ssl.SSLSocket):
        """A connection that knows which name was asked for."""

        sni: str | None = None

    def named(connection: ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> None:
        connection.sni = name  # type: ignore[attr-defined]

    context.sslsocket_class = Named
    context.sni_callback = named
    threading.Thread(target=name_server, daemon=True).start()
    for port in (443, 8443, 22):
        threading.Thread(target=serve, args=(listening(port), context), daemon=True).start()
    print("ready", flush=True)
    threading.Event().wait()


main()
