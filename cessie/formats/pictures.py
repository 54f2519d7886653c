"""Photos without what a camera writes beside the picture: where and when it was taken, with what, by whom.

A JPEG loses its application segments (EXIF, XMP, IPTC, maker's thumbnails) and comments, a PNG its texts; colours stay,
and so does which side is up, which is all that is kept of EXIF. The picture itself is not encoded anew: not a pixel of
evidence changes. Sources: ITU-T T.81 (JPEG), CIPA DC-008 (EXIF, tag 0x0112), W3C PNG (third edition).
"""

from __future__ import annotations

import re
import struct
from typing import Final

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
#: Segments of a JPEG that belong to the picture although they are "application": JFIF, colour profile, Adobe's colours.
_KEPT: Final = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
#: The next marker behind the coded picture: there a 0xFF is followed by 0x00, or by a restart marker.
_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
#: Chunks of a PNG that say something beside the picture.
_SAID: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})


def without_traces(data: bytes) -> bytes:
    """The same photo; ``ValueError`` for what is no whole JPEG or PNG.

    >>> without_traces(b"hello")
    Traceback (most recent call last):
    ValueError: neither a JPEG nor a PNG
    """
    if data.startswith(_JPEG):
        return _jpeg(data)
    if data.startswith(_PNG):
        return _png(data)
    raise ValueError("neither a JPEG nor a PNG")


def _jpeg(data: bytes) -> bytes:
    """Segment by segment to the first end of image: what stands behind it (a second picture, a video) is left out."""
    out, at, up, seen = [data[:2]], 2, 1, False
    while at + 2 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte may stand before a marker
            at += 1
            continue
        if marker == 0xD9 and seen:
            head = [_only_orientation(up)] if up != 1 else []
            return b"".join([out[0], *head, *out[1:], b"\xff\xd9"])
        end = _end(data, at)
        body = data[at + 4 : end]
        if marker == 0xE1 and body.startswith(b"Exif\x00\x00"):
            up = _orientation(body[6:])
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or body.startswith(_KEPT.get(marker, b"\x00none")):
            seen = seen or marker == 0xDA
            scan = _MARKER.search(data, end) if marker == 0xDA else None
            end = scan.start() if scan else end
            out.append(data[at:end])
        at = end
    raise ValueError("the JPEG is cut")


def _end(data: bytes, at: int) -> int:
    """Where the segment that begins here ends, by its own length."""
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    if length < 2 or at + 2 + length > len(data):
        raise ValueError("the JPEG is cut")
    return at + 2 + length


def _orientation(tiff: bytes) -> int:
    """Which side is up, 1 to 8; 1 where it is not said or not readable."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    first = struct.unpack(f"{order}I", tiff[4:8])[0]
    count = struct.unpack(f"{order}H", tiff[first : first + 2])[0] if first + 2 <= len(tiff) else 0
    for n in range(count):
        entry = tiff[first + 2 + 12 * n : first + 14 + 12 * n]
        if len(entry) == 12 and struct.unpack(f"{order}H", entry[:2])[0] == 0x0112:
            value = int(struct.unpack(f"{order}H", entry[8:10])[0])
            return value if 1 <= value <= 8 else 1
    return 1


def _only_orientation(up: int) -> bytes:
    """An EXIF segment that says this and nothing else."""
    tiff = b"MM\x00*\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, up, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> bytes:
    out, at = [data[:8]], 8
    while at + 12 <= len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        chunk = data[at : at + 12 + length]
        if len(chunk) != 12 + length:
            raise ValueError("the PNG is cut")
        if chunk[4:8] not in _SAID:
            out.append(chunk)
        if chunk[4:8] == b"IEND":
            return b"".join(out)
        at += 12 + length
    raise ValueError("the PNG is cut")
