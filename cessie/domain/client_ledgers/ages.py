"""How old what debtors owe by the ledgers in force is: for overviews and reports. The books know no due days of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from cessie.domain.client_ledgers.models import Submission
from cessie.domain.client_ledgers.queries import latest
from cessie.lib.money import Money

#: Cents by days past due, as the books sort invoices (``ledger.receivables.aged``).
_AGES = (
    "coalesce(sum(open_cents) filter (where %s - coalesce(due_date, issue_date) <= 0), 0),"
    " coalesce(sum(open_cents) filter (where %s - coalesce(due_date, issue_date) between 1 and 30), 0),"
    " coalesce(sum(open_cents) filter (where %s - coalesce(due_date, issue_date) between 31 and 60), 0),"
    " coalesce(sum(open_cents) filter (where %s - coalesce(due_date, issue_date) between 61 and 90), 0),"
    " coalesce(sum(open_cents) filter (where %s - coalesce(due_date, issue_date) > 90), 0)"
)


def open_by_day(contract_id: UUID, on: date) -> tuple[tuple[date, Money, int], ...]:
    """By the day on which it is due what is open in the ledger in force on a day, and of how many invoices; what is in
    a debtor's favour counts against it."""
    sent = latest(contract_id, on)
    if sent is None:
        return ()
    rows = _rows(
        "select coalesce(due_date, issue_date), sum(open_cents), count(*) filter (where kind = 'invoice')"
        " from client_ledgers_position where submission_id = %s and open_cents <> 0 group by 1 order by 1",
        [sent.pk],
    )
    return tuple((day, Money(int(cents), sent.currency), count) for day, cents, count in rows)


def in_force_on(contracts: Collection[UUID], day: date, *, known_at: datetime | None = None) -> dict[UUID, Submission]:
    """By contract the ledger in force on a day, as it was known at a moment (None: as it is known): one statement."""
    rows = Submission.objects.filter(contract_id__in=contracts, kind="balance", state__in=("accepted", "superseded"))
    if known_at is not None:
        rows = rows.filter(decided_at__lte=known_at)
    newest = rows.filter(as_of__lte=day).order_by("contract_id", "-as_of", "-decided_at").distinct("contract_id")
    return {row.contract_id: row for row in newest}


def ages_in(sent: Mapping[UUID, Submission], day: date) -> dict[tuple[UUID, UUID], tuple[int, ...]]:
    """By contract and debtor the cents of five ages in each contract's ledger: one statement."""
    if not sent:
        return {}
    whose = {row.pk: key for key, row in sent.items()}
    rows = _rows(
        f"select submission_id, debtor_id, {_AGES} from client_ledgers_position"  # noqa: S608 - no outside text
        " where submission_id = any(%s) group by 1, 2",
        [day, day, day, day, day, list(whose)],
    )
    return {(whose[row[0]], row[1]): tuple(map(int, row[2:])) for row in rows}


def spread(booked: int, ages: Sequence[int]) -> tuple[int, ...]:
    """What the books hold of a debtor (cents) by the ages of his ledger. Money that is on its way is not due any more;
    what came before a ledger counts it took the oldest. The sum is always what is booked.

    >>> spread(100, (60, 30, 10)), spread(120, (60, 30, 10)), spread(75, (60, 30, 10)), spread(0, (60, -70))
    ((60, 30, 10), (80, 30, 10), (60, 15, 0), (0, 0))
    >>> spread(-5, (60, 30, 10))
    (-5, 0, 0)
    """
    left = [max(0, each) for each in ages]
    over = sum(left) - booked
    for place in reversed(range(len(left))) if over > 0 else ():
        off = min(left[place], over)
        left[place], over = left[place] - off, over - off
    return (left[0] - over, *left[1:])


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
