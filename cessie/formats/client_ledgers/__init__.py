"""Sales ledgers as companies send them: one file a format; the folder is the registry.

A format has ``NAME``, ``looks_like(head)``, ``read(data)``, which gives all movements or everything that is wrong, and
``items(data)``, which gives one by one what is open, and what is wrong. Sheets of open items, whose columns each
company calls as it likes, come last (``_sheet``).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Protocol, cast

from cessie.formats import archive
from cessie.formats.client_ledgers import _sheet
from cessie.formats.client_ledgers._columns import FIELDS, guess, missing, signature
from cessie.formats.values.client_ledger import ClientLedger, OpenItem
from cessie.formats.values.table import Layout
from cessie.lib.reasons import N_, Reason, Refusal

__all__ = [
    "FIELDS", "format_of", "guess", "header", "is_sheet", "ledger_formats", "missing", "open_items", "read",
    "signature",
]  # fmt: skip
_HEAD = 4096


class LedgerFormat(Protocol):
    """What a format module offers."""

    NAME: str

    def looks_like(self, head: bytes) -> bool:
        """Whether the first bytes are of this format; never raises."""

    def read(self, data: bytes) -> ClientLedger:
        """Every movement, or every problem."""

    def items(self, data: bytes) -> Iterator[OpenItem | Reason]:
        """Everything open, and every problem, in the order of the file."""


@cache
def ledger_formats() -> tuple[LedgerFormat, ...]:
    """Every format, found by the folder."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(cast(LedgerFormat, importlib.import_module(f"{__name__}.{name}")) for name in names)


def read(data: bytes) -> ClientLedger:
    """The ledger in whichever format it is; refused (``client_ledger.unknown``) where it is in none."""
    found = _known(data)
    if found is None:
        known = ", ".join(each.NAME for each in ledger_formats())
        raise Refusal("client_ledger.unknown", N_("This is no sales ledger that can be read: {known}."), known=known)
    return found.read(data)


def _known(data: bytes) -> LedgerFormat | None:
    return next((each for each in ledger_formats() if each.looks_like(data[:_HEAD])), None)


def format_of(data: bytes) -> str:
    """The name of the format, ``sheet`` for rows whose columns must be explained; refused where it is none."""
    found = _known(data)
    if found is not None:
        return found.NAME
    xml = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
    if xml or data.startswith(b"%PDF") or (archive.is_archive(data[:4]) and not archive.is_workbook(data)):
        words = N_(
            "These are single documents, and no ledger: send all that is open on one day, as Excel, CSV, FEC or the"
            " file of your former factor."
        )
        raise Refusal("client_ledger.documents", words)
    if not _sheet.is_sheet(data):
        raise Refusal(
            "client_ledger.unknown", N_("This is no ledger that can be read: save it as Excel, or as CSV in UTF-8.")
        )
    return "sheet"


def is_sheet(data: bytes) -> bool:
    """Whether the file is rows whose columns must be explained."""
    return _known(data) is None and _sheet.is_sheet(data)


def header(data: bytes) -> tuple[str, ...]:
    """The names of a sheet's columns."""
    return _sheet.header(data)


def open_items(data: bytes, layouts: Mapping[str, Layout]) -> Iterator[OpenItem | Reason]:
    """What is open, one by one, with what is wrong; a sheet by its explained columns (by the header's signature), else
    by what they are called.

    Refused: no ledger (``client_ledger.unknown``), columns that do not tell what is needed (``client_ledger.columns``).
    """
    if format_of(data) != "sheet":
        return cast(LedgerFormat, _known(data)).items(data)
    headers = _sheet.header(data)
    layout = layouts.get(signature(headers)) or guess(headers)
    return _sheet.items(data, layout)
