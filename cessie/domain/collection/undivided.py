"""Dossiers whose third-party money is to be divided (again): found by the state alone, so that none is forgotten."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db import connection

#: All that came for a dossier and stands: as ``trust.queries.received`` tells it, summed.
_MOVED: Final = """
    with money as (
        select reference, sum(cents) as cents from (
            select reference, amount_cents as cents from trust_receipt
            union all
            select r.reference, -r.amount_cents from trust_back b join trust_receipt r on r.id = b.receipt_id
            union all
            select r.reference, -o.amount_cents from trust_refund f
              join trust_receipt r on r.id = f.receipt_id join payments_order o on o.id = f.order_id
             where o.state <> 'cancelled' and not exists (
                   select from payments_leftunpaid u where u.order_id = o.id and u.agreed_at is not null)
            union all
            select reference, amount_cents from trust_direct where state = 'reported') each
         group by reference)
    select d.id from collection_dossier d join money m on m.reference = d.id
     where m.cents is distinct from coalesce(d.divided_cents, 0)
     order by d.id
"""
#: Something that a division rests on became known since: claims, costs, what was paid or credited elsewhere, a rate.
_CHANGED: Final = """
    select d.id from collection_dossier d
     where d.divided_at is not null and (
           d.divided_at < (select max(decided_at) from statutes_statutoryrate where state = 'confirmed')
        or exists (select from collection_claim c where c.dossier_id = d.id
                      and (c.added_at > d.divided_at or c.removed_at > d.divided_at))
        or exists (select from collection_cost k where k.dossier_id = d.id
                      and (k.made_at > d.divided_at or k.dropped_at > d.divided_at))
        or exists (select from collection_claim c join ledger_line l on l.invoice_id = c.invoice_id
                     join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date
                    where c.dossier_id = d.id and c.live and e.recorded_at > d.divided_at
                      and e.rule in ('P08', 'P13', 'P40', 'P42') and e.kind not like '%_collected%'))
     order by d.id
"""


def money_moved() -> tuple[UUID, ...]:
    """Dossiers for which other money stands than was divided. For jobs."""
    return tuple(key for (key,) in _rows(_MOVED))


def facts_changed() -> tuple[UUID, ...]:
    """Dossiers with divided money of which something else is known since. For jobs."""
    return tuple(key for (key,) in _rows(_CHANGED))


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
