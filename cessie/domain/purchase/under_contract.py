"""What still waits under a contract that ends: offers without an answer, invoices that are not bought."""

from __future__ import annotations

from uuid import UUID

from cessie.domain.invoices.models import Invoice
from cessie.domain.purchase.models import Cession, Pledge, Proposal
from cessie.domain.users.rules.viewer import Viewer


def unanswered_under(contract_id: UUID) -> tuple[UUID, ...]:
    """Open and blocked offers under a contract, oldest first; for jobs."""
    rows = Proposal.objects.filter(contract_id=contract_id, state__in=["offered", "blocked"])
    return tuple(rows.order_by("offered_at", "pk").values_list("pk", flat=True))


def count_unsold(*, viewer: Viewer, contract_id: UUID) -> int:
    """How many invoices that were handed in under a contract wait and are neither bought nor pledged."""
    rows = Invoice.objects.filter(contract_id=contract_id, kind="invoice", state__in=["received", "held", "accepted"])
    rows = rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)
    return (
        rows.exclude(pk__in=Cession.objects.values("invoice_id"))
        .exclude(pk__in=Pledge.objects.values("invoice_id"))
        .count()
    )
