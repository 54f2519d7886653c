"""Whether the money of an order still stands on the third-party account, claim by claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from cessie.domain.payments.models import Order, OrderPart
from cessie.domain.payments.postings import COMMISSION, THIRD_PARTY, amount
from cessie.domain.payments.spoken_for import UNREPLACED
from cessie.ledger.third_party import owed_on, own_share
from cessie.lib.money import EUR, Money

#: Orders that have left are served first, then those in a batch, then the rest as they were given.
TURN = {"instructed": 0, "batched": 1}


def short_of_third_party(orders: Iterable[Order]) -> dict[UUID, Money]:
    """What is left for each of these orders whose claims, or the house's share, do not hold its amount.

    Whoever stands before them counts too. Orders of other rules are passed over.
    """
    mine = [order for order in orders if order.rule in (COMMISSION, THIRD_PARTY)]
    if not mine:
        return {}
    return _short_of_claims(mine) | _short_of_share(mine)


def _short_of_claims(mine: Collection[Order]) -> dict[UUID, Money]:
    wanted = {order.pk for order in mine if order.rule == THIRD_PARTY}
    if not wanted:
        return {}
    claims = set(OrderPart.objects.filter(order__in=wanted).values_list("reference", flat=True))
    rows = OrderPart.objects.filter(reference__in=claims, order__state__in=["ordered", "batched", "instructed"])
    of: dict[UUID, dict[UUID, Money]] = defaultdict(dict)
    turns = {}
    for part in rows.select_related("order"):
        of[part.order_id][part.reference] = Money(part.amount_cents, part.order.currency)
        turns[part.order_id] = (TURN.get(part.order.state, 2), part.order.ordered_at, part.order_id)
    free, short = owed_on(claims), {}
    for order_id in sorted(of, key=turns.__getitem__):
        parts = of[order_id]
        if all(cents <= free[claim] for claim, cents in parts.items()):
            for claim, cents in parts.items():
                free[claim] -= cents
        elif order_id in wanted:
            short[order_id] = Money.total(max(Money(0), min(cents, free[claim])) for claim, cents in parts.items())
    return short


def _short_of_share(mine: Collection[Order]) -> dict[UUID, Money]:
    """Commission that leaves never touches what is owed to others."""
    wanted = {order.pk for order in mine if order.rule == COMMISSION}
    short = {}
    for source in sorted({order.source_id for order in mine if order.rule == COMMISSION and order.source_id}):
        free = own_share(source)
        waiting = Order.objects.filter(rule=COMMISSION, source=source, state__in=["ordered", "batched", "instructed"])
        for order in sorted(waiting, key=lambda row: (TURN.get(row.state, 2), row.ordered_at, row.pk)):
            if amount(order) <= free:
                free -= amount(order)
            elif order.pk in wanted:
                short[order.pk] = max(Money(0), free)
    return short


def promised_of_claims(*, client_id: UUID | None = None, currency: str = EUR) -> dict[UUID, Money]:
    """By claim what orders are to pay out of it that the bank has not shown, or sent back and nobody replaced."""
    rows = OrderPart.objects.filter(order__rule=THIRD_PARTY, order__currency=currency)
    if client_id is not None:
        rows = rows.filter(order__client_id=client_id)
    waiting = Order.objects.filter(UNREPLACED)
    found: dict[UUID, Money] = defaultdict(lambda: Money(0, currency))
    for reference, cents in rows.filter(order__in=waiting).values_list("reference", "amount_cents"):
        found[reference] += Money(cents, currency)
    return found


def promised_of_share(source_id: UUID, *, currency: str = EUR) -> Money:
    """What of the house's own share is ordered to leave and has not left."""
    rows = Order.objects.filter(UNREPLACED, rule=COMMISSION, source=source_id, currency=currency)
    return Money.total((amount(row) for row in rows.exclude(state__in=["rejected", "returned"])), currency)
