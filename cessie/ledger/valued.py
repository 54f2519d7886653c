"""The books by value date, and what a month's entries were: what interest and fees are computed from.

Like ``queries``: frozen facts, keys in and no viewer, one statement each for any number of contracts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from cessie.ledger.chart import FUNDS_IN_USE
from cessie.lib.money import EUR, Money

#: What bears interest: the funds in use, and advances secured by a pledge. A contract has one or the other.
BEARING = (*FUNDS_IN_USE, "1200")


@dataclass(frozen=True, slots=True)
class Moved:
    """How one posting rule changed the funds in use of a contract on a value date, debit positive.

    ``value_date`` None: everything before the first day asked for, under no rule.
    """

    contract: UUID
    value_date: date | None
    rule: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Volume:
    """What entries of one rule and kind moved on one account of a contract, debit positive, and how many they were."""

    contract: UUID
    rule: str
    kind: str
    account: str
    amount: Money
    count: int


def moved(contracts: Collection[UUID], since: date, *, currency: str = EUR) -> tuple[Moved, ...]:
    """What bears interest before ``since`` by value date, then each movement from that day on, later days included.

    The opening is the running balance less the movements, read in one statement: one moment of the books.
    """
    rows = _rows(
        "with since as materialized ("
        " select l.contract_id, l.value_date, e.rule, sum(l.amount_cents) as cents from ledger_line l"
        " join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date"
        " where l.contract_id = any(%s) and l.account = any(%s) and l.currency = %s and l.value_date >= %s"
        " group by 1, 2, 3)"
        " select contract_id, value_date, rule, cents from since"
        " union all select contract_id, null, '', sum(cents) from ("
        "  select contract_id, amount_cents as cents from ledger_balance"
        "  where open and contract_id = any(%s) and account = any(%s) and currency = %s"
        "  union all select contract_id, -cents from since) parts group by 1"
        " order by 1, 2 nulls first, 3",
        [
            list(contracts), list(BEARING), currency, since,
            list(contracts), list(BEARING), currency,
        ],
    )  # fmt: skip
    return tuple(Moved(contract, day, rule, Money(int(cents), currency)) for contract, day, rule, cents in rows)


def of_rules(
    contracts: Collection[UUID], rules: Collection[str], until: date, *, currency: str = EUR
) -> dict[UUID, Money]:
    """What entries of these rules put on the current accounts with a value date before ``until``, debit positive."""
    rows = _rows(
        "select l.contract_id, sum(l.amount_cents) from ledger_line l"
        " join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date"
        " where l.contract_id = any(%s) and l.account = '2100' and l.currency = %s and e.rule = any(%s)"
        " and l.value_date < %s group by 1",
        [list(contracts), currency, list(rules), until],
    )
    return {contract: Money(int(cents), currency) for contract, cents in rows}


def first_touched(contracts: Collection[UUID], since: datetime, *, currency: str = EUR) -> dict[UUID, date]:
    """By contract, the earliest value date of what was recorded on its funds in use or advances from a moment on."""
    rows = _rows(
        "select contract_id, min(value_date) from ledger_line where contract_id = any(%s) and account = any(%s)"
        " and currency = %s and recorded_at >= %s group by 1",
        [list(contracts), list(BEARING), currency, since],
    )
    return dict(rows)


def volumes(contracts: Collection[UUID], first: date, last: date, *, currency: str = EUR) -> tuple[Volume, ...]:
    """What was booked on contracts from ``first`` to ``last``, both included, by rule, kind and account."""
    rows = _rows(
        "select l.contract_id, e.rule, e.kind, l.account, sum(l.amount_cents), count(distinct e.id) from ledger_line l"
        " join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date"
        " where l.contract_id = any(%s) and l.currency = %s and l.booking_date between %s and %s"
        " group by 1, 2, 3, 4 order by 1, 2, 3, 4",
        [list(contracts), currency, first, last],
    )
    return tuple(
        Volume(c, rule, kind, account, Money(int(cents), currency), n) for c, rule, kind, account, cents, n in rows
    )


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
