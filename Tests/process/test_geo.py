"""Geo data: fetched from a mirror of this machine after consent, looked at from the command line, used by a running server."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import Result, program, run
from conftest import StartConsole
from console import eventually
from daemon import Fail2ban
from geodata import Mirror, Service, countries, networks

ADDRESS = "203.0.113.233"


@pytest.fixture
def mirror(folder: Path) -> Iterator[Mirror]:
    """A mirror with one country and one network for all."""
    mirror = Mirror(folder)
    mirror.put("/country", countries("DE"))
    mirror.put("/asn", networks(64_500, "Example <b>"))
    yield mirror
    mirror.close()


@pytest.fixture
def alone(folder: Path) -> Iterator[Fail2ban]:
    """A daemon whose bans are those of the test."""
    daemon = Fail2ban(folder / "f2b")
    try:
        yield daemon.start()
    finally:
        daemon.stop()


@pytest.fixture
def service(folder: Path) -> Iterator[Service]:
    """Where ip-api.com is for a console that runs within."""
    if os.getuid() != 0:
        pytest.skip("only root can say where a name leads")
    service = Service(folder)
    yield service
    service.close()


def info(data: Path, more: dict[str, str], *words: str) -> Result:
    """What `bangui geo info --json` says."""
    return run("geo", "info", "--data-dir", data, "--json", *words, more=more)


def test_geo_data_is_fetched_once_someone_agreed_and_kept_where_anything_fails(mirror: Mirror, folder: Path) -> None:
    data, more = folder / "data", mirror.settings(dbip_country="/country", dbip_asn="/asn", iptoasn="/table")
    place = ("--data-dir", data)
    asked = run("geo", "update", *place, more=more)
    assert asked.status == 6 and "CC BY 4.0" in asked.err and f"{mirror.url}/country" in asked.err and "--yes" in asked.err
    assert mirror.asked == [] and not (data / "geo").exists()

    fetched = run("geo", "update", *place, "--yes", more=more)
    assert fetched.status == 0, fetched.err
    assert [path for path, _ in mirror.asked] == ["/country", "/asn"]
    told = info(data, more, ADDRESS)
    assert told.status == 0, told.err
    answer = told.json["addresses"][0]
    assert answer["country"]["code"] == "DE" and answer["country"]["source"] == "DBIP-Country-Lite"
    assert (answer["network"]["number"], answer["network"]["name"]) == (64_500, "Example <b>")
    assert told.json["consent"]["pieces"] == ["dbip-country", "dbip-asn"] and told.json["tells"] == ["country", "network"]
    assert told.json["sources"][0]["credit"]["link"] == "https://db-ip.com"
    assert "IP Geolocation by DB-IP" in run("geo", "info", *place, more=more).out

    again = run("geo", "update", *place, "--yes", "--json", more=more)
    assert [piece["result"] for piece in again.json["pieces"]] == ["unchanged"] * 2
    assert mirror.asked[-2:] == [("/country", 304), ("/asn", 304)]

    # Damaged, cut, no database, and one that knows next to nothing: each leaves what was there.
    whole = mirror.files["/country"]
    for bad in (b"<html>", whole[:-20], mirror.files["/asn"], whole[:40] + bytes(10) + whole[50:]):
        mirror.files["/country"] = bad
        failed = run("geo", "update", *place, "--yes", more=more)
        assert failed.status == 1 and "what was there before stays" in failed.err, failed.out
        assert info(data, more, ADDRESS).json["addresses"][0]["country"]["code"] == "DE"
    mirror.put("/country", countries("FR"))
    assert run("geo", "update", *place, "--yes", more=more).status == 0
    assert info(data, more, ADDRESS).json["addresses"][0]["country"]["code"] == "FR"

    table = "".join(f"{first}.0.0.0\t{first}.255.255.255\t{64_000 + first}\tSE\tNet {first}\n" for first in range(1, 224))
    mirror.put("/table", table.encode())
    assert run("geo", "update", "dbip-country", "iptoasn", *place, "--yes", more=more).status == 0
    (data / "geo" / "dbip-asn.mmdb").unlink()
    network = info(data, more, ADDRESS).json["addresses"][0]["network"]
    assert (network["number"], network["source"], network["builtAt"]) == (64_203, "IPtoASN", "2026-11-01T00:00:00Z")

    assert run("geo", "remove", *place, more=more).out == "Removed dbip-country, iptoasn.\n"
    gone = info(data, more, ADDRESS)
    assert gone.status == 4 and gone.json["consent"] is None
    assert run("geo", "info", "not-an-address", *place, more=more).status == 2
    assert run("geo", "update", "maxmind", *place, more=more).status == 2


def test_the_month_before_does_while_the_new_one_is_not_there(mirror: Mirror, folder: Path) -> None:
    more = mirror.settings(dbip_country="/{month}")
    now = time.gmtime()
    before = f"/{now.tm_year - (now.tm_mon == 1)}-{(now.tm_mon - 2) % 12 + 1:02}"
    mirror.put(before, countries("NL"))
    fetched = run("geo", "update", "dbip-country", "--data-dir", folder / "data", "--yes", more=more)
    assert fetched.status == 0, fetched.err
    assert mirror.asked == [(f"/{now.tm_year}-{now.tm_mon:02}", 404), (before, 200)]


def test_a_running_server_uses_what_comes_and_finds_where_events_came_from(
    consoles: StartConsole, alone: Fail2ban, mirror: Mirror,
) -> None:
    more = mirror.settings(dbip_country="/country", dbip_asn="/asn")
    console = consoles("--fail2ban-socket", str(alone.socket), more=more).start().set_up()
    client = console.administrator()
    assert client.ban(ADDRESS).status == 200
    path = f"/api/events?q={ADDRESS}&kind=all"
    assert eventually(lambda: client.get(path).json["events"])
    assert client.get(path).json["events"][0].get("country") is None
    assert "country" not in client.get("/api/bans").json["bans"][0]
    assert client.get("/api/geo").json["sources"] == []
    # What nobody agreed to is not fetched, and it says so.
    refused = run("task", "run", "geo-update", "--wait", "--data-dir", console.data)
    assert refused.status == 1 and "bangui geo update" in refused.err and mirror.asked == []

    assert run("geo", "update", "--data-dir", console.data, "--yes", more=more).status == 0
    entry = client.get("/api/audit?kind=geo_consent").json["entries"][0]
    assert entry["subject"] == "dbip-country, dbip-asn"
    assert eventually(lambda: client.get("/api/geo").json["tells"] == ["country", "network"])
    assert client.post("/api/tasks/geo-places/run").status in (202, 409)
    assert eventually(lambda: client.get(path).json["events"][0].get("country"))
    event = client.get(path).json["events"][0]
    assert (event["country"], event["network"], event["networkName"]) == ("DE", 64_500, "Example <b>")

    # The same of the ban in force: in the list, its filters, its exports and on the command line.
    assert eventually(lambda: client.get("/api/bans?country=de").json["total"] == 1)
    ban = client.get("/api/bans?network=AS64500&q=203.0.113.0/24").json["bans"][0]
    assert (ban["country"], ban["network"], ban["networkName"]) == ("DE", 64_500, "Example <b>")
    assert [client.get(f"/api/bans?{query}").json["total"] for query in ("country=FR", "network=1", "country=ZZ")] == [0, 0, 0]
    assert client.get("/api/bans?country=DEU").status == 422 and client.get("/bans?network=x").status == 422
    page = client.get("/bans?country=DE").body.decode()
    assert "Example &lt;b&gt;" in page and "bangui ban list --country DE" in page
    assert client.get("/bans/export.csv?country=DE").body.decode().splitlines()[1].endswith(",DE,AS64500,Example <b>")
    assert client.get("/bans/export.json?country=FR").json == []
    listed = run("ban", "list", "--network", "64500", "--json", "--data-dir", console.data, more=more)
    assert [ban["country"] for ban in listed.json["bans"]] == ["DE"]
    assert "AS64500 Example <b>" in run("ban", "list", "--data-dir", console.data, more=more).out
    assert run("ban", "list", "--country", "fr", "--json", "--data-dir", console.data, more=more).json["total"] == 0
    assert client.post("/api/unbans", {"filter": {"country": "FR"}}).json["results"] == []

    # Another month says something else: the server takes it by itself, bans in force move, and history stays as it was.
    mirror.put("/country", countries("FR", 1_795_000_000))
    assert run("task", "run", "geo-update", "--wait", "--data-dir", console.data).status == 0
    assert eventually(lambda: client.get("/api/bans?country=FR").json["total"] == 1)
    assert client.get("/api/geo").json["sources"][0]["builtAt"] == "2026-11-18T11:06:40Z"
    assert client.get(path).json["events"][0]["country"] == "DE"


@pytest.mark.shows("ABUSE-34")
def test_ip_api_is_asked_about_addresses_that_no_file_knows_once_someone_agreed(
    consoles: StartConsole, fail2ban: Fail2ban, service: Service,
) -> None:
    more = service.settings
    console = consoles("--fail2ban-socket", str(fail2ban.socket), more=more, program=service.within(program())).start().set_up()
    client, place = console.administrator(), ("--data-dir", console.data)
    asking = ("task", "run", "geo-online", "--wait", *place)

    def places(address: str) -> list[tuple[object, ...]]:
        events = client.get(f"/api/events?q={address}&kind=all").json["events"]
        return [(event.get("country"), event.get("network"), event.get("networkName")) for event in events]

    assert client.ban("9.8.7.6").status == 200
    assert eventually(lambda: places("9.8.7.6") == [(None, None, None)])
    # Named is not agreed: nothing is sent, and everyone says so.
    source = client.get("/api/geo").json["sources"][0]
    assert (source["origin"], source["kind"], source["state"]) == ("online", "service", "refused")
    refused = run(*asking)
    assert refused.status == 1 and "nobody has agreed" in refused.err
    told = run("geo", "info", *place, more=more)
    assert "a third party, unencrypted: addresses of visitors that no file knows, once" in told.out
    asked = run("geo", "online", *place, more=more)
    assert asked.status == 6 and "plain http" in asked.err and "not commercial" in asked.err and "--yes" in asked.err
    assert run("geo", "online", "--yes", *place).status == 6, "no service is named"
    assert service.asked == []

    assert run("geo", "online", "--yes", *place, more=more).status == 0
    entry = client.get("/api/audit?kind=geo_consent").json["entries"][0]
    assert entry["subject"] == "ip-api.com"
    assert run(*asking).status == 0
    assert eventually(lambda: places("9.8.7.6") == [("SE", 64_500, "Example <b>")])
    # An event of an address that is known has its place at once; a private address is nobody's business.
    assert client.unban("9.8.7.6").status == 200 and client.ban("10.9.8.7").status == 200
    assert eventually(lambda: places("9.8.7.6") == [("SE", 64_500, "Example <b>")] * 2 and len(places("10.9.8.7")) == 1)
    assert service.asked == [["9.8.7.6"]]

    service.status = 503
    assert client.ban("9.8.7.7").status == 200
    assert eventually(lambda: client.get("/api/geo").json["sources"][0]["state"] == "kept")
    assert "503" in client.get("/api/geo").json["sources"][0]["fault"] and places("9.8.7.7") == [(None, None, None)]
    finding = next(one for one in client.get("/api/doctor?again=1").json["checks"] if one["id"] == "data.geo")
    assert finding["status"] == "warning" and "503" in finding["reason"]
    service.status = 200
    assert eventually(lambda: run(*asking).status == 0)
    assert eventually(lambda: places("9.8.7.7") == [("SE", 64_500, "Example <b>")])

    assert run("geo", "online", "--withdraw", *place).out == "Nothing is sent any more.\n"
    refused = run(*asking)
    assert refused.status == 1 and "nobody has agreed" in refused.err and service.asked[-1] == ["9.8.7.7"]
