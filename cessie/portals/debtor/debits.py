"""Whether the debtor's plans are fetched from his account, and under which mandate they could be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cessie.domain.arrangements.models import Arrangement, Covered
from cessie.domain.arrangements.rules.states import LIVE
from cessie.domain.keys.visitors import Visitor
from cessie.domain.mandates.announce import shown_account
from cessie.domain.mandates.models import Mandate
from cessie.domain.mandates.serving import debits_of, serving


@dataclass(frozen=True, slots=True)
class Debit:
    """A plan that is, or could be, fetched from ``account`` (its ends); ``chosen``: whether it is."""

    arrangement_id: UUID
    account: str
    chosen: bool


def debits(visitor: Visitor, invoice_ids: Collection[UUID], today: date) -> dict[UUID, Debit | None]:
    """Of each of these invoices of his the plan that is or could be fetched; None where there is none."""
    covers = Covered.objects.filter(
        invoice_id__in=invoice_ids, live=True, arrangement__kind="plan", arrangement__state__in=LIVE
    )
    plans: dict[Arrangement, list[UUID]] = {}
    for cover in covers.select_related("arrangement"):
        plans.setdefault(cover.arrangement, []).append(cover.invoice_id)
    chosen = debits_of([plan.pk for plan in plans])
    found: dict[UUID, Debit | None] = dict.fromkeys(invoice_ids)
    for plan, keys in plans.items():
        mandate = chosen.get(plan.pk) or may_serve(visitor, keys, today)
        if mandate is not None:
            debit = Debit(plan.pk, shown_account(mandate), plan.pk in chosen)
            found |= dict.fromkeys(keys, debit)
    return found


def may_serve(visitor: Visitor, invoice_ids: Collection[UUID], today: date) -> Mandate | None:
    """The mandate under which these invoices of his could be fetched."""
    client_id, debtor_id = visitor.viewer.owes or (None, None)
    if client_id is None or debtor_id is None:
        return None
    return serving(client_id=client_id, debtor_id=debtor_id, invoice_ids=invoice_ids, on=today)
