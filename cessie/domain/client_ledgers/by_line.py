"""Invoices that a contract holds line by line, bought or offered: what the money on its dedicated account may pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, Sum

from cessie.domain.client_ledgers.models import Match
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.payable import payable
from cessie.domain.purchase.models import Cession
from cessie.ledger import queries as ledger
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class HeldInvoice:
    """``open``: less what was said to be paid by money that is not with the house yet; ``bought``: or offered alone."""

    id: UUID
    debtor_id: UUID
    number: str
    reference: str
    due: date
    open: Money
    bought: bool


def held_invoices(
    contract_id: UUID, *, numbers: Collection[str] = (), cents: Collection[int] = (), ids: Collection[UUID] = ()
) -> tuple[HeldInvoice, ...]:
    """Accepted invoices under a contract with one of these numbers, amounts or keys, the oldest due first. What was
    bought is open as the books say, what is offered for what its debtor has to pay."""
    wanted = Q(number__in=numbers) | Q(payable_cents__in=cents) | Q(pk__in=ids)
    keys = Invoice.objects.filter(wanted, contract_id=contract_id, currency="EUR").values_list("pk", flat=True)
    rows = payable(ids=list(keys[:500])) if keys else ()
    found = [row.id for row in rows]
    bought = set(Cession.objects.filter(invoice_id__in=found).values_list("invoice_id", flat=True))
    booked, said = ledger.bought_amounts(found), _said(found, bought)
    return tuple(
        HeldInvoice(
            row.id, row.debtor_id, row.number, row.reference, row.due_date,
            (booked[row.id] if row.id in bought else row.face) - Money(said[row.id]), row.id in bought,
        )
        for row in rows
    )  # fmt: skip


def _said(found: Collection[UUID], bought: Collection[UUID]) -> dict[UUID, int]:
    """What live matches pay of each, as far as the books do not know it: of an invoice that was not bought, all."""
    said: dict[UUID, int] = defaultdict(int)
    rows = Match.objects.filter(invoice__in=found, state="live")
    landed = Q(receipt__dedicated__account__client__isnull=True) | Q(sweep__state="arrived")
    live = rows.filter(~landed | ~Q(invoice__in=bought)).values_list("invoice").annotate(Sum("amount_cents"))
    for key, cents in live.order_by():
        said[key] += cents
    return said


def paid_unbooked(bought: Collection[UUID]) -> dict[UUID, int]:
    """Cents that money on dedicated accounts was said to pay of bought invoices, and that is not with the house yet:
    the books hold the claims still, and nothing is financed on them any more."""
    return dict(_said(bought, bought))


def paid_before_sale(invoice_ids: Collection[UUID]) -> tuple[str, ...]:
    """Numbers of those of the invoices that money on a dedicated account was said to pay: nobody buys them any more."""
    rows = Match.objects.filter(invoice__in=invoice_ids, state="live").order_by("number")
    return tuple(dict.fromkeys(rows.values_list("number", flat=True)))
