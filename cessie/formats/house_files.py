"""The files with which a house moves in: clients, debtors, relations, open invoices, opening balances, as CSV.

One layout a file, found by the file's name; docs/formats.md shows them. Every row that cannot be read is named with
its row and column; a person counts rows from 1, and the header is the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.formats import laid_out
from cessie.formats.laid_out import Columns, Row, Sheet, place_of
from cessie.lib.reasons import N_, Refusal

__all__ = ["AMOUNTS", "DAYS", "LAYOUTS", "NEEDED", "Row", "Sheet", "place_of", "read"]

PLACE: Final = ("street", "building", "postcode", "town")
WHO: Final = ("name", "country", "number", "vat", *PLACE, "language", "email")
#: File -> its columns; those of ``NEEDED`` must be filled in every row.
LAYOUTS: Final[Mapping[str, tuple[str, ...]]] = {
    "clients.csv": ("code", *WHO, "iban", "contract", "preset", "from", "advance_rate", "holdback_rate"),
    "debtors.csv": (*WHO, "limit", "limit_from", "limit_until", "source"),
    "relations.csv": ("client", "debtor", "reference"),
    "invoices.csv": ("client", "debtor", "invoice", "issued", "due", "gross", "open", "held_back", "on", "reference"),
    "balances.csv": ("client", "account", "amount", "on"),
}
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "clients.csv": ("code", "name", "country"),
    "debtors.csv": ("name", "country"),
    "relations.csv": ("client", "debtor"),
    "invoices.csv": ("client", "debtor", "invoice", "issued", "due", "gross", "open", "on"),
    "balances.csv": ("account", "amount", "on"),
}
AMOUNTS: Final = frozenset({"limit", "gross", "open", "held_back", "amount", "advance_rate", "holdback_rate"})
DAYS: Final = frozenset({"from", "limit_from", "limit_until", "issued", "due", "on"})


def read(name: str, data: bytes) -> Sheet:
    """Every row of a file.

    Refused: a name that has no layout (``house.file``), a column that is needed and missing or that nobody knows
    (``house.columns``), what is no CSV (``table.*``, ``csv.*``).
    """
    if name not in LAYOUTS:
        raise Refusal(
            "house.file", N_("{file} is none of the files of a house: {files}."), file=name, files=", ".join(LAYOUTS)
        )
    return laid_out.read(name, data, Columns(LAYOUTS[name], NEEDED[name], AMOUNTS, DAYS))
