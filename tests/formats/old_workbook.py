"""Workbooks of the time before 2007, made by hand: BIFF8 records (MS-XLS) in a compound file (MS-CFB) of version 3."""

from __future__ import annotations

import struct

SECTOR = 512


def record(kind: int, content: bytes) -> bytes:
    """One record."""
    return struct.pack("<HH", kind, len(content)) + content


def label(row: int, column: int, index: int) -> bytes:
    """A cell that shows a shared string."""
    return record(0xFD, struct.pack("<HHHI", row, column, 0, index))


def number(row: int, column: int, value: float) -> bytes:
    """A cell that holds a number."""
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def strings(*texts: str, count: int | None = None) -> bytes:
    """The table of shared strings; ``count``: how many it claims to hold. Long texts go on in further records."""
    parts = [struct.pack("<II", len(texts), len(texts) if count is None else count)]
    for text in texts:
        raw, parts[-1] = text.encode("latin-1"), parts[-1] + struct.pack("<HB", len(text), 0)
        while len(parts[-1]) + len(raw) > 8_000:
            room = 8_000 - len(parts[-1])
            parts[-1], raw = parts[-1] + raw[:room], raw[room:]
            parts.append(b"\0")
        parts[-1] += raw
    return record(0xFC, parts[0]) + b"".join(record(0x3C, part) for part in parts[1:])


def book(*cells: bytes, shared: bytes = b"", dimensions: tuple[int, int] = (2, 4), sheets: int = 1) -> bytes:
    """The records of a workbook of one sheet, told ``sheets`` times."""
    begin, end = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)), record(0x0A, b"")
    names = [b"A%d" % n for n in range(sheets)]
    place = len(begin) + sum(4 + 8 + len(name) for name in names) + len(shared) + len(end)
    told = [record(0x85, struct.pack("<IHBB", place, 0, len(name), 0) + name) for name in names]
    size = record(0x200, struct.pack("<IIHHH", 0, dimensions[0], 0, dimensions[1], 0))
    page = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6)) + size + b"".join(cells) + end
    return begin + b"".join(told) + shared + end + page


def compound(*streams: tuple[str, bytes], loop: bool = False) -> bytes:
    """A compound file of these streams; with ``loop`` the first one's last sector is followed by its first."""
    follows: list[int] = []
    entries, body = [], b""
    for name, content in streams:
        content = content.ljust(4096, b"\0")
        first, count = len(follows), -(-len(content) // SECTOR)
        follows += [*range(first + 1, first + count), first if loop and not first else 0xFFFFFFFE]
        entries.append(_entry(name, 2, first, len(content)))
        body += content.ljust(count * SECTOR, b"\0")
    folder = (_entry("Root Entry", 5, 0xFFFFFFFE, 0) + b"".join(entries)).ljust(SECTOR, b"\0")
    place = len(follows)
    follows += [0xFFFFFFFE]
    tables = 1
    while tables * 128 < len(follows) + tables:
        tables += 1
    follows += [0xFFFFFFFD] * tables
    follows += [0xFFFFFFFF] * (tables * 128 - len(follows))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, tables, place, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *(place + 1 + n if n < tables else 0xFFFFFFFF for n in range(109)))
    return head + body + folder + struct.pack(f"<{len(follows)}I", *follows)


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    free = 0xFFFFFFFF
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, free, free, 1 if kind == 5 else free)
    return head + bytes(36) + struct.pack("<IQ", first, size)
