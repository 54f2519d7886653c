"""A person keeps an amount out of a contract's availability, or gives it back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.availability.models import SetAside
from cessie.domain.contracts.queries import lock
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def set_aside(
    *, contract_id: UUID, amount: Money, until: date | None = None, note: str, by: Viewer, at: datetime
) -> SetAside:
    """Keep ``amount`` out from now on, until the last day ``until``; it takes the place of what was set aside before.

    To lower what somebody set aside takes another person than him. Lock: the contract. Refused: no right or no person
    (``NotAllowed``), a negative amount, no note.
    """
    by.require("availability.set_aside")
    if not note.strip():
        raise Refusal("purchase.no_note", N_("Say why you decide so."))
    if amount.cents < 0:
        raise Refusal("availability.negative", N_("The amount cannot be negative."))
    with transaction.atomic():
        contract = lock(contract_id)
        former = SetAside.objects.filter(contract=contract).order_by("-set_at", "-pk").first()
        lower = former is not None and amount.cents < former.amount_cents
        if former is not None and lower and former.set_by == by.key:
            raise NotAllowed("availability.own_aside", N_("Who set it aside does not lower it: another person must."))
        row = SetAside.objects.create(
            contract=contract, amount_cents=amount.cents, currency=amount.currency, until_date=until,
            note=note.strip(), set_at=at, set_by=by.key,
        )  # fmt: skip
        facts = {"amount": amount, "until": until}
        record(action="availability.set_aside", subject=row, by=by, at=at, client_id=contract.client_id, data=facts)
    return row
