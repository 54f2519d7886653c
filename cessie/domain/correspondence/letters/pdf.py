"""A letter as a PDF that lasts (PDF/A-3a) and that a screen reader can read (PDF/UA-1)."""

from __future__ import annotations

import io
import json
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import segno
import typst

from cessie.domain.correspondence.rules.letter import Letter, data
from cessie.domain.correspondence.rules.papers.notice import Notice

FOLDER = Path(__file__).parent
_one_at_a_time = Lock()


@lru_cache(maxsize=4)
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(FOLDER / template, root=FOLDER, ignore_system_fonts=True)


def pdf_of(letter: Letter) -> bytes:
    """The bytes; the same letter gives the same ones, so that its proof can be made anew."""
    return _made("letter.typ", _told(letter), format="pdf", pdf_standards=["a-3a", "ua-1"])


def pages_of(letter: Letter) -> list[bytes]:
    """The same to be looked at: a PNG a page."""
    made = _compiled("letter.typ", _told(letter), format="png", ppi=110)
    return [made] if isinstance(made, bytes) else made


def logo_of(drawing: bytes, kind: str, size: tuple[int, int]) -> bytes:
    """A logo drawn anew (``rules.picture``) as a PNG of ours, at most 900 pixels wide and 300 high."""
    width, height = size
    wide, high = (
        (900, max(1, 900 * height // width)) if 900 * height <= 300 * width else (max(1, 300 * width // height), 300)
    )
    told = {"picture": list(drawing), "kind": kind, "width": wide, "height": high}
    return _made("logo.typ", told, format="png", ppi=72)


def _told(letter: Letter) -> dict[str, Any]:
    """What the template is told, with the picture of each code in its place."""
    told, old = data(letter), letter.paper.kind == Notice.kind
    drawn = {block["code"]: code(block["code"], best=old) for block in told["blocks"] if "code" in block}
    told["blocks"] = [block | {"code": drawn[block["code"]]} if "code" in block else block for block in told["blocks"]]
    told["together"] = not old
    return told


def _made(template: str, told: dict[str, Any], **how: Any) -> bytes:
    made = _compiled(template, told, **how)
    if not isinstance(made, bytes):
        raise TypeError("this is one file")
    return made


def _compiled(template: str, told: dict[str, Any], **how: Any) -> bytes | list[bytes]:
    with _one_at_a_time:
        made = _compiler(template).compile(sys_inputs={"data": json.dumps(told)}, **how)
    if made is None:
        raise TypeError("nothing was asked to be written to a file")
    return made


def code(payload: str, *, best: bool = True) -> str:
    """The picture of a QR code (handbook stack-documents 1.4: error level M), as SVG.

    The best of its eight masks takes three times as long to find as any one takes to draw, and a telephone reads all;
    notices keep it, so that those that left can be made anew to the byte.
    """
    drawn = io.BytesIO()
    segno.make(payload, error="m", micro=False, boost_error=False, mask=None if best else 2).save(
        drawn, kind="svg", border=2, xmldecl=False, svgns=True, dark="#16202e"
    )
    return drawn.getvalue().decode()
