"""What became of invoices that were bought, day by day, and what was charged for each.

Like ``queries``: frozen facts, keys in and no viewer, one statement each.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection

from cessie.ledger.chart import BOUGHT
from cessie.lib.money import EUR, Money

#: How a debtor settles what was bought: by money (taken back: negative), and by what lowers his debt without any.
_PAID: Final = ("P08", "P16", "P20", "P28", "P34f")
_LOWERED: Final = ("P13", "P14")


def settled_on(invoices: Collection[UUID], *, currency: str = EUR) -> dict[UUID, tuple[tuple[date, Money, bool], ...]]:
    """What debtors settled of bought invoices by booking day, and whether without money (credited); what was taken back
    is negative. What the house did itself (charged back, written off, called doubtful) is left out."""
    found: dict[UUID, list[tuple[date, Money, bool]]] = {invoice: [] for invoice in invoices}
    for invoice, day, credited, cents in _rows(
        "select l.invoice_id, l.booking_date, e.rule = any(%s), -sum(l.amount_cents) from ledger_line l"
        " join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date"
        " where l.invoice_id = any(%s) and l.account = any(%s) and l.currency = %s and e.rule = any(%s)"
        " group by 1, 2, 3 having sum(l.amount_cents) <> 0 order by 2, 3",
        [list(_LOWERED), list(invoices), list(BOUGHT), currency, [*_PAID, *_LOWERED]],
    ):
        found[invoice].append((day, Money(int(cents), currency), credited))
    return {invoice: tuple(rows) for invoice, rows in found.items()}


def charged_on(contract: UUID, account: str, first: date, last: date, *, currency: str = EUR) -> dict[UUID, Money]:
    """What was charged on an income account for each invoice under a contract between two days, net of VAT."""
    rows = _rows(
        "select invoice_id, -sum(amount_cents) from ledger_line where contract_id = %s and account = %s"
        " and currency = %s and booking_date between %s and %s and invoice_id is not null"
        " group by 1 having sum(amount_cents) <> 0",
        [contract, account, currency, first, last],
    )
    return {invoice: Money(int(cents), currency) for invoice, cents in rows}


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
