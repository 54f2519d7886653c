"""Questions about third-party money. The desk sees all; a principal what is his; a debtor nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.contracts.models import Version
from cessie.domain.parties.models import Client
from cessie.domain.payments.models import LeftUnpaid
from cessie.domain.payments.third_party_cover import promised_of_claims
from cessie.domain.trust.ages import since_of
from cessie.domain.trust.models import Back, Direct, Receipt, Refund, Remittance
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.rules.trust import NOBODY
from cessie.ledger.third_party import owed_by_claim, owed_by_principals
from cessie.lib.days import booking_day
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Received:
    """Money on a claim: it came in, was paid to the principal, or (below zero) went back."""

    id: UUID
    day: date
    amount: Money
    kind: Literal["receipt", "direct", "back"]


def received(references: Collection[UUID]) -> dict[UUID, tuple[Received, ...]]:
    """By claim all that settles it, oldest first; what was moved to another claim counts there alone. For jobs and
    rooms above: it asks no viewer. Four statements at most."""
    found: dict[UUID, list[Received]] = {key: [] for key in references}
    receipts_ = Receipt.objects.filter(reference__in=references).only(
        "reference", "paid_date", "amount_cents", "currency"
    )
    for row in receipts_:
        found[row.reference].append(Received(row.pk, row.paid_date, _money(row), "receipt"))
    if any(found.values()):
        _gone(found)
    for direct in Direct.objects.filter(reference__in=references, state="reported"):
        found[direct.reference].append(Received(direct.pk, direct.paid_date, _money(direct), "direct"))
    return {key: tuple(sorted(rows, key=lambda row: (row.day, row.id))) for key, rows in found.items()}


def _gone(found: Mapping[UUID, list[Received]]) -> None:
    """What of the receipts was moved to another claim, or went back."""
    references = [key for key, rows in found.items() if rows]
    moved = Back.objects.filter(receipt__reference__in=references)
    for back in moved.select_related("receipt"):
        rows = found[back.receipt.reference]
        if back.line_id is None:
            rows[:] = [each for each in rows if each.id != back.receipt_id]
        else:
            rows.append(Received(back.pk, back.back_date, -_money(back.receipt), "back"))
    for refund in refunds().filter(receipt__reference__in=references):
        day = booking_day(refund.made_at)
        found[refund.receipt.reference].append(Received(refund.pk, day, -Money(refund.order.amount_cents), "back"))


def refunds() -> QuerySet[Refund]:
    """Refunds that stand: neither cancelled nor, once they came back, left unpaid."""
    let_be = LeftUnpaid.objects.filter(agreed_at__isnull=False).values("order_id")
    rows = Refund.objects.exclude(order__state="cancelled").exclude(order__in=let_be)
    return rows.select_related("receipt", "order")


def receipts(viewer: Viewer, *, client_id: UUID | None = None, state: str = "") -> QuerySet[Receipt]:
    """Money that came in, newest first; a principal's own, or all for the desk."""
    rows = Receipt.objects.select_related("line__statement", "client__company").order_by("-paid_date", "-pk")
    return _his(rows, viewer, client_id).filter(**({"state": state} if state else {}))


def directs(viewer: Viewer, *, client_id: UUID | None = None) -> QuerySet[Direct]:
    """What was paid to principals themselves, newest first."""
    return _his(Direct.objects.filter(state="reported").order_by("-paid_date", "-pk"), viewer, client_id)


def remittances(viewer: Viewer, *, client_id: UUID | None = None) -> QuerySet[Remittance]:
    """Remittances, newest first."""
    rows = Remittance.objects.select_related("client__company", "contract").order_by("-number")
    return _his(rows, viewer, client_id)


def _his(rows: QuerySet[Any], viewer: Viewer, client_id: UUID | None) -> QuerySet[Any]:
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    return rows if client_id is None else rows.filter(client_id=client_id)


def sums_of(references: Collection[UUID]) -> dict[UUID, Money]:
    """By claim the sum of all that settles it."""
    found: dict[UUID, Money] = defaultdict(lambda: Money(0))
    for key, rows in received(references).items():
        found[key] = Money.total(row.amount for row in rows)
    return found


def _money(row: Receipt | Direct) -> Money:
    return Money(row.amount_cents, row.currency)


def holds_for(client_id: UUID) -> bool:
    """Whether money was ever to be held for the client under one of his contracts."""
    return Version.objects.filter(contract__client_id=client_id, terms__account_model="TRUST").exists()


@dataclass(frozen=True, slots=True)
class Standing:
    """A principal: what is here for him, what of it is on its way to him, what he owes, and since when it waits."""

    client_id: UUID
    name: str
    contract_id: UUID | None
    owed: Money
    on_its_way: Money
    owes: Money
    since: date | None = None


def standings(viewer: Viewer, *, client_id: UUID | None = None) -> tuple[Standing, ...]:
    """Each principal for whom anything stands in the books, by name; a principal finds himself alone."""
    held = owed_by_claim(client=client_id)
    wanted = {key for key in held if key != NOBODY} | set(
        Remittance.objects.values_list("client_id", flat=True).distinct()
    )
    if client_id is not None:
        wanted = {client_id}
    rows = Client.objects.filter(pk__in=wanted).select_related("company").order_by("company__sort_name", "pk")
    if not viewer.sees_all:
        rows = rows.filter(pk__in=viewer.client_ids)
    owes = owed_by_principals([row.pk for row in rows])
    promised, contracts = promised_of_claims(client_id=client_id), _contracts([row.pk for row in rows])
    since = since_of()
    found = []
    for row in rows:
        mine, contract_id = held.get(row.pk, {}), contracts.get(row.pk)
        on_its_way = Money.total(promised.get(claim, Money(0)) for claim in mine)
        first = since.get(contract_id) if contract_id is not None else None
        total = Money.total(mine.values())
        found.append(Standing(row.pk, row.company.name, contract_id, total, on_its_way, owes[row.pk], first))
    return tuple(found)


def _contracts(clients: Collection[UUID]) -> dict[UUID, UUID]:
    """By client the newest contract under which money is held for him."""
    rows = Version.objects.filter(contract__client_id__in=clients, terms__account_model="TRUST")
    return dict(rows.order_by("contract__started_date", "pk").values_list("contract__client_id", "contract_id"))
