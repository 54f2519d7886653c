"""An accepted invoice turns out to need a person before it can be bought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.invoices.deciding import Assessed, locked, move, outcome
from cessie.domain.invoices.models import Finding
from cessie.domain.invoices.rules.found import Found
from cessie.domain.users.rules.viewer import Viewer


def hold(*, invoice_id: UUID, found: Sequence[Found], by: Viewer, at: datetime) -> Assessed:
    """Hold an accepted invoice for these doubts, which came up after it was accepted; again does nothing.

    A doubt that people have cleared stays cleared; where nothing else is left, nothing happens. The caller answers for
    an invoice that stands in an offer or is bought. Refused: an invoice that is not the viewer's (``NotFound``).
    """
    by.require("invoices.assess")
    with transaction.atomic():
        invoice = locked(invoice_id, by)
        standing = Finding.objects.filter(invoice=invoice, gone_at__isnull=True)
        known = set(standing.exclude(severity="note").values_list("code", flat=True))
        new = [item for item in found if item.severity == "hold" and item.code not in known]
        if invoice.state != "accepted" or not new:
            return outcome(invoice)
        standing.filter(code__in=[item.code for item in new]).update(gone_at=at)
        Finding.objects.bulk_create(
            Finding(
                invoice=invoice,
                code=item.code,
                severity=item.severity,
                people=item.people,
                reason=item.reason.to_json(),
                found_at=at,
            )
            for item in new
        )
        move(invoice, "hold", by, at)
        return outcome(invoice)
