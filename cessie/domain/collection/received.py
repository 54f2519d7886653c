"""What settled the claims of dossiers since they were taken in: money, by whatever way it came, and credit notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from cessie.domain.arrangements.queries import plan_days
from cessie.domain.collection.models import Claim
from cessie.domain.collection.rules.facts import Credited, Paid
from cessie.domain.trust.queries import received
from cessie.ledger.chart import BOUGHT, MANAGED
from cessie.ledger.demands import paid_beside
from cessie.lib.days import booking_day
from cessie.lib.money import Money

#: What lowers an invoice because its debtor paid or was credited: allocations, dilution, and what was managed.
_RULES: Final = ("P08", "P13", "P40")
_CREDITED: Final = ("P13", "managed_credited")
#: Lines that lowered an invoice after its claim was taken in; what was reversed, and its reversal, never was. What the
#: agency itself collected follows from the build-up, so it is no part of it.
_LOWERED: Final = """
    select l.invoice_id, e.id, l.no, e.value_date, e.rule, e.kind, -l.amount_cents
      from ledger_line l join ledger_entry e on e.id = l.entry_id
      join collection_claim c on c.invoice_id = l.invoice_id and c.live
     where l.invoice_id = any(%s) and l.account = any(%s) and l.amount_cents < 0 and e.rule = any(%s)
       and e.kind <> 'managed_collected' and e.reverses_id is null and e.recorded_at > c.added_at
       and not exists (select 1 from ledger_entry r where r.reverses_id = e.id)
     order by e.value_date, e.recorded_at, e.id, l.no
"""


def paid_on(dossier_ids: Collection[UUID], claims: Collection[Claim] = ()) -> dict[UUID, tuple[Paid, ...]]:
    """What came for each dossier on the third-party account, or to the principal as he told us; what went back below
    zero. ``claims``: theirs, whose plans tell which money was agreed on the principal."""
    found = received(dossier_ids)
    days = _plan_days(claims) if any(found.values()) else {}
    return {
        key: tuple(
            Paid(str(row.id), row.day, row.amount, direct=row.kind == "direct", towards="principal", agreed=True)
            if any(first <= row.day and (last is None or row.day <= last) for first, last in days.get(key, ()))
            else Paid(str(row.id), row.day, row.amount, direct=row.kind == "direct")
            for row in rows
        )
        for key, rows in found.items()
    }


def _plan_days(claims: Collection[Claim]) -> dict[UUID, list[tuple[date, date | None]]]:
    """By dossier the days on which a plan ran for one of its claims."""
    of = {claim.invoice_id: claim.dossier_id for claim in claims if claim.invoice_id is not None}
    found: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
    for invoice_id, days in plan_days(of).items():
        found[of[invoice_id]] += days
    return found


def lowered(claims: Sequence[Claim]) -> tuple[dict[UUID, list[Paid]], dict[UUID, list[Credited]]]:
    """By claim what was paid on invoices elsewhere (to the principal, or to the house that bought them) or credited.

    Each keeps the part that it settled there. What was paid beside a claim before it was taken in is not asked again.
    """
    rows = {claim.invoice_id: claim for claim in claims if claim.invoice_id is not None}
    of = {key: claim.pk for key, claim in rows.items()}
    paid: dict[UUID, list[Paid]] = defaultdict(list)
    credited: dict[UUID, list[Credited]] = defaultdict(list)
    if not of:
        return paid, credited
    with connection.cursor() as cursor:
        cursor.execute(_LOWERED, [list(of), [*BOUGHT, *MANAGED], list(_RULES)])
        for invoice, entry, number, day, rule, kind, cents in cursor.fetchall():
            claim, amount = of[invoice], Money(int(cents))
            if rule in _CREDITED or kind in _CREDITED:
                credited[claim].append(Credited(claim, day, amount))
            else:
                paid[claim].append(Paid(f"{entry}/{number}", day, amount, claim, True, "principal", booked=True))
    for each in paid_beside(list(rows)):
        taken = rows[each.invoice_id]
        day = each.value_date if each.recorded_at > taken.added_at else booking_day(taken.added_at)
        key = f"{each.entry_id}/{each.part}"
        paid[taken.pk].append(Paid(key, day, each.amount, taken.pk, True, each.part, booked=True))
    return paid, credited
