"""What goes out to the network, and what does not: each packet that leaves a network namespace is looked at."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from outside import FORBIDDEN, Outside

SERVER = ("tcp", "93.184.216.34", 443)
NAMES = {
    "lists.example": [["93.184.216.34"]],
    "six.lists.example": [["2606:4700::99"]],
    "mixed.lists.example": [["93.184.216.34", "127.0.0.1"]],
    "mixed6.lists.example": [["93.184.216.34", "::1"]],
    "mapped.lists.example": [["::ffff:93.184.216.34"]],
    "inside.lists.example": [["10.9.0.1"]],
    "meta.lists.example": [["169.254.169.254"]],
    "nat.lists.example": [["64:ff9b::7f00:1"]],
    "here.lists.example": [["192.168.77.1"]],
    "any.lists.example": [["0.0.0.0"]],
    "flip.lists.example": [["93.184.216.34"], ["127.0.0.1"]],
    "wrong.example": [["93.184.216.34"]],
}
LISTENER = """
import socket
s = socket.create_server(("127.0.0.1", 8080))
print("ready", flush=True)
while True: s.accept()[0].close()
"""
# Everything that is another way to say an address from which nothing may be fetched.
FORMS = [
    "https://127.0.0.1:8080/", "https://127.0.0.1/", "https://127.9.9.9/", "https://0.0.0.0:8080/", "https://0/", "https://127.1/",
    "https://2130706433:8080/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://017700000001/",
    "https://[::1]:8080/", "https://[::]/", "https://[::ffff:127.0.0.1]:8080/", "https://[::ffff:7f00:1]/",
    "https://[::ffff:93.184.216.34]/", "https://[::127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[64:ff9b::5db8:d822]/",
    "https://[2002:7f00:1::1]/", "https://[fd00:9::1]/", "https://[fe80::1]/", "https://[fe80::1%25out]/", "https://[2001:db8::1]/",
    "https://169.254.169.254/latest/meta-data/", "https://10.9.0.1/", "https://172.16.0.9/", "https://192.168.99.1/",
    "https://192.168.77.2/", "https://192.168.77.1/", "https://100.64.0.1/", "https://198.18.0.1/", "https://192.0.2.1/",
    "https://224.0.0.1/", "https://255.255.255.255/", "https://localhost/", "https://localhost.:8080/",
    "https://user@127.0.0.1/", "https://lists.example@127.0.0.1/", "https://lists.example\\@127.0.0.1/",
    "https://lists.example:22/", "https://lists.example:25/", "https://lists.example./ok", "https://１２７.0.0.1/",
    "http://127.0.0.1:8080/", "http://lists.example/ok", "file:///etc/passwd", "gopher://127.0.0.1:8080/_x",
    "unix:///run/x.sock", "ftp://10.9.0.1/", "dict://127.0.0.1:11211/stat", "javascript:alert(1)", "https://",
    "https://mixed.lists.example/ok", "https://mixed6.lists.example/ok", "https://mapped.lists.example/ok",
    "https://inside.lists.example/ok", "https://meta.lists.example/ok", "https://nat.lists.example/ok",
    "https://here.lists.example/ok", "https://any.lists.example:8080/ok",
]


@pytest.fixture(scope="module")
def world() -> Iterator[Outside]:
    if os.getuid() != 0:
        pytest.skip("only root makes network namespaces")
    path = Path(tempfile.mkdtemp(prefix="bangui-outside-", dir="/tmp"))
    outside = Outside(path)
    try:
        outside.names(NAMES)
        outside.inside("/usr/bin/python3", "-c", LISTENER)
        yield outside
    finally:
        outside.close()
        shutil.rmtree(path, ignore_errors=True)


def test_what_is_of_the_internet_loads_and_the_vetted_address_is_dialled(world: Outside) -> None:
    told = world.check("https://lists.example/ok")
    assert told.status == 0, told.err
    hop = told.json["hops"][0]
    assert told.json["result"] == "loads" and told.json["bytes"] == 10
    assert hop["dialled"] == "93.184.216.34" and hop["addresses"][0]["verdict"] == "open" and "Test" in hop["certificate"]["issuer"]
    asked = [one for one in world.asked() if "path" in one]
    assert [(one["sni"], one["host"], one["path"]) for one in asked] == [("lists.example", "lists.example", "/ok")]
    assert world.left_besides_names() == {SERVER}
    six = world.check("https://six.lists.example/ok")
    assert six.status == 0 and six.json["hops"][0]["dialled"] == "2606:4700::99", six.err


@pytest.mark.shows("ABUSE-31")
@pytest.mark.parametrize("url", FORMS)
def test_nothing_leaves_for_what_is_refused(world: Outside, url: str) -> None:
    told = world.check(url)
    assert told.status == 6, told.err
    assert told.json["result"] == "refused" and told.json["reason"]
    assert world.left_besides_names() == set()


@pytest.mark.shows("ABUSE-31")
@pytest.mark.parametrize("url", FORMS)
def test_nothing_leaves_for_what_a_redirect_leads_to(world: Outside, url: str) -> None:
    if url == "https://lists.example/ok":
        return
    told = world.check("https://lists.example/to?where=" + quote(url, safe=""))
    assert told.status == 6, told.err
    assert told.json["hops"][0]["status"] == 302
    assert world.left_besides_names() <= {SERVER}


def test_the_capture_sees_what_is_let_out(world: Outside) -> None:
    for address in FORBIDDEN:
        host = f"[{address}]" if ":" in address else address
        # Behind a translator lies an address that is asked for too.
        allow = f"{address} 127.0.0.1"
        told = world.check(f"https://{host}/ok", more={"BANGUI_OUTBOUND_ALLOW": allow})
        assert told.status == 0, (address, told.err)
        assert told.json["hops"][0]["addresses"][0]["verdict"] == "listed"
        assert world.left_besides_names() == {("tcp", address, 443)}
    # The listener of this machine hears of what is let through to it, and of nothing else.
    world.check("https://127.0.0.1:8080/", more={"BANGUI_OUTBOUND_ALLOW": "127.0.0.1"})
    assert ("tcp", "127.0.0.1", 8080) in world.left()


@pytest.mark.shows("ABUSE-31")
def test_a_name_that_turns_inwards_is_asked_once_for_each_hop(world: Outside) -> None:
    world.names(NAMES | {"flip1.lists.example": NAMES["flip.lists.example"]})
    first = world.check("https://flip.lists.example/ok")
    assert first.status == 0 and first.json["hops"][0]["dialled"] == "93.184.216.34"
    # For each kind of address one question: what was vetted is what is dialled.
    assert [one["kind"] for one in world.asked() if "name" in one].count(1) == 1
    then = world.check("https://flip1.lists.example/to?where=" + quote("https://flip1.lists.example/ok", safe=""))
    assert then.status == 6 and then.json["code"] == "address_refused", then.err
    assert world.left_besides_names() == {SERVER}


def test_the_surroundings_name_no_proxy(world: Outside) -> None:
    proxies = {name: "http://10.9.0.1:3128" for name in ("https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY")}
    told = world.check("https://lists.example/ok", more=proxies)
    assert told.status == 0 and world.left_besides_names() == {SERVER}, told.err


def test_a_server_that_is_not_the_one_named_is_refused(world: Outside) -> None:
    wrong = world.check("https://wrong.example/ok")
    assert wrong.status == 1 and wrong.json["code"] == "certificate_refused", wrong.err
    unknown = world.check("https://lists.example/ok", trust=False)
    assert unknown.status == 1 and unknown.json["code"] == "certificate_refused", unknown.err
    assert "BANGUI_OUTBOUND_CA_FILE" in unknown.err
    # What would turn the check off elsewhere does not here.
    off = {"SSL_VERIFY": "0", "CURL_INSECURE": "1", "SSL_CERT_FILE": str(world.folder / "ca.pem"), "GIT_SSL_NO_VERIFY": "1"}
    assert world.check("https://lists.example/ok", more=off, trust=False).status == 1
    assert not [one for one in world.asked() if "path" in one]
    none = world.check("https://lists.example/ok", more={"BANGUI_OUTBOUND_CA_FILE": "/nowhere.pem"}, trust=False)
    assert none.status == 1 and none.json["code"] == "certificate_refused", none.err


@pytest.mark.shows("ABUSE-32")
@pytest.mark.parametrize(("path", "code", "words", "seconds"), [
    ("bomb", "too_large", "unpacks to too much", 20), ("twice", "broken_answer", "gzip, gzip", 20),
    ("brotli", "broken_answer", "packed as br", 20), ("long", "too_large", "longer than 33554432 bytes", 20),
    ("endless", "too_large", "longer than 33554432 bytes", 30), ("head", "too_large", "longer than 65536 bytes", 20),
    ("interim", "too_large", "longer than 65536 bytes", 20), ("short", "broken_answer", "broke off", 20),
    ("junk", "broken_answer", "", 20), ("loop", "redirect_refused", "more than 5 times", 20),
    ("drip", "too_slow", "too slowly", 40), ("mute", "too_slow", "too slowly", 40),
    ("nothing", "server_refused", "404: there is [31mnothing", 20), ("busy", "server_refused", "503", 20),
])
def test_an_answer_has_bounds(world: Outside, path: str, code: str, words: str, seconds: float) -> None:
    began = time.monotonic()
    told = world.check(f"https://lists.example/{path}", "--all")
    assert told.status != 0 and told.json["code"] == code and words in told.json["reason"], told.err
    assert time.monotonic() - began < seconds
    if path == "busy":
        assert told.status == 75 and told.json["retryAfter"] == 120


def test_memory_stays_where_it_is_under_a_bomb(world: Outside) -> None:
    told = world.check("https://lists.example/bomb", "--all", more={"MALLOC_ARENA_MAX": "1"})
    assert told.status == 1
    # 200 times of what had come by then, at most.
    unpacked = int(told.json["reason"].split("too much: ")[1].split(" ")[0])
    assert unpacked <= 32 << 20


def test_a_name_that_is_not_answered_ends_in_time(world: Outside) -> None:
    began = time.monotonic()
    told = world.check("https://silent.lists.example/")
    assert told.status in (1, 7) and told.json["code"] == "name_not_found", told.err
    assert time.monotonic() - began < 30
    assert world.check("https://unknown.lists.example/").json["code"] == "name_not_found"
    assert world.left_besides_names() == set()


def test_neither_query_nor_credentials_are_told(world: Outside) -> None:
    told = world.check("https://lists.example/to?where=/nothing%3Fkey%3Ds3cr3t")
    assert "s3cr3t" not in told.err and "?…" in told.out
