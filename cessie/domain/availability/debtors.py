"""What eligibility asks of debtors: kin, kind and country, money to their credit, what the client owes them, limits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from cessie.domain.availability.models import Contra
from cessie.domain.contracts.models import Contract
from cessie.domain.credit.delegated import rooms_under
from cessie.domain.credit.exposure import approved_of
from cessie.domain.credit.rules.limits import Room
from cessie.domain.parties.groups import heads
from cessie.domain.parties.models import Debtor as DebtorRow
from cessie.domain.parties.models import Mark
from cessie.ledger.receivables import bought_under, debtor_credits
from cessie.lib.money import Money
from cessie.terms.contract import Terms
from cessie.terms.eligibility import Debtor


def facts_of(
    contract: Contract,
    terms: Terms,
    debtor_ids: Collection[UUID],
    *,
    day: date,
    at: datetime,
    credits: Mapping[UUID, int] | None = None,
    consumers: Collection[UUID] = (),
) -> dict[UUID, Debtor]:
    """Each debtor as the rules see him now; a constant number of statements.

    ``credits``: credit notes and cash that the client's own ledger shows as not matched; None: what stands to a
    debtor's credit with the house counts. ``consumers``: whom that ledger calls so, beside those whom the house knows.
    A debtor for whom nobody has decided a limit has none left.
    """
    rows = DebtorRow.objects.filter(pk__in=debtor_ids).values_list("pk", "company_id", "company__country")
    companies = {pk: (company, country) for pk, company, country in rows}
    own = contract.client.company_id
    top = heads([own, *(company for company, _ in companies.values())])
    private = set(
        Mark.objects.filter(kind="consumer", ended_at__isnull=True, company__in=set(top)).values_list(
            "company_id", flat=True
        )
    )
    contra = contras(contract.pk)
    if credits is None:
        credits = {key: money.cents for key, money in debtor_credits(debtor_ids, currency=contract.currency).items()}
    limits = _limits(contract.pk, terms, debtor_ids, day, at)
    return {
        key: Debtor(
            affiliate=top[company] == top[own],
            consumer=company in private or key in consumers,
            country=country,
            credits=credits.get(key, 0),
            contra=contra.get(key, 0),
            limit=limits[key],
        )
        for key, (company, country) in companies.items()
    }


def contras(contract_id: UUID) -> dict[UUID, int]:
    """What the client owes his debtors by the newest word on each, in cents."""
    rows = Contra.objects.filter(contract_id=contract_id).order_by("told_at", "pk")
    return dict(rows.values_list("debtor_id", "amount_cents"))


def _limits(contract_id: UUID, terms: Terms, debtor_ids: Collection[UUID], day: date, at: datetime) -> dict[UUID, int]:
    """What the limits leave for this contract beside all others, in cents: never below 0."""
    bought = bought_under(contract_id, currency=terms.currency)
    approved = approved_of(bought)
    mine: dict[UUID, int] = {}
    for invoice, (debtor, open_) in bought.items():
        mine[debtor] = mine.get(debtor, 0) + min(open_.cents, approved.get(invoice, open_.cents))
    found = rooms_under(contract_id, terms, debtor_ids, day, at=at)
    return {key: _left(room, mine.get(key, 0)) for key, room in found.items()}


def _left(room: Room, mine: int) -> int:
    """The limit less what others use of it; a group's limit, and an insurance's of the client, likewise."""
    nothing = Money(0)
    own = nothing if room.limit is None else room.limit - room.used
    left = own.cents + (mine if room.limit is not None else 0)
    for bound in (room.group, room.cover):
        if bound is not None:
            left = min(left, (bound.limit - bound.taken).cents + mine)
    return max(0, left)
