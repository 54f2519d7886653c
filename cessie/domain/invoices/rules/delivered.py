"""What an invoice says was delivered, in its own words, short enough for a sentence of a letter. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cessie.formats.values import InvoiceDocument

#: Names of one invoice that are kept, their signs, and those of all in a sentence.
MOST: Final = 5
SIGNS: Final = 60
WHOLE: Final = 240
#: A note of a sheet is the client's own description of the invoice; longer ones, and those of e-invoices, are terms.
_NOTE: Final = 120


def delivered(read: InvoiceDocument) -> list[str]:
    """The names of its lines (BT-153, else BT-154) as invoiced, each once; of a sheet, which has no lines, its note."""
    named = (line.name or line.description or "" for line in read.lines)
    found = [short(name) for name in dict.fromkeys(" ".join(name.split()) for name in named)]
    if not read.lines and read.notes and len(read.notes[0]) <= _NOTE:
        found = [short(" ".join(read.notes[0].split()))]
    return [name for name in found if name][:MOST]


def sentence(invoices: Iterable[Iterable[str]]) -> str:
    """What several invoices delivered, each thing once; what is too much for a sentence is left out with a sign of it.

    >>> sentence([["Room", "Care"], ["Care", "Meals"], []])
    'Room, Care, Meals'
    """
    said = ""
    for name in dict.fromkeys(name for names in invoices for name in names):
        if len(said) + len(name) + 2 > WHOLE:
            return f"{said}, …"
        said = f"{said}, {name}" if said else name
    return said


def short(name: str) -> str:
    """A name that fits.

    >>> short("Repair of the heating in the cellar of the house behind the church of Saint Peter")
    'Repair of the heating in the cellar of the house behind the…'
    """
    return name if len(name) <= SIGNS else f"{name[: SIGNS - 1].rstrip()}…"
