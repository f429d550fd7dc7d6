"""Tries, as whoever runs it, what somebody who has taken over that process would try; prints what came of it as JSON.

Each line is one thing and how far it got: `yes`, or the name of the error that refused it.
"""

import ctypes
import errno
import json
import os
import socket
import subprocess
import sys

CLONE_NEWNET = 0x40000000


def opened(path: str, flags: int = os.O_RDONLY) -> None:
    os.close(os.open(path, flags))


def listed(path: str) -> None:
    os.listdir(path)


def connected(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)


def reached(host: str, port: int) -> None:
    with socket.socket() as connection:
        connection.settimeout(2)
        connection.connect((host, port))


def made(path: str) -> None:
    with open(path, "x"):
        pass
    os.remove(path)


def ran(*command: str) -> None:
    # Without the variables of the service, by which systemctl would speak for it.
    result = subprocess.run(
        command, capture_output=True, text=True, timeout=20, stdin=subprocess.DEVNULL,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"})
    if result.returncode != 0:
        raise OSError(errno.EPERM, result.stderr)


def called(name: str, *arguments: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)


def of_the_agent() -> str:
    """The folder of the agent's process, which one that sees no others finds by trying."""
    for process in sorted((name for name in os.listdir("/proc") if name.isdigit()), key=int):
        try:
            with open(f"/proc/{process}/cmdline", "rb") as file:
                if b"bangui\0agent" in file.read():
                    return f"/proc/{process}"
        except OSError:
            continue
    raise OSError(errno.ENOENT, "no process of the agent is seen")


TRIES = {
    "its own data": lambda: made("/var/lib/bangui/probe"),
    "the agent's socket": lambda: connected("/run/bangui/agent.sock"),
    "a page of its own": lambda: reached("127.0.0.1", 8080),
    "fail2ban's socket": lambda: connected("/run/fail2ban/fail2ban.sock"),
    "fail2ban's database": lambda: opened("/var/lib/fail2ban/fail2ban.sqlite3"),
    "fail2ban's configuration": lambda: listed("/etc/fail2ban"),
    "fail2ban's log": lambda: opened("/var/log/fail2ban.log"),
    "the log that a jail reads": lambda: opened("/var/log/auth.log", os.O_WRONLY | os.O_APPEND),
    "the agent's rules, to change": lambda: opened("/etc/bangui/agent.conf", os.O_WRONLY),
    "its own settings, to change": lambda: opened("/etc/bangui/bangui.env", os.O_WRONLY),
    "the key of sessions at its source": lambda: opened("/etc/bangui/session-secret"),
    "the heads of the audit log": lambda: listed("/var/lib/bangui-agent"),
    "its own program, to change": lambda: opened("/usr/local/lib/bangui/bangui", os.O_WRONLY),
    "a unit of systemd": lambda: made("/etc/systemd/system/probe.service"),
    "passwords of the machine": lambda: opened("/etc/shadow"),
    "homes": lambda: listed("/root"),
    "the bus of the system": lambda: connected("/run/dbus/system_bus_socket"),
    "systemd itself": lambda: connected("/run/systemd/private"),
    "fail2ban, to start by systemd": lambda: ran("systemctl", "start", "fail2ban.service"),
    "processes of others": lambda: opened(of_the_agent() + "/environ"),
    "process 1, to stop": lambda: os.kill(1, 0),
    "the firewall": lambda: ran("nft", "list", "ruleset"),
    "raw packets": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).close(),
    "talk to the kernel by netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).close(),
    "to become root": lambda: os.setuid(0),
    "a namespace of its own": lambda: called("unshare", CLONE_NEWNET),
    "a mount": lambda: called("mount", b"tmpfs", b"/mnt", b"tmpfs", 0, None),
    "the messages of the kernel": lambda: opened("/dev/kmsg"),
}


def main() -> None:
    results = {}
    for name, attempt in TRIES.items():
        try:
            attempt()
            results[name] = "yes"
        except subprocess.TimeoutExpired:
            results[name] = "TIMEOUT"
        except OSError as error:
            results[name] = errno.errorcode.get(error.errno or 0, str(error))
        sys.stdout.flush()
    print(json.dumps(results))


main()
