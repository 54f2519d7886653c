"""Logos that people hand in: what is let in at all, before anything draws it.

A logo is drawn anew into a PNG of ours; what stands in the file beside the picture never leaves.
"""

from __future__ import annotations

import re
import struct
from decimal import ROUND_CEILING, Decimal
from typing import Final

from lxml import etree

from cessie.formats.xml import parse
from cessie.lib.reasons import N_, Refusal

#: Bytes of a file, pixels of one side, elements of a drawing, their depth and the signs of one attribute at most.
BYTES, SIDE, ELEMENTS, DEPTH, SIGNS = 500_000, 4_000, 2_000, 30, 100_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SVG: Final = "http://www.w3.org/2000/svg"
#: What a drawing may consist of: shapes, groups and colours; no script, no picture in the picture, no style sheet, no
#: text (its font is not ours), nothing that is fetched, used twice or moves.
_ELEMENTS: Final = frozenset(
    (
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "title",
        "desc",
    )
)
_LENGTH: Final = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*(px)?\s*")


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG, in pixels; refused (``letter.logo``) where it is none, or too large."""
    if len(data) < 24 or not data.startswith(_PNG) or data[12:16] != b"IHDR":
        raise _refused()
    width, height = struct.unpack(">II", data[16:24])
    if not (0 < width <= SIDE and 0 < height <= SIDE):
        raise _refused()
    return width, height


def logo_svg(data: bytes) -> tuple[bytes, str, tuple[int, int]]:
    """What is drawn: the bytes, their format (``png``, ``svg``) and their size. Refused (``letter.logo``): any other
    file, a picture that is too large, a drawing with anything but shapes and colours."""
    if not 0 < len(data) <= BYTES:
        raise _refused()
    if data.startswith(_PNG):
        return data, "png", png_size(data)
    return _drawing(data)


def _drawing(data: bytes) -> tuple[bytes, str, tuple[int, int]]:
    try:
        root = parse(data, BYTES)
    except Refusal:
        raise _refused() from None
    if root.tag != f"{{{_SVG}}}svg":
        raise _refused()
    for count, element in enumerate(root.iter()):
        if count > ELEMENTS or not _harmless(element):
            raise _refused()
    return etree.tostring(root), "svg", _size(root)


def _harmless(element: etree._Element) -> bool:
    """Whether an element is a shape, and none of its attributes leads anywhere or acts."""
    name = etree.QName(element)
    if name.namespace != _SVG or name.localname not in _ELEMENTS or sum(1 for _ in element.iterancestors()) > DEPTH:
        return False
    for key, value in element.attrib.items():
        plain, said = str(key).rpartition("}")[2].lower(), str(value)
        outside = "url(" in said.lower() and not re.fullmatch(r"\s*url\(#[\w.-]{1,100}\)\s*", said)
        if plain.startswith("on") or plain == "href" or outside or "@import" in said or len(said) > SIGNS:
            return False
    return True


def _size(root: etree._Element) -> tuple[int, int]:
    """Width and height of a drawing: those it names, else those of its view."""
    found = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    sides = [match[1] for match in found if match]
    if len(sides) < 2:
        sides = [part for part in re.split(r"[\s,]+", root.get("viewBox", "").strip())[2:4] if _LENGTH.fullmatch(part)]
    if len(sides) < 2:
        raise _refused()
    width, height = (int(Decimal(side).to_integral_value(ROUND_CEILING)) for side in sides)
    if not (0 < width <= SIDE and 0 < height <= SIDE):
        raise _refused()
    return width, height


def svg_of(png: str, size: tuple[int, int]) -> str:
    """A drawing of ours that holds a picture of ours (Base64), as the template takes it."""
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{png}"/></svg>'
    )


def _refused() -> Refusal:
    said = N_(
        "A logo is a PNG or an SVG of shapes and colours alone, of at most {kilobytes} kB and {side} pixels a side."
    )
    return Refusal("letter.logo", said, kilobytes=BYTES // 1000, side=SIDE)
