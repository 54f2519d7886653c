"""What the insurance of a client covers, and what of a debtor's limits is left for one contract under either insurance.

For verbs and jobs; who looks at pages asks ``insured``.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.credit import exposure
from cessie.domain.credit.models import NamedLimit, Policy, Reservation
from cessie.domain.credit.rules.limits import Decision, Room, in_force, under_policy
from cessie.ledger.receivables import bought_under
from cessie.lib.money import Money
from cessie.terms.contract import Terms

#: The word of a contract under which the client's insurance covers what is bought.
DELEGATED: Final = "CLIENT_POLICY_DELEGATED"


def client_policy(client_id: UUID, on: date) -> Policy | None:
    """The client's confirmed policy that covers for the house on a day, the newest version, or None."""
    rows = Policy.objects.filter(client_id=client_id, state="confirmed", valid_from__lte=on, delegated_date__lte=on)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    return rows.order_by("-valid_from", "-made_at").first()


def limits_under(policy: Policy) -> QuerySet[NamedLimit]:
    """Every decision under the number of a client's policy; the house's own names none."""
    if policy.client_id is None:
        return NamedLimit.objects.none()
    return NamedLimit.objects.filter(policy__client_id=policy.client_id, policy__number=policy.number)


def named_limits(policy: Policy, debtor_ids: Collection[UUID], on: date) -> dict[UUID, Money]:
    """What the policy covers of each debtor on a day: his named limit, 0 where it refuses him; else the discretionary
    one. A named limit that has run out, and no discretionary one, covers nothing and stands in no row."""
    said: dict[UUID, list[Decision]] = {}
    rows = limits_under(policy).filter(debtor_id__in=debtor_ids, state="counts")
    for row in rows.order_by("decided_at", "id"):
        amount = Money(row.amount_cents, row.currency)
        decision = Decision("insured", amount, row.valid_from, row.valid_until, row.decided_at)
        said.setdefault(row.debtor_id, []).append(decision)
    unnamed = Money(policy.discretionary_cents, policy.currency)
    found = {debtor: in_force(decisions, "insured", on) for debtor, decisions in said.items()}
    for debtor in debtor_ids:
        if found.get(debtor) is None and unnamed:
            found[debtor] = unnamed
    return {debtor: limit for debtor, limit in found.items() if limit is not None}


def insured_limits(contract_id: UUID, on: date, *, debtor_ids: Collection[UUID]) -> dict[UUID, Money]:
    """What the insurance of a contract covers of each debtor on a day: the house's policy or the client's own.

    A debtor without a row is not covered; under a contract without insurance nobody is.
    """
    terms = terms_on(contract_id, on)[1]
    if terms.insurance == DELEGATED:
        policy = client_policy(_client(contract_id), on)
        return {} if policy is None else named_limits(policy, debtor_ids, on)
    if terms.insurance == "NONE":
        return {}
    limits = {debtor: in_force(said, "insured", on) for debtor, said in exposure.decisions_by(debtor_ids).items()}
    return {debtor: limit for debtor, limit in limits.items() if limit is not None}


def room_under(
    contract_id: UUID,
    terms: Terms,
    debtor_id: UUID,
    on: date,
    *,
    at: datetime | None = None,
    but: Collection[UUID] = (),
) -> Room:
    """Limit, use and room of one debtor for one contract; as ``rooms_under``."""
    return rooms_under(contract_id, terms, [debtor_id], on, at=at, but=but)[debtor_id]


def rooms_under(
    contract_id: UUID,
    terms: Terms,
    debtor_ids: Collection[UUID],
    on: date,
    *,
    at: datetime | None = None,
    but: Collection[UUID] = (),
) -> dict[UUID, Room]:
    """Limit, use and room of each debtor for a contract: under the client's own insurance its limits count in place of
    the house's insurer's, taken by the contracts of this client alone. Words as in ``exposure.rooms``."""
    if terms.insurance != DELEGATED:
        return exposure.rooms(debtor_ids, on, cover_required=terms.cover_required, at=at, but=but)
    found = exposure.rooms(debtor_ids, on, at=at, but=but, insured=False)
    client_id = _client(contract_id)
    policy = client_policy(client_id, on)
    covers = {} if policy is None else named_limits(policy, debtor_ids, on)
    used, reserved = _taken(client_id, at, but)
    nothing, needs = Money(0), terms.cover_required
    return {
        key: under_policy(room, covers.get(key), used.get(key, nothing), reserved.get(key, nothing), required=needs)
        for key, room in found.items()
    }


def _client(contract_id: UUID) -> UUID:
    return Contract.objects.values_list("client_id", flat=True).get(pk=contract_id)


def _taken(client_id: UUID, at: datetime | None, but: Collection[UUID]) -> tuple[dict[UUID, Money], dict[UUID, Money]]:
    """What the contracts of a client use and hold of each debtor."""
    contracts = list(Contract.objects.filter(client_id=client_id).values_list("pk", flat=True))
    bought = {key: value for contract in contracts for key, value in bought_under(contract).items()}
    approved = exposure.approved_of(bought)
    used: dict[UUID, Money] = {}
    for invoice, (debtor, open_) in bought.items():
        counted = min(open_, Money(approved.get(invoice, open_.cents)))
        used[debtor] = used.get(debtor, Money(0)) + counted
    held = Reservation.objects.filter(contract_id__in=contracts, state="held").exclude(invoice_id__in=but)
    return used, exposure.sums_of(held, "debtor_id", "approved_cents", at)
