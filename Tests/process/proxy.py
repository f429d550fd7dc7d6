"""nginx and Caddy in front of a server: private processes on a free port, with the configuration of docs/operations.md."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from command import ROOT


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def documented(language: str, part: int = 0) -> str:
    """A configuration in this language in the guide: the whole one first, then that for a path below a name."""
    text = (ROOT / "docs" / "operations.md").read_text()
    blocks = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 2, f"{len(blocks)} blocks in {language}"
    return str(blocks[part])


NGINX = """{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {more}
}}
"""


@contextmanager
def nginx(folder: Path, port: int, console_port: int, keeps_alive: bool = False, below: str = "") -> Iterator[None]:
    """The guide's server block, without TLS; with one connection to the console for everyone where it is kept alive.

    `below` is `passed` or `stripped` for a console below a path, which goes on or is taken off.
    """
    server = documented("nginx")
    if below:
        inner = documented("nginx", 1)
        server = server[:server.index("    location")] + (inner.replace(":8080;", ":8080/;") if below == "stripped" else inner) + "}\n"
        # A location of one address names what becomes of it.
        server = server.replace(":8080/;\n        proxy_buffering", ":8080/api/events/stream;\n        proxy_buffering")
    server = server.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    server = re.sub(r"\n *ssl_[^\n]*", "", server).replace("127.0.0.1:8080", f"127.0.0.1:{console_port}")
    if keeps_alive:
        upstream = f"upstream console {{ server 127.0.0.1:{console_port}; keepalive 1; }}\n"
        server = upstream + server.replace(f"http://127.0.0.1:{console_port}", "http://console")
    user = "user root;" if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(NGINX.format(user=user, folder=folder, more=server))
    program = ROOT / ".cache" / "proxy-nginx" / "usr" / "sbin" / "nginx"
    with _running([str(program), "-p", str(folder), "-e", str(folder / "start.log"), "-c", str(path), "-g", "daemon off;"],
                  folder, port):
        yield


@contextmanager
def caddy(folder: Path, port: int, console_port: int, below: str = "") -> Iterator[None]:
    """The guide's site, without TLS; `below` as with nginx."""
    site = documented("caddyfile", 1 if below else 0)
    if below == "stripped":
        site = site.replace("handle /bangui/*", "handle_path /bangui/*")
    site = site.replace("ban.example.org", f"http://127.0.0.1:{port}").replace("example.org", f"http://127.0.0.1:{port}")
    path = folder / "Caddyfile"
    path.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + site.replace("127.0.0.1:8080", f"127.0.0.1:{console_port}"))
    program = ROOT / ".cache" / "proxy-caddy" / "usr" / "bin" / "caddy"
    with _running([str(program), "run", "--config", str(path), "--adapter", "caddyfile"], folder, port):
        yield


@contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    """Runs a proxy until it is not needed any more."""
    log = folder / "proxy.log"
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=os.environ | own)
    try:
        _wait(process, port, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None and time.monotonic() < deadline, f"it does not run: {log.read_text()[-2000:]}"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
