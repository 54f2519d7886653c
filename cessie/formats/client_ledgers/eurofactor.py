"""The invoice file of Eurofactor: fields of fixed width, each closed by ``;``, 240 characters a line.

Layout as implemented in a public module (factoring-domain 16.2): confirm with the factor's current specification. One
file an issuer code: domestic (711) or export (999). ``A`` is a credit note. It names debtors by number alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from cessie.formats.client_ledgers import _fixed
from cessie.formats.client_ledgers._fixed import wrong
from cessie.formats.client_ledgers._open import as_ledger
from cessie.formats.values.client_ledger import ClientLedger, OpenItem, OpenKind, Sender
from cessie.lib.reasons import N_, Reason

NAME = "eurofactor"
WIDTH: Final = 240
#: Name and width of each field, in order.
FIELDS: Final = (
    ("issuer", 5), ("client", 5), ("sent", 8), ("market", 1), ("code", 3), ("kind", 1), ("currency", 3), ("debtor", 7),
    ("own", 15), ("blank1", 23), ("document", 14), ("amount", 15), ("issued", 8), ("due", 8), ("payment", 1),
    ("order", 10), ("other", 25), ("credited", 14), ("blank2", 51), ("blank3", 3),
)  # fmt: skip
_CODES: Final = {"D": "711", "E": "999"}
_AT_CODE: Final = 23  # where the domestic or export code stands in a line


def looks_like(head: bytes) -> bool:
    """By the places of the first line's marks."""
    line = head.split(b"\n", 1)[0].rstrip(b"\r")
    return len(line) == WIDTH and line[_AT_CODE : _AT_CODE + 3] in (b"711", b"999") and line.endswith(b";")


def read(data: bytes) -> ClientLedger:
    """The same as movements."""
    return as_ledger(items(data))


def items(data: bytes) -> Iterator[OpenItem | Reason]:
    """Every document, and whatever is wrong with the file; a number that stands twice is refused by the factor too."""
    seen: dict[str, int] = {}
    for place, line in enumerate(_fixed.lines_of(data), 1):
        if len(line) != WIDTH:
            words = N_("The record has {count} characters, not {expected}.")
            yield wrong(place, "client_ledger.width", words, count=len(line), expected=WIDTH)
            continue
        found = _item(_fields(line), place)
        yield found
        if isinstance(found, OpenItem) and seen.setdefault(found.number, place) != place:
            words = N_("{number} stands in line {first} already.")
            yield wrong(place, "client_ledger.twice", words, number=found.number, first=seen[found.number])


def _fields(line: str) -> dict[str, str]:
    told, at = {}, 0
    for name, width in FIELDS:
        told[name] = line[at : at + width].strip()
        at += width + 1
    return told


def _item(told: dict[str, str], place: int) -> OpenItem | Reason:
    issued, due, cents = _fixed.day(told["issued"], "ymd"), _fixed.day(told["due"], "ymd"), _fixed.cents(told["amount"])
    if told["kind"] not in ("F", "A") or told["code"] != _CODES.get(told["market"]):
        value = f"{told['market']}{told['code']}{told['kind']}"
        return wrong(place, "client_ledger.kind", N_("{value} is no type of document."), value=value)
    if issued is None:
        return wrong(place, "client_ledger.day", _fixed.NO_DAY, value=told["issued"])
    if cents is None or cents < 0:
        return wrong(place, "client_ledger.amount", _fixed.NO_AMOUNT, value=told["amount"])
    if told["currency"] != "EUR":
        return wrong(place, "client_ledger.currency", _fixed.OTHER_CURRENCY, currency=told["currency"])
    kind: OpenKind = "invoice" if told["kind"] == "F" else "credit_note"
    signed = cents if kind == "invoice" else -cents
    debtor = told["debtor"]
    if (lack := _fixed.unreadable(told["document"], debtor, told["due"], due, place)) is not None:
        return lack
    return OpenItem(kind, told["document"], debtor, debtor, "", issued, due, signed, signed, place=place)


def write(sender: Sender, found: Iterable[OpenItem]) -> bytes:
    """The file that this factor takes: invoices and credit notes; other open items have no place in it (ValueError)."""
    return "".join(f"{_line(item, sender)}\r\n" for item in found).encode("ascii")


def _line(item: OpenItem, sender: Sender) -> str:
    if item.kind == "cash":
        raise ValueError(f"{item.number}: this layout knows invoices and credit notes alone")
    market = "E" if sender.export else "D"
    told = {
        "issuer": sender.issuer, "client": sender.client, "sent": f"{sender.sent:%Y%m%d}", "market": market,
        "code": _CODES[market], "kind": "F" if item.kind == "invoice" else "A", "currency": sender.currency,
        "debtor": item.debtor, "own": "", "document": item.number, "amount": _fixed.number(abs(item.open_cents), 15),
        "issued": f"{item.issued:%Y%m%d}", "due": f"{item.due or item.issued:%Y%m%d}", "payment": "A",
    }  # fmt: skip
    return "".join(f"{_fixed.text(told.get(name, ''), width)};" for name, width in FIELDS)
