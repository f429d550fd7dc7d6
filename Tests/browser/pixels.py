"""The colours of a picture, without a library for pictures."""

from __future__ import annotations

import struct
import zlib


def rows(png: bytes) -> list[bytes]:
    """The lines of an 8-bit RGB or RGBA picture as PNG has it (ISO/IEC 15948, clause 9: filters), four bytes to a pixel."""
    width, _, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert depth == 8 and kind in (2, 6)
    size = 3 if kind == 2 else 4
    data, place = b"", 8
    while place < len(png):
        length, name = struct.unpack(">I4s", png[place:place + 8])
        data += png[place + 8:place + 8 + length] if name == b"IDAT" else b""
        place += 12 + length
    raw = zlib.decompress(data)
    above, lines = bytes(width * size), []
    for start in range(0, len(raw), width * size + 1):
        above = _unfiltered(raw[start], raw[start + 1:start + 1 + width * size], above, size)
        lines.append(above)
    return lines


def colours(png: bytes, edge: int) -> set[bytes]:
    """The colours of a picture but for `edge` pixels on each side."""
    size = 3 if png[25] == 2 else 4
    lines = rows(png)
    width = len(lines[0]) // size
    return {
        line[column * size:column * size + 3]
        for line in lines[edge:len(lines) - edge] for column in range(edge, width - edge)}


def _unfiltered(kind: int, line: bytes, above: bytes, size: int) -> bytes:
    done = bytearray()
    for place, byte in enumerate(line):
        left, up = (done[place - size] if place >= size else 0), above[place]
        corner = above[place - size] if place >= size else 0
        done.append(byte + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind] & 255)
    return bytes(done)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))
