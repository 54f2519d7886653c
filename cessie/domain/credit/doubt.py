"""A bought invoice becomes doubtful: the debtor is insolvent or will probably not pay (P22)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.losses import about, locked
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import nonpayment
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def doubt(*, invoice_id: UUID, note: str, by: Viewer, at: datetime) -> Money:
    """Move what is open on the invoice to the doubtful receivables, how much; again moves nothing.

    Locks: the contract, the invoice. Refused: no right or no person (``NotAllowed``), no note, an invoice that is not
    bought (``NotFound``), one on which nothing is open.
    """
    with transaction.atomic():
        invoice = locked(invoice_id, note, by)
        amount = ledger.balance("1100", Dims(invoice=invoice_id), currency=invoice.face.currency)
        if amount:
            count = sum(entry.kind == "doubtful" for entry in ledger.bookings(invoice=invoice_id))
            event = Event(f"{invoice_id}/{count + 1}", booking_day(at), text=invoice.number)
            post([nonpayment.doubt(event=event, amount=amount, of=about(invoice))], by=by.key, at=at)
            record(
                action="credit.doubt",
                subject=("invoices.Invoice", str(invoice_id)),
                by=by,
                at=at,
                client_id=invoice.client_id,
                data={"amount": amount},
            )
        elif not ledger.bought_amounts([invoice_id])[invoice_id]:
            raise Refusal("credit.nothing_open", N_("Nothing is open on this invoice."))
    return amount
