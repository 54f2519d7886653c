"""Open a dispute again that was resolved, because more is known."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.disputes.door import locked, move, refuse, require_owner
from cessie.domain.disputes.models import Dispute
from cessie.domain.disputes.rules.raising import REOPENED, answer_by
from cessie.domain.disputes.rules.states import LIVE
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.queries import open_amounts
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal


@transaction.atomic
def reopen(*, dispute_id: UUID, words: str, by: Viewer, at: datetime) -> Dispute:
    """The client has ten days again. A debtor does so once by himself; client and staff as often as it needs.

    Refused: another's dispute (``NotFound``), no right (``NotAllowed``), one that is not resolved (``WrongState``),
    another that lives on the invoice, nothing open any more, a debtor's second time. Locks the invoice, the dispute.
    """
    Invoice.objects.select_for_update(of=("self",)).filter(pk__in=_invoice(dispute_id)).first()
    dispute = locked(dispute_id, by)
    invoice = dispute.invoice
    if by.kind != "debtor":
        require_owner(invoice, by)
    elif dispute.turns.filter(event="reopen", side="debtor").count() >= REOPENED:
        refuse(Reason("disputes.reopened", N_("This was opened again before: please call us.")))
    if Dispute.objects.filter(invoice=invoice, state__in=LIVE).exclude(pk=dispute.pk).exists():
        raise Refusal("disputes.another", N_("Another dispute about this invoice is not ended."))
    if not open_amounts([invoice.pk], currency=invoice.currency)[invoice.pk]:
        raise Refusal("disputes.nothing_open", N_("Nothing is open on this invoice."))
    dispute.answer_by = answer_by(booking_day(at))
    return move(dispute, "reopen", words, by=by, at=at)


def _invoice(dispute_id: UUID) -> list[UUID]:
    return list(Dispute.objects.filter(pk=dispute_id).values_list("invoice_id", flat=True))
