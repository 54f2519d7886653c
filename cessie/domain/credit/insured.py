"""Questions about policies and claims: the staff sees all, a client what concerns his own insurance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.credit.claims import due, loss_of, share
from cessie.domain.credit.delegated import DELEGATED, client_policy, limits_under
from cessie.domain.credit.models import Claim, ClaimNews, NamedLimit, Policy, Telling
from cessie.domain.parties.models import Identifier, Relation
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
    """The house's own credit insurance in force on a day, the newest where there are several."""
    rows = Policy.objects.filter(client__isnull=True, valid_from__lte=day)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    return rows.order_by("-valid_from", "-made_at").first()


def policy_of(contract_id: UUID, day: date) -> Policy | None:
    """The insurance under which a contract stands on a day: the house's, the client's own, or none."""
    terms = terms_on(contract_id, day)[1]
    if terms.insurance == "NONE":
        return None
    if terms.insurance != DELEGATED:
        return policy_on(day)
    return client_policy(Contract.objects.values_list("client_id", flat=True).get(pk=contract_id), day)


def policies(*, viewer: Viewer, client_id: UUID | None = None) -> QuerySet[Policy]:
    """Policies, newest first: all for the staff, for a client his own that count; of one client where one is named."""
    rows = Policy.objects.select_related("client__company", "document").order_by("-valid_from", "number", "-made_at")
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids, state="confirmed")


def policy(*, viewer: Viewer, policy_id: UUID) -> Policy:
    """One of them that a client holds, or ``NotFound``."""
    row = policies(viewer=viewer).filter(pk=policy_id, client__isnull=False).first()
    if row is None:
        raise NotFound("credit.unknown_policy", N_("There is no such policy."))
    return row


def limits_of(*, viewer: Viewer, row: Policy) -> QuerySet[NamedLimit]:
    """Every decision under a policy's number, by debtor, the newest of each first; who sees the policy sees them."""
    policy(viewer=viewer, policy_id=row.pk)
    rows = limits_under(row).select_related("debtor__company")
    return rows.order_by("debtor__company__sort_name", "debtor_id", "-valid_from", "-decided_at", "-id")


def numbers_under(*, viewer: Viewer, row: Policy) -> dict[UUID, str]:
    """How the holder of the policy calls each debtor: by his own number of him, else by one of a register."""
    policy(viewer=viewer, policy_id=row.pk)
    rows = Relation.objects.filter(client=row.client)
    own = dict(rows.exclude(reference="").values_list("debtor_id", "reference"))
    of_company = dict(rows.values_list("debtor__company_id", "debtor_id"))
    numbers = Identifier.objects.filter(company_id__in=of_company).order_by("scheme").values_list("company_id", "value")
    return {of_company[company]: value for company, value in numbers} | own


def claims(
    *,
    viewer: Viewer,
    states: Collection[str] = (),
    invoice_id: UUID | None = None,
    contract_id: UUID | None = None,
    debtor_id: UUID | None = None,
) -> QuerySet[Claim]:
    """Claims, newest first: all for the staff, for a client those on his own insurance. ``contract_id``, ``debtor_id``:
    those for lines of a ledger."""
    rows = Claim.objects.select_related(
        "invoice__client__company", "invoice__debtor__company", "debtor__company", "contract__client__company", "policy"
    )
    if not viewer.sees_all:
        rows = rows.filter(policy__client_id__in=viewer.client_ids)
    if states:
        rows = rows.filter(state__in=states)
    if invoice_id is not None:
        rows = rows.filter(invoice_id=invoice_id)
    if contract_id is not None and debtor_id is not None:
        rows = rows.filter(contract_id=contract_id, debtor_id=debtor_id)
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


def untold(*, viewer: Viewer) -> QuerySet[Telling]:
    """What did not reach the insurer's service, the oldest first; the staff's matter."""
    rows = Telling.objects.select_related("declaration", "claim").filter(state__in=["failed", "unsure"])
    return rows.order_by("asked_at", "pk") if viewer.sees_all else rows.none()


def news_of(*, viewer: Viewer, claim_id: UUID) -> QuerySet[ClaimNews]:
    """What the insurer said of a claim over his service, newest first; the staff's matter."""
    rows = ClaimNews.objects.filter(claim_id=claim_id).order_by("-decided_at", "-pk")
    return rows if viewer.sees_all else rows.none()


def awaits_indemnity(invoice_ids: Collection[UUID]) -> set[UUID]:
    """Invoices of which the insurer accepted the claim and has not paid yet: their holdback waits; for jobs."""
    return set(Claim.objects.filter(invoice_id__in=invoice_ids, state="accepted").values_list("invoice_id", flat=True))
