"""What the page of a hybrid invoice says beside its data: number, amounts and accounts that a person would read.

A page that says other than the data is how one invoice shows the debtor a thing and the factor another. Only what can
be told for sure is compared; a page that draws without letters (a scan, outlines) is left to the eye of a person.

>>> sorted(amounts("Total EUR 9.999,00 incl. 1 234.50, art. 12,5"))
[Decimal('1234.50'), Decimal('9999.00')]
>>> ibans("IBAN: BE68 5390 0754 7034, BIC GKCCBEBB")
['BE68539007547034']
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pypdf
from pypdf.errors import PyPdfError

from cessie.formats.values import InvoiceDocument
from cessie.lib.reasons import N_, Reason
from cessie.lib.references import normal_iban

#: Pages that are read, and bytes of drawing on them: an invoice has few, and what has many more is not read.
MAX_PAGES = 8
MAX_DRAWING = 2**19
#: Strokes of the pen over all pages: what is drawn with many more is drawn to keep a reader busy.
MAX_STROKES = 30_000
MAX_STAMPS = 200  # drawings that are used again, each of which is read anew
#: Fewer letters than this are a stamp, not an invoice.
LEAST = 12

#: How the library meets a page that is not what it claims to be.
_BROKEN = (ValueError, TypeError, AttributeError, RecursionError, OSError, NotImplementedError)  # last: unknown filter
# It tells each oddity of a page to the log; here an odd page is one without letters.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_AMOUNT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:([.,'\u2019 \u00a0\u202f])\d{3}(?:\2\d{3})*)?|\d+)[.,](\d{2})(?![\d.,]*\d)"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{2,4}){3,8}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b")


def doubts(data: bytes, read: InvoiceDocument) -> Iterator[Reason]:
    """Where the page names other amounts, accounts or another number than the data; nothing where it names none."""
    page = look(data)
    if page is None:
        yield Reason("facturx.page_unread", N_("The page is drawn too richly to be compared with its data."))
        return
    text = page.text
    if len(re.findall(r"\w", text)) < LEAST:
        if page.drawn:
            words = N_("The page is a picture without letters: look whether it says the same as its data.")
            yield Reason("facturx.page_picture", words)
        return
    yield from _total(text, read)
    yield from _account(text, read)
    yield from _number(text, read)


def _total(text: str, read: InvoiceDocument) -> Iterator[Reason]:
    told = {abs(amount) for amount in (read.totals.gross, read.totals.payable) if amount is not None}
    shown = amounts(text)
    if told and shown and not told & shown:
        words = N_("The page shows {shown}, the data {stated}: no amount on the page is the total.")
        facts = {"shown": f"{max(shown):,.2f}", "stated": f"{max(told):,.2f}"}
        yield Reason("facturx.page_total", words, facts)


def _account(text: str, read: InvoiceDocument) -> Iterator[Reason]:
    stated = {normal_iban(means.account) for means in read.payments if means.account} - {None}
    shown = ibans(text)
    if stated and shown and not stated & set(shown):
        words = N_("The page shows the account {shown}, the data {stated}.")
        yield Reason(
            "facturx.page_account", words, {"shown": ", ".join(shown[:3]), "stated": str(min(stated, key=str))}
        )


def _number(text: str, read: InvoiceDocument) -> Iterator[Reason]:
    wanted = _bare(read.number or "")
    if wanted and wanted not in _bare(text):
        words = N_("The number {stated} of the data is nowhere on the page.")
        yield Reason("facturx.page_number", words, {"stated": read.number or ""})


def amounts(text: str) -> set[Decimal]:
    """Every amount with two decimals, in any of our notations."""
    found = (Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{cents}") for whole, _mark, cents in _AMOUNT.findall(text))
    return set(found)


def ibans(text: str) -> list[str]:
    """Every IBAN whose check digits hold, each once, as it stands or with what follows cut off."""
    found: dict[str, None] = {}
    for match in _IBAN.findall(text):
        compact = re.sub(r"[ \u00a0]", "", match)
        for end in range(len(compact), 14, -1):
            iban = normal_iban(compact[:end])
            if iban:
                found[iban] = None
                break
    return list(found)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


@dataclass(frozen=True, slots=True)
class Page:
    """What the first pages show: their text, and whether anything is drawn on them, letters or not."""

    text: str
    drawn: bool


class _TooMuch(Exception):
    """The page is drawn with more strokes than are read."""


def look(data: bytes) -> Page | None:
    """The first pages, without text where none can be told; None where it would take beyond reason."""
    strokes = stamps = 0

    def count(operator: bytes, *_: object) -> None:
        nonlocal strokes, stamps
        strokes += 1
        stamps += operator == b"Do"
        if strokes > MAX_STROKES or stamps > MAX_STAMPS:
            raise _TooMuch

    try:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        texts, drawn = [], False
        for n in range(min(len(pages), MAX_PAGES)):
            contents = pages[n].get_contents()
            drawing = contents.get_data() if contents is not None else b""
            if len(drawing) > MAX_DRAWING:
                return None
            drawn = drawn or bool(drawing.strip()) or "/Annots" in pages[n]
            texts.append(pages[n].extract_text(visitor_operand_before=count))
        return Page("\n".join(texts), drawn)
    except _TooMuch:
        return None
    except (PyPdfError, ArithmeticError, LookupError, *_BROKEN):
        return Page("", drawn=True)  # another reader may well show it
