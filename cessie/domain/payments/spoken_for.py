"""What of a client's balance is promised to orders that have not left it yet."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast, Concat

from cessie.domain.payments.models import Order
from cessie.lib.money import EUR, Money

#: The rule of an advance on pledged receivables.
ADVANCE = "P38"


def spoken_for(contract_id: UUID, *, currency: str = EUR) -> Money:
    """Orders that wait, and those whose money came back while nobody has ordered it again.

    Until P04 their money stands on the client's account; whoever pays out the rest of the balance leaves it alone.
    What was cancelled is free: it leaves with the next payout.
    """
    rows = Order.objects.filter(contract_id=contract_id, currency=currency)
    return promised(rows.exclude(rule=ADVANCE), currency)


def advances_ordered(contract_id: UUID, *, currency: str = EUR) -> Money:
    """Advances on pledged receivables that wait: they are lent, not paid from what stands on the client's account."""
    return promised(Order.objects.filter(contract_id=contract_id, currency=currency, rule=ADVANCE), currency)


def promised(orders: QuerySet[Order], currency: str) -> Money:
    """The sum of those orders whose money has not left the account that they are paid from."""
    again = Order.objects.filter(key=Concat(Value("again:"), Cast(OuterRef("pk"), TextField())))
    waiting = Q(state__in=["ordered", "batched"]) | Q(state__in=["rejected", "returned"]) & ~Exists(again)
    return Money(orders.filter(waiting).aggregate(total=Sum("amount_cents"))["total"] or 0, currency)
