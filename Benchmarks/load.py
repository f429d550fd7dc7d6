"""Load by wrk, bounded in time and connections, on the loopback interface only."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Load:
    """What one run of wrk measured."""

    requests_per_second: float
    p99_ms: float


def wrk(port: int, path: str, headers: dict[str, str], seconds: int, connections: int = 16) -> Load:
    """Runs wrk with one thread and some connections, one for the time that the server takes; any answer but 200 is an
    error."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", f"http://127.0.0.1:{port}{path}"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(f"wrk saw errors:\n{text}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    latency = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", text)
    if not rate or not latency:
        raise RuntimeError(f"wrk said something unknown:\n{text}")
    return Load(float(rate[1]), float(latency[1]) * UNITS[latency[2]])
