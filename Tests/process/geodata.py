"""Geo data for tests: small files of the known formats, and a mirror that serves them over TLS on this machine."""

from __future__ import annotations

import gzip
import json
import random
import ssl
import struct
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any


def mmdb(records: dict[str, dict[str, Any]], kind: str, built: int) -> bytes:
    """A database of the MaxMind format 2.0, with records of 32 bits (https://maxmind.github.io/MaxMind-DB/)."""
    nodes: list[list[int | None]] = [[None, None]]
    data = b""
    for text, value in records.items():
        network = ip_network(text)
        start = int(network.network_address)
        bits = network.prefixlen + (96 if network.version == 4 else 0)
        node = 0
        for index in range(bits):
            side = start >> (127 - index) & 1
            if index == bits - 1:
                nodes[node][side] = -len(data) - 1
            elif (known := nodes[node][side]) is None or known < 0:
                nodes.append([None, None])
                nodes[node][side] = node = len(nodes) - 1
            else:
                node = known
        data += encoded(value)
    count = len(nodes)

    def record(branch: int | None) -> bytes:
        number = count if branch is None else branch if branch >= 0 else count + 16 + (-branch - 1)
        return struct.pack(">I", number)

    tree = b"".join(record(left) + record(right) for left, right in nodes)
    about = {
        "binary_format_major_version": ("short", 2), "binary_format_minor_version": ("short", 0), "build_epoch": ("long", built),
        "database_type": kind, "description": {"en": "for tests"}, "languages": ["en"], "ip_version": ("short", 6), "node_count": count, "record_size": ("short", 32),
    }
    return tree + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + encoded(about)


def encoded(value: Any) -> bytes:
    """A value of the format: texts, whole numbers, lists and maps."""
    if isinstance(value, dict):
        return head(7, len(value)) + b"".join(encoded(key) + encoded(one) for key, one in value.items())
    if isinstance(value, list):
        return bytes([len(value), 4]) + b"".join(encoded(one) for one in value)
    if isinstance(value, str):
        return head(2, len(value.encode())) + value.encode()
    if isinstance(value, tuple):
        return head(5, 2) + struct.pack(">H", value[1]) if value[0] == "short" else b"\x08\x02" + struct.pack(">Q", value[1])
    return head(6, 4) + struct.pack(">I", value)


def head(kind: int, size: int) -> bytes:
    """The type and a size below 285."""
    return bytes([kind << 5 | size]) if size < 29 else bytes([kind << 5 | 29, size - 29])


# Half of the internet each, so that data for tests knows all of it.
HALVES = ("0.0.0.0/1", "128.0.0.0/1")


def countries(code: str, built: int = 1_790_000_000) -> bytes:
    """A database that says of every IPv4 address that it is in one country."""
    return mmdb({half: {"country": {"iso_code": code}} for half in HALVES}, "DBIP-Country-Lite", built)


def networks(number: int, name: str, built: int = 1_790_000_000) -> bytes:
    """A database that says of every IPv4 address that it is in one network."""
    return mmdb(
        {half: {"autonomous_system_number": number, "autonomous_system_organization": name} for half in HALVES},
        "DBIP-ASN-Lite", built)


class Mirror:
    """Serves files over https at 127.0.0.1, with tags, and notes what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, int]] = []
        self.authority = folder / "mirror.pem"
        key = folder / "mirror.key"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=mirror", "-addext",
             "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(self.authority)],
            check=True, capture_output=True, timeout=60)
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802
                body = mirror.files.get(self.path)
                tag = f'"{hash(body)}"'
                status = 404 if body is None else 304 if self.headers.get("If-None-Match") == tag else 200
                mirror.asked.append((self.path, status))
                self.send_response(status)
                if status == 200:
                    self.send_header("ETag", tag)
                    self.send_header("Last-Modified", "Sun, 01 Nov 2026 00:00:00 GMT")
                sent = body if status == 200 and body is not None else b""
                if status != 304:
                    self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *words: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.authority, key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def put(self, path: str, content: bytes) -> None:
        """Serves a file, gzipped."""
        self.files[path] = gzip.compress(content)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"https://127.0.0.1:{self._server.server_address[1]}"

    def settings(self, **paths: str) -> dict[str, str]:
        """What has BanGUI fetch these pieces here; `dbip_country="/path"`."""
        urls = ",".join(f"{name.replace('_', '-')}={self.url}{path}" for name, path in paths.items())
        return {
            "BANGUI_GEO_UPDATE_URLS": urls, "BANGUI_OUTBOUND_ALLOW": "127.0.0.1",
            "BANGUI_OUTBOUND_CA_FILE": str(self.authority),
        }

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()


class Service:
    """Stands in for ip-api.com at an address of this machine's loopback, in the eyes of what is run `within` it."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[list[str]] = []
        self.status = 200
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # noqa: N802
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append(asked)
                answers = [
                    {"query": one, "status": "success", "countryCode": "SE", "as": "AS64500 Example <b>"} for one in asked]
                body = json.dumps(answers).encode() if service.status == 200 else b"no"
                self.send_response(service.status)
                self.send_header("X-Rl", "14")
                self.send_header("X-Ttl", "60")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: object) -> None:
                """Says nothing."""

        address = f"127.77.{random.randrange(256)}.{random.randrange(1, 255)}"
        self._server = ThreadingHTTPServer((address, 80), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        (folder / "hosts").write_text(f"127.0.0.1 localhost\n{address} ip-api.com\n")
        self.settings = {"BANGUI_GEO_ONLINE": "ip-api.com", "BANGUI_OUTBOUND_ALLOW": address}
        self._folder = folder

    def within(self, program: Path) -> Path:
        """A program that runs this one where ip-api.com is here."""
        path = self._folder / "within"
        path.write_text(
            "#!/bin/sh\nexec unshare --mount --propagation private sh -c 'mount --bind \"$0\" /etc/hosts && exec \"$@\"' "
            f"'{self._folder}/hosts' '{program}' \"$@\"\n")
        path.chmod(0o755)
        return path

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()
