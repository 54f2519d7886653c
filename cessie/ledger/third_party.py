"""Third-party money as the books hold it: owed to principals by claim, claims on them, the house's own share."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from cessie.ledger.entry import Dims
from cessie.ledger.queries import balance
from cessie.lib.money import EUR, Money


def owed_by_claim(*, client: UUID | None = None, currency: str = EUR) -> dict[UUID, dict[UUID, Money]]:
    """What is owed to each principal (2200), by claim; of one ``client`` or of all. Positive; claims of zero are left
    out. One statement."""
    rows = _rows(
        "select client_id, reference_id, amount_cents from ledger_balance where open and account = '2200'"
        " and currency = %s and (%s::uuid is null or client_id = %s) order by reference_id",
        [currency, client, client],
    )
    found: dict[UUID, dict[UUID, Money]] = {}
    for principal, reference, cents in rows:
        found.setdefault(principal, {})[reference] = Money(-int(cents), currency)
    return found


def owed_on(references: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What is owed on each of these claims; zero where nothing is. One statement."""
    rows = _rows(
        "select reference_id, sum(amount_cents) from ledger_balance where open and account = '2200'"
        " and currency = %s and reference_id = any(%s) group by 1",
        [currency, list(references)],
    )
    found = {key: Money(-int(cents), currency) for key, cents in rows}
    return {key: found.get(key, Money(0, currency)) for key in references}


def owed_by_principals(clients: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What each principal owes the house (1410): commission, and money that went back after it was passed on."""
    rows = _rows(
        "select client_id, sum(amount_cents) from ledger_balance where open and account = '1410'"
        " and currency = %s and client_id = any(%s) group by 1",
        [currency, list(clients)],
    )
    found = {key: Money(int(cents), currency) for key, cents in rows}
    return {key: found.get(key, Money(0, currency)) for key in clients}


def own_share(bank: UUID, *, currency: str = EUR) -> Money:
    """What of the third-party account is the house's own: commission set off and not moved, less what it bears; below
    zero others' money is short. One third-party account is open at a time: all that is owed stands on it."""
    return balance("1020", Dims(bank=bank), currency=currency) + balance("2200", currency=currency)


class Moved(NamedTuple):
    """What moved the account of a principal: above zero in his favour; ``reference``: the claim, if it is about one."""

    kind: str
    day: date
    reference: UUID | None
    amount: Money


#: What is owed to a principal less what he owes (2200, 1410), without what only moves from one to the other; of a
#: commission its net and its VAT apart. What is passed on is told in one sum a day.
_MOVED: Final = """
    select kind, day, reference, sum(cents)::bigint from (
        select e.kind, l.booking_date as day, -l.amount_cents as cents, l.recorded_at,
               case when e.kind in ('remitted_to_principal', 'remittance_returned') then null
                    else l.reference_id end as reference
          from ledger_line l join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date
         where l.client_id = %(client)s and l.currency = %(currency)s and l.account in ('2200', '1410')
           and e.kind not like 'commission_set_off%%' and e.kind <> 'commission_invoiced'
        union all
        select case when l.account = '2400' then 'commission_vat' else 'commission_net' end, l.booking_date,
               l.amount_cents, l.recorded_at, null
          from ledger_line o join ledger_entry e on e.id = o.entry_id and e.booking_date = o.booking_date
          join ledger_line l on l.entry_id = o.entry_id and l.booking_date = o.booking_date and l.account <> '1410'
         where o.client_id = %(client)s and o.currency = %(currency)s and o.account = '1410'
           and e.kind = 'commission_invoiced') each
     where day <= %(until)s and recorded_at <= %(known)s
       and (%(day)s::date is null or day > %(day)s or recorded_at > %(moment)s)
     group by kind, day, reference having sum(cents) <> 0
     order by day, min(recorded_at), kind, reference
"""


def moved(
    client: UUID, *, until: date, known_at: datetime, after: tuple[date, datetime] | None = None, currency: str = EUR
) -> tuple[Moved, ...]:
    """What moved a principal's account until the end of a day, as known at a moment; ``after``: without what a question
    of that day and moment told. One statement."""
    day, moment = after or (None, None)
    rows = _rows(
        _MOVED,
        {"client": client, "currency": currency, "until": until, "known": known_at, "day": day, "moment": moment},
    )
    return tuple(Moved(kind, on, reference, Money(int(cents), currency)) for kind, on, reference, cents in rows)


def _rows(sql: str, params: list[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
