"""A private PostgreSQL server, gone with the test."""

from __future__ import annotations

import subprocess

from command import ROOT


class PostgreSQL:
    """One server with one empty database."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [ROOT / "Tests" / "postgresql" / "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        assert self.url, "Tests/postgresql/serve did not start"

    def query(self, sql: str) -> str:
        """Runs a statement and gives what psql prints."""
        return subprocess.run(
            ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-c", sql, self.url], check=True, capture_output=True, text=True
        ).stdout.strip()

    def stop(self) -> None:
        """Ends it."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(60)
        finally:
            self.process.kill()
