"""Keep which official rules an invoice's document breaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.models import Invoice, RuleCheck
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Reason


@transaction.atomic
def note_rules(*, invoice_id: UUID, broken: Sequence[Reason] | None, by: Viewer, at: datetime) -> bool:
    """Note the broken rules once; None where no rules are for its format. False where they were noted before.

    By the house's policy a broken rule is a warning: it changes no state and nobody need clear it.
    Refused: an invoice that is not the viewer's (``NotFound``).
    """
    invoice = Invoice.objects.filter(pk=invoice_id).defer("content").first()
    if invoice is None or not by.sees_client(invoice.client_id):
        raise NotFound("invoices.unknown", N_("There is no such invoice."))
    told = None if broken is None else [reason.to_json() for reason in broken]
    _, is_new = RuleCheck.objects.get_or_create(invoice=invoice, defaults={"checked_at": at, "broken": told})
    if is_new and told:
        facts = {"rules": sorted({reason.code for reason in broken or ()})}
        record(action="invoices.note_rules", subject=invoice, by=by, at=at, client_id=invoice.client_id, data=facts)
    return is_new
