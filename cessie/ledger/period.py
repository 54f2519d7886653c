"""Closing a month: nothing is booked in it any more, and its balances are kept as a snapshot."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction

from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal

#: The balances at the end of a month are those of the last closed month plus the lines since; bank accounts by bank,
#: VAT by country, all others as one sum.
TAKE_SNAPSHOT = """
    insert into ledger_snapshot (month, account, currency, bank_id, country, amount_cents)
    select %(month)s::date, account, currency, bank_id, country, sum(amount_cents)
      from (select account, currency, bank_id, country, amount_cents from ledger_snapshot where month = %(former)s::date
            union all
            select l.account, l.currency, case when a.needs & 32 <> 0 then l.bank_id end,
                   case when a.needs & 64 <> 0 then l.country end, sum(l.amount_cents)
              from ledger_line l join ledger_account a on a.code = l.account
             where l.booking_date >= coalesce((%(former)s::date + interval '1 month')::date, '-infinity')
               and l.booking_date < %(until)s::date
             group by 1, 2, 3, 4) parts
     group by 2, 3, 4, 5 having sum(amount_cents) <> 0"""


def close(*, month: date, by: str, at: datetime) -> bool:
    """Close the month that begins on ``month``, and with it all before; False if it was closed already.

    Waits for postings under way; those that come meanwhile see the month closed. A closed month stays closed.
    Refusals: ``ledger.month_not_over``; ``month`` that is not a first day is a programming error (ValueError).
    """
    if month.day != 1:
        raise ValueError(f"a month is named by its first day, not {month}")
    until = following(month)
    if booking_day(at) < until:
        raise Refusal("ledger.month_not_over", N_("{month} is not over yet."), month=f"{month:%Y-%m}")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("lock table ledger_period in exclusive mode")
        cursor.execute("select max(month) from ledger_period")
        former: date | None = cursor.fetchone()[0]
        if former is not None and former >= month:
            return False
        cursor.execute("insert into ledger_period (month, closed_at, closed_by) values (%s, %s, %s)", [month, at, by])
        cursor.execute("select set_config('cessie.rebuild', 'on', true)")
        cursor.execute(TAKE_SNAPSHOT, {"former": former, "month": month, "until": following(month)})
        cursor.execute("select set_config('cessie.rebuild', '', true)")
    return True


def wait_for_postings() -> None:
    """Come back when the postings that are under way now have ended, one way or the other."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("lock table ledger_period in exclusive mode")


def following(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def first_open() -> date | None:
    """The oldest month that is open: the one after the last that was closed, else the one in which the books begin;
    None where nothing was ever booked."""
    with connection.cursor() as cursor:
        cursor.execute("select min(booking_date) from ledger_entry")
        begins: date | None = cursor.fetchone()[0]
    return closed_until() or (begins.replace(day=1) if begins else None)


def closed_until() -> date | None:
    """The first day on which may be booked, or None if no month was ever closed."""
    with connection.cursor() as cursor:
        cursor.execute("select max(month) from ledger_period")
        month: date | None = cursor.fetchone()[0]
    return following(month) if month else None
