"""Questions about policies and claims; insurance is the staff's matter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from cessie.domain.credit.claims import due, loss_of, share
from cessie.domain.credit.models import Claim, Policy
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.terms.insurance import Loss


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """A claim as a person reads it. ``shares``: as the policy says while it is filed, as booked after that; ``due``:
    what the insurer still owes on it."""

    row: Claim
    claimed: Money
    limit: Money
    shares: Loss
    due: Money


def policy_on(day: date) -> Policy | None:
    """The credit insurance in force on a day, the newest where there are several."""
    rows = Policy.objects.filter(valid_from__lte=day).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    return rows.order_by("-valid_from", "-made_at").first()


def policies(*, viewer: Viewer) -> QuerySet[Policy]:
    """Every policy, newest first; nothing but for the staff."""
    rows = Policy.objects.order_by("-valid_from", "number")
    return rows if viewer.sees_all else rows.none()


def claims(*, viewer: Viewer, states: Collection[str] = (), invoice_id: UUID | None = None) -> QuerySet[Claim]:
    """Claims, newest first; nothing but for the staff."""
    rows = Claim.objects.select_related("invoice__client__company", "invoice__debtor__company", "policy")
    if not viewer.sees_all:
        return rows.none()
    if states:
        rows = rows.filter(state__in=states)
    if invoice_id is not None:
        rows = rows.filter(invoice_id=invoice_id)
    return rows.order_by("-filed_at", "-id")


def claim(*, viewer: Viewer, claim_id: UUID) -> ClaimFacts:
    """One claim, or ``NotFound``."""
    row = claims(viewer=viewer).filter(pk=claim_id).first()
    if row is None:
        raise NotFound("credit.unknown_claim", N_("There is no such claim."))
    return facts_of(row)


def facts_of(row: Claim) -> ClaimFacts:
    """A claim with its shares."""
    return ClaimFacts(
        row=row,
        claimed=Money(row.claimed_cents, row.currency),
        limit=Money(row.insured_limit_cents, row.currency),
        shares=loss_of(row) if row.state in ("accepted", "paid") else share(row),
        due=due(row),
    )


def awaits_indemnity(invoice_ids: Collection[UUID]) -> set[UUID]:
    """Invoices of which the insurer accepted the claim and has not paid yet: their holdback waits; for jobs."""
    return set(Claim.objects.filter(invoice_id__in=invoice_ids, state="accepted").values_list("invoice_id", flat=True))
