"""An unpaid document is declared to the insurer: by hand on his own site, or over his service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import contract, lock
from cessie.domain.credit.models import Declaration, Policy, Telling
from cessie.domain.credit.rules.conditions import report_until
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True)
class Unpaid:
    """A document of a debtor that is past its due date; ``invoice_id`` where the house bought it line by line."""

    debtor_id: UUID
    number: str
    due: date
    open: Money
    invoice_id: UUID | None = None


@transaction.atomic
def declare(
    *,
    contract_id: UUID,
    policy: Policy,
    items: Sequence[Unpaid],
    on: date | None = None,
    reference: str = "",
    by: Viewer,
    at: datetime,
) -> list[Declaration]:
    """Note what the insurer was told ``on`` a day by hand; None: his service is to be told, and a job does it.

    Each document once: what is declared already is left as it is. The holder of the policy may do it too, by hand.
    Locks: the contract. Refused: no right (``NotAllowed``), a contract or policy that is not his (``NotFound``), a day
    ahead, or before a document was due.
    """
    of = contract(viewer=by, contract_id=contract_id)
    if by.kind == "staff":
        by.require("credit.insure")
    else:
        by.require_client(of.client_id)
        if policy.client_id != of.client_id:
            raise NotFound("credit.unknown_policy", N_("There is no such policy."))
    if on is None and by.kind != "staff":
        raise Refusal("credit.declared_when", N_("Say on which day you declared it."))
    if on is not None and (on > booking_day(at) or any(on < item.due for item in items)):
        raise Refusal("credit.declared_day", N_("The day lies between the due date and today."))
    lock(contract_id)
    new = [
        Declaration(
            policy=policy, contract=of, client_id=of.client_id, debtor_id=item.debtor_id, invoice_id=item.invoice_id,
            number=item.number, due_date=item.due, open_cents=item.open.cents, currency=item.open.currency,
            last_date=report_until(item.due, arrears_days=policy.arrears_days, declare_days=policy.declare_days),
            reference=reference.strip(), declared_date=on, noted_at=at, noted_by=by.key,
        )
        for item in _fresh(contract_id, items)
    ]  # fmt: skip
    Declaration.objects.bulk_create(new)
    if on is None:
        Telling.objects.bulk_create([Telling(declaration=row, asked_at=at, asked_by=by.key) for row in new])
    for row in new:
        facts = {"number": row.number, "open": Money(row.open_cents, row.currency), "due": row.due_date, "on": on}
        record(action="credit.declare", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return new


def _fresh(contract_id: UUID, items: Sequence[Unpaid]) -> list[Unpaid]:
    """Those that nobody declared yet, each once."""
    known = set(Declaration.objects.filter(contract_id=contract_id).values_list("debtor_id", "number"))
    found = {(item.debtor_id, item.number): item for item in items if item.open.cents > 0}
    return [item for key, item in found.items() if key not in known]
