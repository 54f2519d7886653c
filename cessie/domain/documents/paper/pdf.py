"""A paper of the house as a PDF that lasts (PDF/A-3a) and that a screen reader can read (PDF/UA-1)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst

FOLDER = Path(__file__).parent
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Table:
    """``right``: columns whose figures stand right; ``widths``: shares, 0 as wide as needed."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    right: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick, with fields to fill in; ``values`` stand in them where it was filled on a screen."""

    label: str
    fields: tuple[str, ...] = ()
    ticked: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands on a paper; the same gives the same bytes."""

    language: str
    title: str
    reference: str
    house: str
    made: date
    facts: tuple[tuple[str, str], ...] = ()
    intro: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    choices: tuple[Choice, ...] = ()
    signed: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(FOLDER / "paper.typ", root=FOLDER, ignore_system_fonts=True)


def pdf_of(paper: Paper) -> bytes:
    """The paper, printed."""
    data = asdict(paper) | {
        "lang": paper.language,
        "made": [paper.made.year, paper.made.month, paper.made.day],
        "signatures": list(paper.signatures or ("",) * len(paper.signed)),
        "tables": [asdict(table) | {"widths": list(table.widths or (0,) * len(table.head))} for table in paper.tables],
    }
    with _one_at_a_time:
        made = _compiler().compile(format="pdf", sys_inputs={"data": json.dumps(data)}, pdf_standards=["a-3a", "ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made
