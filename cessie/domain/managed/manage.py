"""An accepted invoice is taken into management: from now on the books know what its debtor owes (P39)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import terms_on
from cessie.domain.invoices.payable import lock
from cessie.domain.managed.models import Managed
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules.managed import enter
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


class NotManageable(Refusal):
    """The invoice is not one to be managed."""


def manage(*, invoice_id: UUID, by: Viewer, at: datetime) -> Managed:
    """Enter the open amount of an accepted invoice; again gives the same. Lock: the invoice.

    Refused: an unknown invoice (``NotFound``), one that is not accepted or asks for nothing, a contract that buys
    (``NotManageable``).
    """
    by.require("managed.manage")
    with transaction.atomic():
        invoice = next(iter(lock([invoice_id])), None)
        known = Managed.objects.filter(invoice_id=invoice_id).first()
        if known is not None:
            return known
        if invoice is None:
            raise NotFound("managed.unknown_invoice", N_("There is no such invoice."))
        _, terms = terms_on(invoice.contract_id, booking_day(at))
        if not terms.manages:
            raise NotManageable("managed.not_here", N_("Under this contract invoices are not managed."))
        if invoice.state != "accepted" or invoice.kind != "invoice" or invoice.face.cents <= 0:
            raise NotManageable("managed.not_accepted", N_("{number} is not accepted."), number=invoice.number)
        row = Managed.objects.create(
            invoice_id=invoice_id, client_id=invoice.client_id, contract_id=invoice.contract_id, managed_at=at,
            managed_by=by.key,
        )  # fmt: skip
        of = Dims(invoice.contract_id, invoice.client_id, invoice.debtor_id, invoice_id)
        event = Event(f"{invoice_id}", booking_day(at), text=invoice.number)
        post([enter(event=event, amount=invoice.face, of=of)], by=by.key, at=at)
        facts = {"invoice": str(invoice_id), "amount": invoice.face}
        record(action="managed.manage", subject=row, by=by, at=at, client_id=invoice.client_id, data=facts)
    return row
