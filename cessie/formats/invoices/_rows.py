"""Rows of a sheet to invoices, one a row: every row is read before any is given, and each bad one is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cessie.formats import fields
from cessie.formats.invoices import _cells, _columns, _totals
from cessie.formats.invoices._cells import Unreadable
from cessie.formats.values import (
    Address,
    InvoiceDocument,
    InvoiceKind,
    InvoiceTotals,
    Party,
    PaymentMeans,
    Preceding,
    Refused,
)
from cessie.formats.values.table import Cell, Layout, Table
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.lib.references import normal_iban

AMOUNTS = ("net", "vat", "gross", "payable")
DAYS = ("issue_date", "due_date")
_CREDIT = ("credit", "avoir", "notedecredit", "381", "cn", "nc")
MOST_TOLD = 100
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class RowsRead:
    """What a table says under one layout: the invoices, or all that is wrong (then there is none)."""

    invoices: tuple[InvoiceDocument, ...]
    wrong: tuple[Reason, ...]


def documents(table: Table, layout: Layout | None = None) -> list[InvoiceDocument | Refused]:
    """The invoices, or one refusal a bad row; raises ``Refusal`` where the columns do not tell enough."""
    layout = layout or _columns.guess(table.headers)
    lacking = _columns.missing(layout)
    if lacking:
        words = N_("The columns do not tell {missing}; say once what each column means.")
        raise Refusal("table.columns", words, missing=", ".join(_columns.FIELDS[name] for name in lacking))
    read = rows(table, layout)
    if not read.wrong:
        return list(read.invoices)
    told: list[InvoiceDocument | Refused] = [
        Refused(reason=reason, format=table.format) for reason in read.wrong[:MOST_TOLD]
    ]
    if len(read.wrong) > MOST_TOLD:
        words = N_("And {count} more things are wrong in the file.")
        facts = {"count": len(read.wrong) - MOST_TOLD}
        told.append(Refused(reason=Reason("table.more", words, facts), format=table.format))
    return told


def rows(table: Table, layout: Layout) -> RowsRead:
    """Each row by the layout; ``wrong`` names row and column."""
    reader = _Reader(table, layout)
    invoices, wrong = [], []
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(table.rows, table.first):
        if not any(cell not in (None, "") for cell in row):
            continue
        invoice, reasons = reader.read(number, row)
        wrong += reasons
        if invoice is None:
            continue
        key = (invoice.number or "", invoice.buyer.vat or invoice.buyer.name or "")
        if key in seen:
            words = N_("Row {row}: invoice {number} stands in row {other} already.")
            wrong.append(Reason("table.twice", words, {"row": number, "number": key[0], "other": seen[key]}))
        seen.setdefault(key, number)
        invoices.append(invoice)
    if not invoices and not wrong:
        wrong.append(Reason("table.empty", N_("There is no row below the header.")))
    return RowsRead(() if wrong else tuple(invoices), tuple(wrong))


class _Reader:
    """One table under one layout: knows its columns and how it writes numbers and days."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self.format = table.format
        self.place = {name: index for index, name in enumerate(layout) if name}
        self.headers = table.headers
        columns = {name: [row[i] if i < len(row) else None for row in table.rows] for name, i in self.place.items()}
        every = [cell for name in AMOUNTS for cell in columns.get(name, ())]
        self.mark = _cells.decimal_mark(every)
        self.order = _cells.day_order(cell for name in DAYS for cell in columns.get(name, ()))

    def read(self, number: int, row: Sequence[Cell]) -> tuple[InvoiceDocument | None, list[Reason]]:
        """The invoice of one row, or what is wrong with it."""
        wrong: list[Reason] = []
        money, days = self._money(number, row, wrong), self._days(number, row, wrong)
        texts = {name: _text(self._cell(name, row)) for name in self.place if name not in (*AMOUNTS, *DAYS)}
        totals = _totals_of(money)
        needed = {"number": texts.get("number"), "issue_date": days["issue_date"], "gross": totals.gross}
        told = {reason.facts["column"] for reason in wrong}
        for name, value in needed.items():
            if value is None and self._header(name) not in told:
                words = N_("Row {row}: {column} is empty.")
                wrong.append(Reason("table.missing", words, {"row": number, "column": self._header(name)}))
        if not any(texts.get(name) for name in ("buyer_name", "buyer_vat", "buyer_register")):
            wrong.append(Reason("table.buyer", N_("Row {row} names no debtor."), {"row": number}))
        return (None if wrong else self._document(texts, days, totals)), wrong

    def _money(self, number: int, row: Sequence[Cell], wrong: list[Reason]) -> dict[str, Decimal | None]:
        found: dict[str, Decimal | None] = dict.fromkeys(AMOUNTS)
        for name in AMOUNTS:
            try:
                found[name] = _cells.amount(self._cell(name, row), self.mark)
            except Unreadable as no:
                wrong.append(no.at(number, self._header(name)))
        return found

    def _days(self, number: int, row: Sequence[Cell], wrong: list[Reason]) -> dict[str, date | None]:
        found: dict[str, date | None] = dict.fromkeys(DAYS)
        for name in DAYS:
            try:
                found[name] = _cells.day(self._cell(name, row), self.order)
            except Unreadable as no:
                wrong.append(no.at(number, self._header(name)))
        return found

    def _document(
        self, texts: dict[str, str | None], days: dict[str, date | None], totals: InvoiceTotals
    ) -> InvoiceDocument:
        credit = _is_credit(texts.get("kind")) or (totals.gross is not None and totals.gross < 0)
        kind: InvoiceKind = "credit_note" if credit else "invoice"
        corrects, note = texts.get("corrects"), texts.get("note")
        totals = _positive(totals) if credit else totals
        return _judged(
            InvoiceDocument(
                kind=kind,
                format=self.format,
                number=texts.get("number"),
                issue_date=days["issue_date"],
                due_date=days["due_date"],
                currency=(texts.get("currency") or "EUR").upper().replace("€", "EUR"),
                order_reference=texts.get("order"),
                preceding=(Preceding(number=corrects),) if corrects else (),
                notes=(note,) if note else (),
                buyer=_buyer(texts),
                payments=_payments(texts),
                totals=totals,
            )
        )

    def _header(self, name: str) -> str:
        return self.headers[self.place[name]] if name in self.place else _columns.FIELDS[name]

    def _cell(self, name: str, row: Sequence[Cell]) -> Cell:
        index = self.place.get(name)
        return row[index] if index is not None and index < len(row) else None


def _text(cell: Cell) -> str | None:
    """A text as a person typed it: a whole number of a sheet without its decimals."""
    if isinstance(cell, Decimal):
        return f"{cell.to_integral_value():f}" if cell == cell.to_integral_value() else f"{cell:f}"
    text = cell.isoformat() if isinstance(cell, date) else (cell or "")
    return " ".join(text.split())[:LONGEST] or None


def _is_credit(word: str | None) -> bool:
    return _columns.plain(word or "").startswith(_CREDIT)


def _totals_of(money: dict[str, Decimal | None]) -> InvoiceTotals:
    """Of net, VAT and total any two tell the third; the amount payable is the total unless the row says otherwise."""
    net, vat, gross = money["net"], money["vat"], money["gross"]
    if gross is None and net is not None and vat is not None:
        gross = net + vat
    if net is None and gross is not None and vat is not None:
        net = gross - vat
    if vat is None and gross is not None and net is not None:
        vat = gross - net
    payable = money["payable"] if money["payable"] is not None else gross
    return InvoiceTotals(net=net, vat=vat, gross=gross, payable=payable)


def _positive(totals: InvoiceTotals) -> InvoiceTotals:
    """A credit note states what is credited; bookkeepers write it below zero."""
    if totals.gross is None or totals.gross >= 0:
        return totals
    turned = {name: None if value is None else -value for name in AMOUNTS for value in (getattr(totals, name),)}
    return replace(totals, **turned)


def _buyer(texts: dict[str, str | None]) -> Party:
    vat = fields.compact(texts.get("buyer_vat"))
    country = (texts.get("buyer_country") or (vat[:2] if vat and vat[:2].isalpha() else "")).upper()
    return Party(
        name=texts.get("buyer_name"),
        vat=vat,
        register=fields.compact(texts.get("buyer_register")),
        address=Address(
            street=texts.get("buyer_street"),
            postcode=texts.get("buyer_postcode"),
            city=texts.get("buyer_city"),
            country=country if len(country) == 2 else None,
        ),
        email=texts.get("buyer_email"),
        identifiers=(reference,) if (reference := texts.get("buyer_reference")) else (),
    )


def _payments(texts: dict[str, str | None]) -> tuple[PaymentMeans, ...]:
    account, reference = fields.compact(texts.get("iban")), texts.get("reference")
    return (PaymentMeans(account=account, reference=reference),) if account or reference else ()


def _judged(doc: InvoiceDocument) -> InvoiceDocument:
    """A row has no lines and names no seller, so the rules for whole documents do not fit; its sums still must."""
    values = {
        "number": doc.number,
        "issue_date": doc.issue_date,
        "due_date": doc.due_date,
        "currency": doc.currency,
        "totals.gross": doc.totals.gross,
        "buyer.name": doc.buyer.name,
        "buyer.vat": doc.buyer.vat,
        "payment.iban": doc.payment.account,
        "payment.reference": doc.payment.reference,
    }
    confidence = {key: 1.0 for key, value in values.items() if value is not None}
    doubts = [breach for breach in _totals.check(doc) if not breach.code.endswith("br-co-16")]
    account = doc.payment.account
    if account and normal_iban(account) is None:
        words = N_("The account {account} is no IBAN with right check digits.")
        doubts.append(Reason("invoice.account", words, {"account": account}))
    return replace(doc, confidence=confidence, warnings=tuple(doubts))
