"""What of a client's balance is promised to orders that have not left it yet."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast, Concat

from cessie.domain.payments.models import LeftUnpaid, Order
from cessie.lib.money import EUR, Money

#: The rule of an advance on pledged receivables.
ADVANCE = "P38"
#: Orders that are not paid from what stands on a client's account: lent, swept, or third-party money.
NOT_OF_ACCOUNT = (ADVANCE, "P32", "P33", "P34f")
#: The key of the order that takes the place of another.
FOLLOWS = "again:{}"
#: The same within a subquery about the other.
FOLLOWER = Concat(Value(FOLLOWS.format("")), Cast(OuterRef("pk"), TextField()))
#: Whether two people said of an order that came back that it shall not be paid again, as a condition on orders.
UNPAID = Exists(LeftUnpaid.objects.filter(order=OuterRef("pk"), agreed_at__isnull=False))

#: Orders whose money has not left, or came back and is neither ordered again nor left unpaid, as a condition on orders.
BACK = Q(state__in=["rejected", "returned"]) & ~Exists(Order.objects.filter(key=FOLLOWER)) & ~UNPAID
#: The same of orders that are posted by the bank's line alone: until then their money is still there.
UNREPLACED = Q(state__in=["ordered", "batched", "instructed"]) | BACK


def spoken_for(contract_id: UUID, *, currency: str = EUR) -> Money:
    """Orders that wait, and those whose money came back while nobody has ordered it again nor two people let it be.

    Until P04 their money stands on the client's account; whoever pays out the rest of the balance leaves it alone.
    What was cancelled is free: it leaves with the next payout.
    """
    return spoken_for_each([contract_id], currency=currency).get(contract_id, Money(0, currency))


def spoken_for_each(contract_ids: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """The same for some contracts; one to which nothing is promised is left out."""
    rows = _promised(
        Order.objects.filter(contract_id__in=contract_ids, currency=currency).exclude(rule__in=NOT_OF_ACCOUNT)
    )
    sums = rows.values("contract_id").annotate(total=Sum("amount_cents"))
    return {row["contract_id"]: Money(row["total"], currency) for row in sums}


def advances_ordered(contract_id: UUID, *, currency: str = EUR) -> Money:
    """Advances on pledged receivables that wait: they are lent, not paid from what stands on the client's account."""
    return promised(Order.objects.filter(contract_id=contract_id, currency=currency, rule=ADVANCE), currency)


def promised(orders: QuerySet[Order], currency: str) -> Money:
    """The sum of those orders whose money has not left the account that they are paid from."""
    return Money(_promised(orders).aggregate(total=Sum("amount_cents"))["total"] or 0, currency)


def _promised(orders: QuerySet[Order]) -> QuerySet[Order]:
    return orders.filter(Q(state__in=["ordered", "batched"]) | BACK)
