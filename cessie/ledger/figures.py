"""Sums of the books for reports: by contract, client or debtor, at a day or over days; nothing is added up by hand.

Like ``queries``: frozen facts, keys in and no viewer, one statement each whatever the volume. ``clients``: only these
(None: all). The key of a sum is None where a line names none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db import connection

from cessie.ledger.chart import FUNDS_IN_USE
from cessie.lib.money import EUR, Money

By = Literal["contract", "client", "debtor"]
Clients = Collection[UUID] | None
_ONLY = "(%s::uuid[] is null or client_id = any(%s::uuid[]))"


@dataclass(frozen=True, slots=True)
class Movement:
    """What entries of one posting rule moved on one account in one month, debit positive, in how many lines."""

    key: UUID | None
    month: date
    account: str
    rule: str
    amount: Money
    count: int


def stood(
    accounts: Collection[str], by: By, *, day: date, clients: Clients = None, currency: str = EUR
) -> dict[UUID | None, dict[str, Money]]:
    """The balances of some accounts at the end of a booking day by key and account."""
    only, params = _only(clients)
    rows = _rows(
        f"with parts (key, account, cents) as (select {by}_id, account, amount_cents from ledger_balance"  # noqa: S608
        f"  where open and account = any(%s) and currency = %s and {only}"
        f" union all select {by}_id, account, -amount_cents from ledger_line"
        f"  where account = any(%s) and currency = %s and booking_date > %s and {only})"
        " select key, account, sum(cents) from parts group by 1, 2 having sum(cents) <> 0",
        [list(accounts), currency, *params, list(accounts), currency, day, *params],
    )
    found: dict[UUID | None, dict[str, Money]] = defaultdict(dict)
    for key, account, cents in rows:
        found[key][account] = Money(int(cents), currency)
    return dict(found)


def moved_by(
    accounts: Collection[str], by: By, first: date, last: date, *, clients: Clients = None, currency: str = EUR
) -> tuple[Movement, ...]:
    """What was booked on some accounts from ``first`` to ``last``, both included, by key, month, account and rule."""
    only, params = _only(clients)
    rows = _rows(
        f"select l.{by}_id, date_trunc('month', l.booking_date)::date, l.account, e.rule, sum(l.amount_cents),"  # noqa: S608
        " count(*) from ledger_line l join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date"
        f" where l.account = any(%s) and l.currency = %s and l.booking_date between %s and %s and {only}"
        " group by 1, 2, 3, 4",
        [list(accounts), currency, first, last, *params],
    )
    return tuple(
        Movement(key, month, account, rule, Money(int(cents), currency), count)
        for key, month, account, rule, cents, count in rows
    )


def daily_in_use(
    by: By, first: date, last: date, *, clients: Clients = None, currency: str = EUR
) -> dict[UUID | None, Money]:
    """The sum of the funds in use at the end of each day from ``first`` to ``last``, by value date.

    Divided by the days it is their average. Counted from what stands today: a line whose value came after the first
    day is taken off the days on which it did not stand yet.
    """
    days = (last - first).days + 1
    only, params = _only(clients)
    rows = _rows(
        f"with parts (key, cents) as (select {by}_id, amount_cents * %s::numeric from ledger_balance"  # noqa: S608
        f"  where open and account = any(%s) and currency = %s and {only}"
        f" union all select {by}_id, amount_cents * (greatest(0, %s - value_date + 1) - %s)::numeric from ledger_line"
        f"  where account = any(%s) and currency = %s and value_date > %s and {only})"
        " select key, sum(cents) from parts group by 1",
        [
            days, list(FUNDS_IN_USE), currency, *params,
            last, days, list(FUNDS_IN_USE), currency, first, *params,
        ],
    )  # fmt: skip
    return {key: Money(int(cents), currency) for key, cents in rows}


def by_value_date(
    accounts: Collection[str], by: By, first: date, last: date, *, clients: Clients = None, currency: str = EUR
) -> tuple[dict[UUID | None, Money], dict[UUID | None, dict[date, Money]]]:
    """What stood on some accounts together at the end of ``last`` by value date, by key, and by how much each day from
    ``first`` on had changed it. Two statements."""
    only, params = _only(clients)
    stood_then = _rows(
        f"with parts (key, cents) as (select {by}_id, amount_cents from ledger_balance"  # noqa: S608
        f"  where open and account = any(%s) and currency = %s and {only}"
        f" union all select {by}_id, -amount_cents from ledger_line"
        f"  where account = any(%s) and currency = %s and value_date > %s and {only})"
        " select key, sum(cents) from parts group by 1",
        [list(accounts), currency, *params, list(accounts), currency, last, *params],
    )
    changed: dict[UUID | None, dict[date, Money]] = {}
    for key, day, cents in _rows(
        f"select {by}_id, value_date, sum(amount_cents) from ledger_line where account = any(%s)"  # noqa: S608
        f" and currency = %s and value_date between %s and %s and {only} group by 1, 2",
        [list(accounts), currency, first, last, *params],
    ):
        changed.setdefault(key, {})[day] = Money(int(cents), currency)
    return {key: Money(int(cents), currency) for key, cents in stood_then}, changed


def from_lines(accounts: Collection[str], *, day: date, clients: Collection[UUID], currency: str = EUR) -> Money:
    """The balance of some accounts of some clients at the end of a booking day, from every line: no stored figure."""
    rows = _rows(
        "select coalesce(sum(amount_cents), 0) from ledger_line where account = any(%s) and currency = %s"
        " and client_id = any(%s) and booking_date <= %s",
        [list(accounts), currency, list(clients), day],
    )
    return Money(int(rows[0][0]), currency)


def by_month(
    accounts: Collection[str], first: date, last: date, *, clients: Clients = None, currency: str = EUR
) -> dict[date, Money]:
    """By how much some accounts together changed in each month, from ``first`` to ``last``, both included."""
    only, params = _only(clients)
    rows = _rows(
        "select date_trunc('month', booking_date)::date, sum(amount_cents) from ledger_line"  # noqa: S608
        f" where account = any(%s) and currency = %s and booking_date between %s and %s and {only} group by 1",
        [list(accounts), currency, first, last, *params],
    )
    return {month: Money(int(cents), currency) for month, cents in rows}


def _only(clients: Clients) -> tuple[str, list[Any]]:
    wanted = None if clients is None else list(clients)
    return _ONLY, [wanted, wanted]


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
