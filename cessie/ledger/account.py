"""Statements of an account of contracts: what moved on it between two booking days, and the balance after each line.

Debit positive; keys in and no viewer, as in ``queries``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from cessie.lib.money import EUR, Money


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement on a client's account and the balance after it, debit positive."""

    entry_id: UUID
    booking_date: date
    value_date: date
    rule: str
    kind: str
    text: str
    invoice: UUID | None
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement of an account of a contract over a span of booking days, both included."""

    opening: Money
    lines: tuple[StatementLine, ...]
    closing: Money


def statement(contract: UUID, *, since: date, until: date, account: str = "2100", currency: str = EUR) -> Statement:
    """The movements of a contract's account between two booking days with the balance after each. Two statements."""
    return statements([contract], since=since, until=until, account=account, currency=currency)[contract]


def statements(
    contracts: Collection[UUID], *, since: date, until: date, account: str = "2100", currency: str = EUR
) -> dict[UUID, Statement]:
    """The same of any number of contracts, each of them. Two statements of SQL."""
    opening = _openings(contracts, since, account, currency)
    running, lines = dict(opening), {contract: list[StatementLine]() for contract in contracts}
    for contract, entry, booked, value, rule, kind, text, invoice, cents in _rows(
        "select l.contract_id, l.entry_id, l.booking_date, l.value_date, e.rule, e.kind, e.text, l.invoice_id,"
        " l.amount_cents"
        " from ledger_line l join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date"
        " where l.contract_id = any(%s) and l.account = %s and l.currency = %s and l.booking_date between %s and %s"
        " order by l.booking_date, l.recorded_at, l.entry_id, l.no",
        [list(contracts), account, currency, since, until],
    ):
        amount = Money(cents, currency)
        running[contract] += amount
        line = StatementLine(entry, booked, value, rule, kind, text, invoice, amount, running[contract])
        lines[contract].append(line)
    return {key: Statement(opening[key], tuple(lines[key]), running[key]) for key in opening}


def _openings(contracts: Collection[UUID], since: date, account: str, currency: str) -> dict[UUID, Money]:
    """The balance before the first day: the running one less what was booked since, read in one statement."""
    keys = [list(contracts), account, currency]
    found = _rows(
        "select contract_id, sum(cents) from ("
        " select contract_id, amount_cents as cents from ledger_balance"
        "  where open and contract_id = any(%s) and account = %s and currency = %s"
        " union all select contract_id, -amount_cents from ledger_line"
        "  where contract_id = any(%s) and account = %s and currency = %s and booking_date >= %s) parts group by 1",
        [*keys, *keys, since],
    )
    known = {contract: Money(int(cents), currency) for contract, cents in found}
    return {contract: known.get(contract, Money(0, currency)) for contract in contracts}


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
