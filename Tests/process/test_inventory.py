"""The inventory of `docs/` says what is there: keys, algorithms, parts, logs; and the documents say what they have to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from command import ROOT
from console import Console

DOCUMENTS = ROOT / "docs"
SOURCES = ROOT / "Sources"


def section(name: str, title: str) -> str:
    """What stands under a heading of a document; fails where there is none."""
    text = (DOCUMENTS / name).read_text()
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found, f"{name} has no part {title!r}"
    return found.group(1)


def swift(folder: Path = SOURCES) -> dict[Path, str]:
    """All sources."""
    return {path: path.read_text() for path in folder.rglob("*.swift")}


def default(key: str) -> str:
    """What a setting is by itself, from the table of settings."""
    found = re.search(rf"^\| `{key}` .*?\| `([^`]*)` \| \w+ \|$", (DOCUMENTS / "configuration.md").read_text(), re.M)
    assert found, key
    return found.group(1)


@pytest.mark.shows("ASVS-2.1.3")
def test_limits_of_everyone_and_of_each_are_documented() -> None:
    limits = section("security.md", "Connections")
    assert "max_connections_per_client" in limits and "streams of events of one session" in limits
    for what in ("hashing passwords", "exports", "fail2ban itself"):
        assert what in section("security-inventory.md", "What is costly")


@pytest.mark.shows("ASVS-6.1.1")
def test_limits_on_guessing_are_documented_with_who_is_never_locked_out() -> None:
    limits = section("security.md", "Limits on sign-in")
    assert "5 tries in 60 s" in limits and "nobody can be locked out" in limits
    assert "login_failure_delay_seconds" in (DOCUMENTS / "configuration.md").read_text()


@pytest.mark.shows("ASVS-6.1.2")
def test_words_that_no_password_may_be_are_documented() -> None:
    words = re.search(r"words = \[([^\]]*)\]", (SOURCES / "Console/Accounts/PasswordPolicy.swift").read_text())
    assert words
    told = section("user-guide.md", "Setup").lower()
    assert "user name" in told and "host's name" in told
    for word in re.findall(r'"([^"]+)"', words.group(1)):
        assert word in told


@pytest.mark.shows("ASVS-6.1.3", "ASVS-6.3.4")
def test_every_way_in_is_documented(console: Console) -> None:
    ways = section("security-inventory.md", "Ways in")
    open_to_strangers = {"/api/auth/login", "/api/auth/token", "/api/auth/token/refresh", "/api/setup"}
    paths = console.administrator().get("/api/openapi.json").json["paths"]
    unguarded = {
        path for path, methods in paths.items() for method, operation in methods.items()
        if method != "get" and operation.get("security", []) in ([], [{}])}
    assert unguarded == open_to_strangers
    for way in ("/login", "/api/auth/login", "/api/auth/token", "/metrics", "personal token", "the command line"):
        assert way in ways.lower()


@pytest.mark.shows("ASVS-7.1.1")
def test_how_long_sessions_last_is_documented_and_why() -> None:
    sessions = section("security-inventory.md", "Sessions")
    for key in ("session_duration_minutes", "session_idle_minutes"):
        assert f"`{key}`" in sessions and default(key) in sessions
    assert "800-63B" in sessions


@pytest.mark.shows("ASVS-7.1.2")
def test_how_many_sessions_an_account_may_have_is_documented() -> None:
    assert "not bounded" in section("security-inventory.md", "Sessions")


@pytest.mark.shows("ASVS-11.1.1")
def test_every_key_is_documented_with_its_life() -> None:
    keys = section("security-inventory.md", "Keys and secrets")
    secrets = (SOURCES / "Console/Secrets/SessionSecret.swift").read_text()
    assert len(re.findall(r'^    case \w+ = ".* 1"$', secrets, re.M)) == 5, "a purpose came: name it in the inventory"
    for name in ("session-secret", "token-key", "token for metrics", "token of the setup", "password of PostgreSQL"):
        assert name in keys
    assert "how it is replaced" in keys and "mv session-secret" in section("operations.md", "Secrets")


@pytest.mark.shows("ASVS-11.1.2", "ASVS-11.2.1", "ASVS-11.4.1")
def test_every_use_of_cryptography_is_documented_and_a_librarys() -> None:
    used = section("security-inventory.md", "Cryptography")
    algorithms: set[str] = set()
    for path, text in swift().items():
        found = set(re.findall(r"\b(SHA\d+|HMAC|HKDF|AES|ChaChaPoly|_RSA|P256|Curve25519|Insecure\.\w+)(?=[.<(])", text))
        assert not found or "import Crypto" in text, f"{path}: {found} is not swift-crypto's"
        if any(name.startswith("Insecure") for name in found):
            assert path.name == "PackagedFile.swift", f"{path} uses {found}"
        algorithms |= found
    assert algorithms == {"SHA256", "HMAC", "HKDF", "_RSA", "Insecure.MD5"}, "name what is new in the inventory"
    for name in ("Argon2id", "SHA-256", "HMAC", "HKDF", "RS256", "MD5"):
        assert name in used


@pytest.mark.shows("ASVS-11.5.1", "ASVS-7.2.3")
def test_all_chance_that_guards_anything_is_the_systems() -> None:
    source = (SOURCES / "Console/Secrets/SystemRandom.swift").read_text()
    assert "SystemRandomNumberGenerator()" in source
    for path, text in swift().items():
        if path.parent.parent.name == "Demo" or "Demo" in path.parts:
            continue
        assert not re.search(r"\b(s?rand|[dlm]rand48|random)\(\)|: RandomNumberGenerator\b|GKRandom", text), path


@pytest.mark.shows("ASVS-13.1.1")
def test_what_it_connects_to_is_documented() -> None:
    connects = section("security-inventory.md", "What it connects to")
    for name in ("fail2ban's socket", "agent's socket", "PostgreSQL", "systemd's socket", "No connection leaves"):
        assert name in connects


@pytest.mark.shows("ASVS-14.1.1", "ASVS-14.1.2")
def test_data_is_documented_by_class_with_what_is_due_to_it() -> None:
    data = section("security-inventory.md", "Data")
    rows = [line.split("|")[1:-1] for line in data.splitlines() if line.startswith("| ")][1:]
    assert [row[0].strip() for row in rows] == ["secret", "personal", "personal, of others", "operation", "public"]
    assert all(row[2].strip() for row in rows)
    assert "event_retention_days" in data and default("event_retention_days") == "365"


@pytest.mark.shows("ASVS-15.1.2")
def test_every_part_stands_in_the_notice_with_where_it_comes_from() -> None:
    notice = (ROOT / "NOTICE").read_text().lower()
    built = {path.parent.name.removesuffix(".build") for path in (ROOT / ".build" / "debug").glob("*.build/*.o")}
    state = json.loads((ROOT / ".build" / "workspace-state.json").read_text())
    linked = 0
    for each in state["object"]["dependencies"]:
        modules = {path.name for path in (ROOT / ".build" / "checkouts" / each["subpath"] / "Sources").glob("*")}
        # What was only resolved, for others, has no module that was built.
        if modules & built:
            linked += 1
            assert each["packageRef"]["location"].removesuffix(".git").lower() in notice, each["packageRef"]["location"]
    assert linked > 10


@pytest.mark.shows("ASVS-15.1.3")
def test_what_is_costly_is_documented_with_its_bounds() -> None:
    costly = section("security-inventory.md", "What is costly")
    rows = [line for line in costly.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 8


@pytest.mark.shows("ASVS-16.1.1")
def test_every_log_is_documented() -> None:
    logs = section("security-inventory.md", "Logs")
    for name in ("audit log", "heads of it", "server's log", "agent's log"):
        assert name in logs
    assert "how long" in logs and "## What is an entry" in (DOCUMENTS / "audit.md").read_text()


@pytest.mark.shows("ASVS-16.2.2")
def test_every_line_of_the_log_has_its_time_with_the_offset(console: Console) -> None:
    client = console.administrator()
    client.post("/api/bans", {"addresses": ["203.0.113.240"], "jails": ["nowhere"]})
    lines = console.err.splitlines()
    assert lines
    for line in lines:
        assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} \w+ ", line), line
    entries = client.get("/api/audit").json["entries"]
    assert entries and all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry["at"]) for entry in entries)
