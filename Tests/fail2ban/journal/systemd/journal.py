"""The one thing that fail2ban's target SYSTEMD-JOURNAL takes from python3-systemd."""

import json
import logging
import os
import socket


class JournalHandler(logging.Handler):
    """Sends records with the fields that the real one (python3-systemd 235) was seen to send, to the tests' own journal."""

    def __init__(self, **fields: str) -> None:
        super().__init__()
        self.fields = fields
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.connect(os.environ["BANGUI_TEST_JOURNAL"])

    def emit(self, record: logging.LogRecord) -> None:
        entry = {
            "MESSAGE": self.format(record),
            "PRIORITY": str(self.priority(record.levelno)),
            "LOGGER": record.name,
            "THREAD_NAME": record.threadName,
            "CODE_ARGS": str(record.args),
            "level": record.levelname,
            "pid": record.process,
        }
        self.socket.send(json.dumps(entry | self.fields).encode())

    @staticmethod
    def priority(level: int) -> int:
        """It knows Python's own levels only, and rounds others up."""
        bounds = [(logging.DEBUG, 7), (logging.INFO, 6), (logging.WARNING, 4), (logging.ERROR, 3)]
        return next((priority for bound, priority in bounds if level <= bound), 2)
