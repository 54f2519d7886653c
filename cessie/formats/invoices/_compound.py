"""Compound files (MS-CFB), in which old office documents keep their streams: read within bounds, and one written."""

from __future__ import annotations

import struct
from typing import Final

from cessie.lib.reasons import N_, Refusal

MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
#: A stream below this size lies in small sectors of 64 bytes, which the root's stream holds.
_MINI_CUTOFF: Final = 4096
_MINI: Final = 64
_ENTRY: Final = 128
_STREAM, _ROOT = 2, 5


class Compound:
    """One file: sectors of equal size, a table of which follows which, a folder of streams by name in small letters.

    Refuses ``sheet.broken``: what is no such file, chains that loop or leave it.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MARK):
            raise _broken()
        self._data = data
        self._shift = struct.unpack_from("<H", data, 0x1E)[0]
        if self._shift not in (9, 12):
            raise _broken()
        self._most = len(data) >> self._shift
        self._follows = self._table()
        self._small = b""
        self._places: dict[str, tuple[int, int]] = {}
        self._folder()

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def names(self) -> list[str]:
        """Of every stream, whatever the folder within it."""
        return list(self._places)

    def read(self, name: str) -> bytes:
        """The content of a stream."""
        first, size = self._places[name]
        if size >= _MINI_CUTOFF:
            return self._chain(first)[:size]
        follows = _numbers(self._chain(struct.unpack_from("<I", self._data, 0x3C)[0]))
        found: list[bytes] = []
        while first < _TABLE:
            if len(found) > _MINI_CUTOFF // _MINI or first >= len(follows):
                raise _broken()
            found.append(self._small[first * _MINI : (first + 1) * _MINI])
            first = follows[first]
        return b"".join(found)[:size]

    def _sector(self, number: int) -> bytes:
        """Its bytes; the last one may be short."""
        place = (number + 1) << self._shift
        if place >= len(self._data):
            raise _broken()
        return self._data[place : place + (1 << self._shift)]

    def _table(self) -> list[int]:
        numbers = [n for n in struct.unpack_from("<109I", self._data, 0x4C) if n < _TABLE]
        following, seen = struct.unpack_from("<I", self._data, 0x44)[0], 0
        while following < _TABLE:
            seen += 1
            entries = _numbers(self._sector(following))
            if seen > self._most or not entries:
                raise _broken()
            numbers += [n for n in entries[:-1] if n < _TABLE]
            following = entries[-1]
        if len(numbers) > self._most:
            raise _broken()
        return [follower for number in numbers for follower in _numbers(self._sector(number))]

    def _chain(self, first: int) -> bytes:
        """The sectors that follow each other from this one on, no more than the file has."""
        found: list[bytes] = []
        while first < _TABLE:
            if len(found) > self._most or first >= len(self._follows):
                raise _broken()
            found.append(self._sector(first))
            first = self._follows[first]
        return b"".join(found)

    def _folder(self) -> None:
        entries = self._chain(struct.unpack_from("<I", self._data, 0x30)[0])
        for place in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            entry = entries[place : place + _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            first, size = struct.unpack_from("<II", entry, 116)
            if kind == _ROOT:
                self._small = self._chain(first)
            elif kind == _STREAM:
                name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").lower()
                self._places.setdefault(name, (first, size))


def written(name: str, content: bytes) -> bytes:
    """A compound file of version 4 (sectors of 4,096 bytes) that holds this one stream."""
    size = 1 << 12
    content = content.ljust(_MINI_CUTOFF, b"\0")
    count = -(-len(content) // size)
    tables = -(-(count + 1) // (size // 4 - 1))
    follows = [*range(1, count), _END, _END, *[_TABLE] * tables]
    follows += [_FREE] * (tables * size // 4 - len(follows))
    head = MARK + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    head += struct.pack("<IIIIIIIII", 1, tables, count, 0, _MINI_CUTOFF, _END, 0, _END, 0)
    head += struct.pack("<109I", *(count + 1 + n if n < tables else _FREE for n in range(109)))
    # The root has no small streams; a root without a first sector is taken for an empty file by the library.
    folder = _entry("Root Entry", _ROOT, 0, 0, child=1) + _entry(name, _STREAM, 0, len(content))
    return b"".join(
        (
            head.ljust(size, b"\0"),
            content.ljust(count * size, b"\0"),
            folder.ljust(size, b"\0"),
            struct.pack(f"<{len(follows)}I", *follows),
        )
    )


def _entry(name: str, kind: int, first: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", first, size)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _broken() -> Refusal:
    return Refusal("sheet.broken", N_("The workbook cannot be read: {detail}"), detail="damaged folder")
