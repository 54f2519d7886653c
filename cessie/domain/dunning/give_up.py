"""Small rests of interest and costs on invoices that are paid whole: given up by the house's policy, and taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from cessie.domain.arrangements.leniency import leniency_in_force
from cessie.domain.audit.record import record
from cessie.domain.dunning.models import Waiver
from cessie.domain.dunning.rights import require
from cessie.domain.dunning.rules.states import WAIVER
from cessie.domain.invoices.payable import lock
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.ledger.chart import BOUGHT, MANAGED
from cessie.ledger.demands import PARTS
from cessie.ledger.post import post
from cessie.ledger.queries import bookings, entry_id
from cessie.ledger.reverse import reversal
from cessie.lib.days import booking_day
from cessie.lib.money import EUR
from cessie.lib.reasons import N_, Refusal

#: Invoices once bought and open no more, beside which at most so much stands and nothing moved since a day; of those
#: where a rest was asked back, or is being given up, none.
_LEFT: Final = """
    with left_over as (
        select l.invoice_id, b.amount_cents from ledger_balance b
          cross join lateral (select invoice_id from ledger_line where reference_id = b.reference_id
                                 and account = '9030' and invoice_id is not null limit 1) l
         where b.open and b.account = '9030' and b.currency = %(currency)s)
    select b.invoice_id from left_over b
     where not exists (select from ledger_balance o where o.invoice_id = b.invoice_id and o.open
                          and o.account = any(%(open)s))
       and not exists (select from ledger_line l where l.invoice_id = b.invoice_id and l.booking_date > %(since)s)
       and exists (select from ledger_line l where l.invoice_id = b.invoice_id and l.account = any(%(bought)s))
       and not exists (select from dunning_waiver w where w.invoice_id = b.invoice_id
                          and w.state in ('asked', 'declined', 'undone'))
     group by b.invoice_id having sum(b.amount_cents) between 1 and %(most)s
     order by b.invoice_id limit %(limit)s
"""


def small_rests(on: date, *, limit: int = 500) -> tuple[UUID, ...]:
    """Invoices of which the house's policy gives up what is left beside them; none while it has none. For jobs."""
    rule = leniency_in_force()
    if not rule.beside_cents:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            _LEFT,
            {
                "currency": EUR, "open": [*BOUGHT, *MANAGED], "bought": list(BOUGHT), "limit": limit,
                "since": on - timedelta(days=rule.beside_days), "most": rule.beside_cents,
            },
        )  # fmt: skip
        return tuple(key for (key,) in cursor.fetchall())


@transaction.atomic
def undo_waiver(*, waiver_id: UUID, note: str, by: Viewer, at: datetime) -> Waiver:
    """What was given up is claimed again (the reversal of P42); again changes nothing. No policy gives it up a second
    time. Locks: invoice, waiver.

    Refused: no right (``NotAllowed``), another's (``NotFound``), no words, one that was never booked (``WrongState``).
    """
    invoice_id = Waiver.objects.filter(pk=waiver_id).values_list("invoice_id", flat=True).first()
    invoice = next(iter(lock([invoice_id])), None) if invoice_id is not None else None
    if invoice is None or not by.sees_client(invoice.client_id):
        raise NotFound("dunning.unknown", N_("There is no such ladder or run."))
    require("dunning.run", invoice.client_id, by)
    row = Waiver.objects.select_for_update(of=("self",)).get(pk=waiver_id)
    if by.kind == "client" and row.asked_by != by.key:
        raise NotAllowed("dunning.not_his_claim", N_("What was claimed beside this invoice is the house's."))
    if row.state == "undone":
        return row
    if not note.strip():
        raise Refusal("dunning.undo_why", N_("Please say in a few words why."))
    row.state = WAIVER.after(row.state, "undo")
    row.save(update_fields=["state"])
    keys = [entry_id(f"P42 demand_given_up waiver/{row.pk}/{part}") for part in PARTS]
    booked = bookings(entry_ids=[key for key in keys if key is not None])
    day = booking_day(at)
    post([reversal(each, booking_date=day, text=note.strip()[:100]) for each in booked], by=by.key, at=at)
    facts = {"invoice": str(invoice.id), "why": note.strip()}
    record(action="dunning.undo_waiver", subject=row, by=by, at=at, client_id=invoice.client_id, data=facts)
    return row
