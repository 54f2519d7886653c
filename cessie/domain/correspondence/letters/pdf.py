"""A letter as a PDF that lasts (PDF/A-3a) and that a screen reader can read (PDF/UA-1)."""

from __future__ import annotations

import io
import json
from functools import lru_cache
from pathlib import Path
from threading import Lock

import segno
import typst

from cessie.domain.correspondence.rules.letter import Letter, data

FOLDER = Path(__file__).parent
_one_at_a_time = Lock()


@lru_cache(maxsize=4)
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(FOLDER / template, root=FOLDER, ignore_system_fonts=True)


def pdf_of(letter: Letter) -> bytes:
    """The bytes; the same letter gives the same ones, so that its proof can be made anew."""
    told = data(letter) | {"code": code(letter.code())}
    with _one_at_a_time:
        made = _compiler("notice.typ").compile(
            format="pdf", sys_inputs={"data": json.dumps(told)}, pdf_standards=["a-3a", "ua-1"]
        )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def code(payload: str) -> str:
    """The picture of a QR code (handbook stack-documents 1.4: error level M), as SVG."""
    drawn = io.BytesIO()
    segno.make(payload, error="m", micro=False, boost_error=False).save(
        drawn, kind="svg", border=2, xmldecl=False, svgns=True, dark="#16202e"
    )
    return drawn.getvalue().decode()
