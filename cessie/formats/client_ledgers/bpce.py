"""The balance file of BPCE Factor, version 7.0: records of 275 characters (header 01, detail 02, trailer 09).

Layout as implemented in a public module (factoring-domain 16.2): confirm with the factor's current specification. FAC
and ODD are owed by the debtor, AVO and ODC to him. The trailer's balance is the sum of the signed details.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cessie.formats.client_ledgers import _fixed
from cessie.formats.client_ledgers._fixed import wrong
from cessie.formats.client_ledgers._open import as_ledger
from cessie.formats.values.client_ledger import ClientLedger, OpenItem, OpenKind, Sender
from cessie.lib.reasons import N_, Reason

NAME = "bpce"
WIDTH: Final = 275
VERSION: Final = "7.0"
_CONSTANT: Final = "138"
#: Type of document -> what it is, and its sign.
TYPES: Final[dict[str, tuple[OpenKind, int]]] = {
    "FAC": ("invoice", 1),
    "AVO": ("credit_note", -1),
    "ODD": ("invoice", 1),
    "ODC": ("cash", -1),
}
_WRITTEN: Final[dict[str, str]] = {"invoice": "FAC", "credit_note": "AVO", "cash": "ODC"}


class _Detail(NamedTuple):
    """A detail's fields by their places (1-based in the layout)."""

    siret: str
    name: str
    reference: str
    document: str
    kind: str
    issued: str
    due: str
    amount: str
    currency: str

    @classmethod
    def of(cls, line: str) -> _Detail:
        places = ((9, 22), (23, 37), (38, 47), (83, 112), (143, 145), (149, 156), (157, 164), (165, 177), (178, 180))
        return cls(*(line[first - 1 : last].strip() for first, last in places))


def looks_like(head: bytes) -> bool:
    """By its header record."""
    return head[:11] == b"01000001" + _CONSTANT.encode()


def read(data: bytes) -> ClientLedger:
    """The same as movements: each open document counts as one of its own day."""
    return as_ledger(items(data))


def items(data: bytes) -> Iterator[OpenItem | Reason]:
    """Every open document, and whatever is wrong with the file."""
    lines, total, sound = _fixed.lines_of(data), 0, True
    for place, line in enumerate(lines, 1):
        if len(line) != WIDTH:
            words = N_("The record has {count} characters, not {expected}.")
            yield wrong(place, "client_ledger.width", words, count=len(line), expected=WIDTH)
        elif line[2:8] != _fixed.number(place, 6):
            words = N_(
                "The record's number is {number}, it should be {expected}: a record is missing, or one too many."
            )
            yield wrong(place, "client_ledger.sequence", words, number=line[2:8], expected=_fixed.number(place, 6))
        elif line[:2] == "02":
            found = _item(_Detail.of(line), place)
            total += found.open_cents if isinstance(found, OpenItem) else 0
            sound &= isinstance(found, OpenItem)
            yield found
        elif line[:2] not in ("01", "09") or (line[:2] == "09") != (place == len(lines)):
            yield wrong(place, "client_ledger.kind", N_("{value} is no type of record here."), value=line[:2])
    last = lines[-1] if lines else ""
    if last[:2] != "09":
        yield wrong(len(lines), "client_ledger.no_trailer", N_("The file has no record at its end: it was cut off."))
    elif sound and _fixed.cents(last[42:55]) != total:
        words = N_("The file's balance is {told}, its documents come to {total} (cents).")
        yield wrong(len(lines), "client_ledger.total", words, told=last[42:55].strip(), total=total)


def _item(told: _Detail, place: int) -> OpenItem | Reason:
    issued, due, cents = _fixed.day(told.issued, "dmy"), _fixed.day(told.due, "dmy"), _fixed.cents(told.amount)
    if told.kind not in TYPES:
        return wrong(place, "client_ledger.kind", N_("{value} is no type of document."), value=told.kind)
    if issued is None:
        return wrong(place, "client_ledger.day", _fixed.NO_DAY, value=told.issued)
    if cents is None or cents < 0:
        return wrong(place, "client_ledger.amount", _fixed.NO_AMOUNT, value=told.amount)
    if told.currency != "EUR":
        return wrong(place, "client_ledger.currency", _fixed.OTHER_CURRENCY, currency=told.currency)
    kind, sign = TYPES[told.kind]
    debtor = told.reference or told.siret
    if (lack := _fixed.unreadable(told.document, debtor, told.due, due, place)) is not None:
        return lack
    signed = sign * cents
    return OpenItem(kind, told.document, debtor, told.name, told.siret, issued, due, signed, signed, place=place)


def write(sender: Sender, found: Iterable[OpenItem]) -> bytes:
    """The file that this factor takes; an item without a due day falls due the day it was issued."""
    date_of = f"{sender.as_of:%d%m%Y}{sender.sent:%d%m%Y}"
    head = (
        f"01{_fixed.number(1, 6)}{_CONSTANT}{'0' * 6}{sender.currency}{_fixed.text(sender.company, 25)}{date_of}"
        f"{_fixed.number(sender.number, 3)}{VERSION}"
    )
    records, total = [head], 0
    for place, item in enumerate(found, 2):
        total += item.open_cents
        records.append(_record(item, place, sender))
    records.append(
        f"09{_fixed.number(len(records) + 1, 6)}{_CONSTANT}{'0' * 6}{_fixed.text(sender.company, 25)}"
        f"{_fixed.number(total, 13)}"
    )
    return "".join(f"{record.ljust(WIDTH)}\r\n" for record in records).encode("ascii")


def _record(item: OpenItem, place: int, sender: Sender) -> str:
    parts = (
        "02", _fixed.number(place, 6), _fixed.text(item.number_of_debtor, 14), _fixed.text(item.debtor_name, 15),
        _fixed.text(item.debtor, 10), " " * 5, "E" if sender.export else "D", " " * 29, _fixed.text(item.number, 30),
        " " * 30, _WRITTEN[item.kind], "VIR", f"{item.issued:%d%m%Y}", f"{item.due or item.issued:%d%m%Y}",
        _fixed.number(abs(item.open_cents), 13), sender.currency,
    )  # fmt: skip
    return "".join(parts)
