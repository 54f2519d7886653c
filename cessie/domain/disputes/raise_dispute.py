"""Contest an invoice, or a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.disputes.add_evidence import File, keep
from cessie.domain.disputes.door import exists_for, refuse, require_owner, say
from cessie.domain.disputes.models import Dispute
from cessie.domain.disputes.rules.raising import answer_by, why_not
from cessie.domain.disputes.rules.states import LIVE
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.queries import open_amounts
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_


@transaction.atomic
def raise_dispute(
    *,
    invoice_id: UUID,
    ground: str,
    words: str,
    amount: Money | None = None,
    files: Sequence[File] = (),
    by: Viewer,
    at: datetime,
) -> Dispute:
    """Note that the debtor contests the invoice (``amount`` None: all that is open); the client answers in ten days.

    By the debtor himself, or by the client or the staff in his name. While it lives no reminder goes for the disputed
    part and no interest is asked for it (LAW-GEN-04). A dispute that lives already is given back as it is: clicking
    twice raises one. Locks the invoice.
    Refused: another's invoice (``NotFound``), no right (``NotAllowed``), no or an unknown ground, no words, nothing
    open, more than is open, a file that is no photo or PDF.
    """
    with_lock = Invoice.objects.select_for_update(of=("self",))
    invoice = with_lock.filter(pk=invoice_id, kind="invoice", debtor__isnull=False).first()
    if invoice is None or not exists_for(invoice, by):
        raise NotFound("invoices.unknown", N_("There is no such invoice."))
    if by.kind != "debtor":
        require_owner(invoice, by)
    living = Dispute.objects.filter(invoice=invoice, state__in=LIVE).first()
    if living is not None:
        return living
    still = open_amounts([invoice.pk], currency=invoice.currency)[invoice.pk]
    if no := why_not(ground, amount, still, words):
        refuse(no)
    dispute = Dispute.objects.create(
        invoice=invoice,
        ground=ground,
        amount_cents=None if amount is None or amount == still else amount.cents,
        raised_at=at,
        answer_by=answer_by(booking_day(at)),
    )
    say(dispute, "raise", words, by=by, at=at)
    keep(dispute, files, by=by, at=at)
    facts = {"invoice": str(invoice.pk), "ground": ground, "amount": amount or still}
    record(action="disputes.raise", subject=dispute, by=by, at=at, client_id=invoice.client_id, data=facts)
    return dispute
