"""How much of an invoice is contested now, and how much of what was promised is not credited yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cessie.domain.disputes.models import Dispute, Turn
from cessie.domain.disputes.rules.states import LIVE, TO_CREDIT
from cessie.ledger.queries import open_amounts
from cessie.ledger.receivables import credited_on
from cessie.lib.days import booking_day
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Disputed:
    """What of an invoice nobody presses for; ``until`` None: until the dispute is resolved and its credit is booked."""

    amount: Money
    until: date | None = None


def disputed_of(dispute: Dispute) -> Money:
    """What a dispute is about, at most what is open on its invoice now."""
    invoice = dispute.invoice
    return amount_of(dispute, open_amounts([invoice.pk], currency=invoice.currency)[invoice.pk])


def amount_of(dispute: Dispute, still: Money) -> Money:
    """The same where what is open is known."""
    return still if dispute.amount_cents is None else min(Money(dispute.amount_cents, still.currency), still)


def disputed(invoice_ids: Collection[UUID]) -> dict[UUID, Disputed]:
    """What of these invoices nobody may press for now (LAW-GEN-04): what a living dispute is about, and what was
    promised to be credited and is not yet. Invoices of which nothing is are left out. For jobs, no viewer; a constant
    number of statements.
    """
    rows = Dispute.objects.filter(invoice_id__in=invoice_ids, state__in=(*LIVE, *TO_CREDIT))
    found = list(rows.select_related("invoice").order_by("invoice_id", "-raised_at", "-pk"))
    if not found:
        return {}
    still = open_amounts([row.invoice_id for row in found])
    to_credit = _to_credit([row for row in found if row.state in TO_CREDIT])
    held: dict[UUID, Money] = {}
    for row in found:
        nothing = Money(0, row.invoice.currency)
        if row.state in LIVE:
            part = still[row.invoice_id] if row.amount_cents is None else Money(row.amount_cents, row.invoice.currency)
        else:
            part = to_credit.get(row.pk, nothing)
        held[row.invoice_id] = min(held.get(row.invoice_id, nothing) + part, still[row.invoice_id])
    return {key: Disputed(amount) for key, amount in held.items() if amount > Money(0, amount.currency)}


def _to_credit(resolved: Collection[Dispute]) -> dict[UUID, Money]:
    """Of each resolved dispute what was promised to be credited, less what was credited since that day."""
    if not resolved:
        return {}
    said = Turn.objects.filter(dispute__in=[row.pk for row in resolved], credit_cents__gt=0).order_by("at", "pk")
    last = {turn.dispute_id: turn for turn in said}
    credited = credited_on([row.invoice_id for row in resolved])
    left = {}
    for row in resolved:
        if turn := last.get(row.pk):
            since, currency = booking_day(turn.at), row.invoice.currency
            came = Money.total((amount for day, amount in credited[row.invoice_id] if day >= since), currency)
            left[row.pk] = max(Money(turn.credit_cents, currency) - came, Money(0, currency))
    return left
