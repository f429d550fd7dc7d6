"""Tokens of programs from the command line, beside a running server."""

from __future__ import annotations

import http.client
import json
import re
import stat

import pytest

from client import PASSWORD, USERNAME, Answer
from command import Result, run
from console import Console


def token(console: Console, *words: str) -> Result:
    """`bangui token WORDS…` on the data directory of a server."""
    return run("token", *words, "--data-dir", console.data)


def ask(console: Console, text: str, path: str = "/api/operations") -> Answer:
    """What a program is answered that has this token and nothing else."""
    return console.client().send("GET", path, headers={"Authorization": f"Bearer {text}"})


def test_a_running_server_follows_on_the_next_request(console: Console) -> None:
    made = token(console, "create", USERNAME, "probe", "--scope", "read", "--days", "3")
    text = made.out.strip()
    assert made.status == 0 and re.fullmatch(r"bgt_[0-9a-hjkmnp-tv-z]{56}", text)
    assert text not in made.err and "not shown again" in made.err
    assert ask(console, text).status == 200
    assert ask(console, text, "/api/audit").status == 403
    listed = token(console, "list", USERNAME, "--json").json["tokens"]
    assert [(one["username"], one["name"], one["scopes"]) for one in listed] == [(USERNAME, "probe", ["read"])]
    assert text not in token(console, "list").out
    assert token(console, "revoke", USERNAME, "probe").status == 0
    refused = ask(console, text)
    assert refused.status == 401 and "invalid_token" in refused.headers["www-authenticate"]
    assert token(console, "revoke", USERNAME, "probe").status == 4


def test_what_cannot_be_made_says_why(console: Console) -> None:
    assert token(console, "create", USERNAME, "probe").status == 2
    assert token(console, "create", USERNAME, "probe", "--scope", "everything").status == 2
    assert token(console, "create", USERNAME, "probe", "--scope", "read", "--days", "366").status == 2
    assert token(console, "create", "nobody", "probe", "--scope", "read").status == 4
    assert token(console, "list", "nobody").status == 4
    made = token(console, "create", USERNAME, "probe", "--scope", "read", "--scope", "bans", "--json").json
    assert made["scopes"] == ["read", "bans"] and made["token"].startswith("bgt_")


@pytest.mark.shows("ASVS-6.4.3")
def test_a_new_password_revokes_tokens(console: Console) -> None:
    text = token(console, "create", USERNAME, "probe", "--scope", "read").out.strip()
    assert ask(console, text).status == 200
    other = "another long enough passphrase"
    done = run("user", "password", USERNAME, "--password-stdin", "--data-dir", console.data, stdin=other)
    assert done.status == 0 and ask(console, text).status == 401


def sign_in(console: Console, path: str, body: dict[str, str]) -> Answer:
    """What a program is answered that sends nothing that a browser would."""
    connection = http.client.HTTPConnection("127.0.0.1", console.port, timeout=60)
    try:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def test_a_program_signs_in_with_a_password_and_survives_a_restart(console: Console) -> None:
    key = console.data / "token-key"
    assert not key.exists()
    credentials = {"username": USERNAME, "password": PASSWORD}
    tokens = sign_in(console, "/api/auth/token", credentials).json
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and "PRIVATE KEY" in key.read_text()
    assert ask(console, tokens["accessToken"]).status == 200
    console.stop()
    console.start()
    assert ask(console, tokens["accessToken"]).status == 200
    renewed = sign_in(console, "/api/auth/token/refresh", {"refreshToken": tokens["refreshToken"]})
    assert renewed.status == 200 and ask(console, renewed.json["accessToken"]).status == 200
    # A signature of 4096 bits has 512 bytes.
    assert len(tokens["accessToken"].split(".")[2]) == 683
    console.stop()
    key.chmod(0o644)
    refused = run("serve", "--listen", "127.0.0.1:0", "--plain-http", "--data-dir", console.data)
    assert refused.status == 78 and "token-key" in refused.err
