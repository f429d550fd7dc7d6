#!/usr/bin/env python3
"""Makes Assets/map/world.json, the geometry of the world map, and Assets/map/countries.json, the names of countries.

Run by hand when the sources change; neither the build nor the tests need it:

    python3 -m venv .cache/map && .cache/map/bin/pip install rdata==1.1.0 babel==2.18.0
    .cache/map/bin/python scripts/worldmap.py

Geometry: Natural Earth 1:110m and 1:50m (public domain), as Debian packs it in r-cran-rnaturalearthdata; it shows borders as they
are in fact, not as they are claimed. Names: Unicode CLDR, as Babel packs it. See NOTICE.
"""

from __future__ import annotations

import json
import lzma
import math
import struct
import subprocess
import sys
import warnings
import zlib
from pathlib import Path
from typing import Any

import babel
import rdata
from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "map"
PACKAGE = "r-cran-rnaturalearthdata"
DATA = "usr/lib/R/site-library/rnaturalearthdata/data/Rdata"

WIDTH = 2000
"""Units of the map from its western to its eastern edge."""
NORTH, SOUTH = 84.0, -57.0
"""Degrees of latitude; what lies further south is ice."""
LEFT_OUT = {"AQ"}
CODES = {"KOS": "XK", "CYN": "CY", "SOL": "SO"}
"""For what has no code of ISO 3166-1: the one that is used for it in practice, else that of the state it lies in."""
LANGUAGES = ("en", "de")

# Equal Earth (Šavrič, Patterson, Jenny 2018): areas stay true, so that no country looks larger than it is.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = math.sqrt(3) / 2


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """A place in degrees on the plane, in radii of the sphere."""
    theta = math.asin(M * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2**3
    x = math.radians(longitude) * math.cos(theta) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)))
    y = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))
    return x, y


SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
TOP = equal_earth(0, NORTH)[1]
HEIGHT = round((TOP - equal_earth(0, SOUTH)[1]) * SCALE)


def place(longitude: float, latitude: float) -> tuple[int, int]:
    """A place in units of the map, from its upper left corner."""
    x, y = equal_earth(longitude, max(latitude, SOUTH))
    return round(x * SCALE + WIDTH / 2), round((TOP - y) * SCALE)


# How R keeps what the package holds: an index and a file of packed parts.


def unpacked(part: bytes) -> bytes:
    """One part, behind its length and, where it is not zlib's, a letter for how it is packed."""
    body = part[4:]
    if body[:1] == b"Z":
        return lzma.decompress(
            body[1:], format=lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "preset": 6 | lzma.PRESET_EXTREME}]
        )
    assert struct.unpack(">I", part[:4])[0] > 0
    return zlib.decompress(body)


class Layers:
    """The layers of the package by name."""

    def __init__(self, folder: Path) -> None:
        index = rdata.parser.parse_data((folder / f"{DATA}.rdx").read_bytes())
        self.places = rdata.conversion.convert(index)["variables"]
        self.bytes = (folder / f"{DATA}.rdb").read_bytes()

    def __getitem__(self, name: str) -> dict[str, Any]:
        offset, length = (int(number) for number in self.places[name])
        return attributes(rdata.parser.parse_data(unpacked(self.bytes[offset : offset + length])).object)


def attributes(value: Any) -> dict[str, Any]:
    """The attributes of an R object by name."""
    found, pair = {}, value.attributes
    while pair is not None and pair.info.type.name == "LIST":
        name = pair.tag
        while name.info.type.name == "REF":
            name = name.referenced_object
        found[name.value.value.decode()] = pair.value[0]
        pair = pair.value[1]
    return found


def column(layer: dict[str, Any], name: str) -> list[str | None]:
    """A column of texts of the layer's table."""
    table = layer["data"]
    names = texts(attributes(table)["names"])
    return texts(table.value[names.index(name)])


def texts(value: Any) -> list[str | None]:
    """A vector of texts, or of a factor's levels."""
    if value.info.type.name == "STR":
        return [None if one.value is None else one.value.decode("utf-8", "replace") for one in value.value]
    levels = texts(attributes(value)["levels"])
    return [levels[number - 1] if 0 < number <= len(levels) else None for number in value.value]


def codes(layer: dict[str, Any]) -> list[str | None]:
    """The code of each row: ISO 3166-1 alpha-2, or that of `CODES`."""
    pairs = zip(column(layer, "iso_a2"), column(layer, "adm0_a3"))
    return [CODES.get(own or "") if code in (None, "-99") else code for code, own in pairs]


# Outlines.

Ring = list[tuple[float, float]]


def rings(polygons: Any) -> list[Ring]:
    """All outlines of one row, holes among them: they are told apart by the rule of evenness."""
    found = []
    for polygon in attributes(polygons)["Polygons"].value:
        numbers = attributes(polygon)["coords"].value
        half = len(numbers) // 2
        found.append([(float(x), float(y)) for x, y in zip(numbers[:half], numbers[half:])])
    return found


def outline(ring: Ring) -> str:
    """The path of a ring in whole units, each point from the one before; empty where nothing is left of it."""
    points = [place(*point) for point in ring]
    points = [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]
    if len(set(points)) < 3:
        return ""
    path, (x, y) = f"M{points[0][0]} {points[0][1]}l", points[0]
    for number, (next_x, next_y) in enumerate(points[1:-1]):
        separator = "" if number == 0 or next_x - x < 0 else " "
        path += f"{separator}{next_x - x}{'' if next_y - y < 0 else ' '}{next_y - y}"
        x, y = next_x, next_y
    return path + "z"


def shapes(layer: dict[str, Any]) -> dict[str, list[Ring]]:
    """The rings of each code."""
    found: dict[str, list[Ring]] = {}
    for code, polygons in zip(codes(layer), layer["polygons"].value):
        if code and code not in LEFT_OUT:
            found.setdefault(code, []).extend(rings(polygons))
    return found


def split_france(found: dict[str, list[Ring]]) -> None:
    """Gives French Guiana, which addresses are told apart by, its own code."""
    away = [ring for ring in found["FR"] if ring[0][0] < -40]
    found["FR"] = [ring for ring in found["FR"] if ring not in away]
    found["GF"] = away


def dots(layers: Layers, known: set[str]) -> dict[str, tuple[int, int]]:
    """Where those lie that are too small to be seen: the points of Natural Earth, else the middle of their largest part."""
    found: dict[str, tuple[int, int]] = {}
    for name in ("tiny_countries110", "tiny_countries50"):
        layer = layers[name]
        numbers = layer["coords"].value
        half = len(numbers) // 2
        for code, x, y in zip(codes(layer), numbers[:half], numbers[half:]):
            if code and code not in LEFT_OUT:
                found.setdefault(code, place(float(x), float(y)))
    for name in ("countries50", "map_units50"):
        layer = layers[name]
        for code, polygons in zip(codes(layer), layer["polygons"].value):
            if code and code not in LEFT_OUT | known:
                x, y = middle(max(rings(polygons), key=area))
                found.setdefault(code, place(x, y))
    return {code: point for code, point in found.items() if code not in known}


def area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))) / 2


def middle(ring: Ring) -> tuple[float, float]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def fetch() -> Path:
    """The package's files, unpacked beside the script's environment."""
    folder = CACHE / "package"
    if not (folder / f"{DATA}.rdb").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", "-q", PACKAGE], cwd=CACHE, check=True)
        archive = next(CACHE.glob(f"{PACKAGE}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", archive.name, folder.name], cwd=CACHE, check=True)
    return folder


def lines(values: dict[str, Any]) -> str:
    """An object of JSON with one line for each key, so that a change shows as one."""
    rows = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in sorted(values.items()))
    return "{\n" + ",\n".join(rows) + "\n}"


def write_map(layers: Layers) -> set[str]:
    """Writes the geometry; gives the codes that are on the map."""
    found = shapes(layers["countries110"])
    split_france(found)
    paths = {code: "".join(outline(ring) for ring in parts) for code, parts in found.items()}
    paths = {code: path for code, path in paths.items() if path}
    points = dots(layers, set(paths))
    text = f'{{"width": {WIDTH}, "height": {HEIGHT},\n"paths": {lines(paths)},\n"dots": {lines(points)}}}\n'
    (ROOT / "Assets" / "map" / "world.json").write_text(text)
    return set(paths) | set(points)


def write_names(shown: set[str]) -> None:
    """Writes the names of all codes of countries and territories in each language."""
    territories = {language: Locale(language).territories for language in LANGUAGES}
    known = {
        code
        for code in set.intersection(*(set(names) for names in territories.values()))
        if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}
    }
    missing = shown - known
    assert not missing, f"no names: {missing}"
    names = {code: [territories[language][code] for language in LANGUAGES] for code in known}
    (ROOT / "Assets" / "map" / "countries.json").write_text(lines(names) + "\n")
    licence = Path(babel.__file__).parent / "locale-data" / "LICENSE.unicode"
    (ROOT / "Assets" / "map" / "countries.LICENSE").write_text(licence.read_text())


def main() -> None:
    warnings.simplefilter("ignore")
    shown = write_map(Layers(fetch()))
    write_names(shown)
    print(f"{len(shown)} countries and territories", file=sys.stderr)


if __name__ == "__main__":
    main()
