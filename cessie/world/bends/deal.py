"""What most stories begin with: an invoice that the house buys, of which the debtor does not pay by his temper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cessie.domain.matching.models import Allocation, Settlement
from cessie.domain.matching.queries import ReceiptFacts, unmatched
from cessie.ledger.queries import bought_amounts, trial_balance
from cessie.lib.money import Money
from cessie.world.papers import Sale, invoice
from cessie.world.play import World
from cessie.world.stage import Buyer, Seller


@dataclass(frozen=True)
class Deal:
    """An invoice of a story, with everybody whom it concerns."""

    seller: Seller
    buyer: Buyer
    sale: Sale
    invoice_id: UUID

    @property
    def open(self) -> Money:
        """What is open on it in the books."""
        return bought_amounts([self.invoice_id]).get(self.invoice_id, Money(0))

    def settled(self, kind: str) -> Settlement | None:
        """What closed (part of) it without money, of this kind, and stands."""
        return Settlement.objects.filter(invoice_id=self.invoice_id, kind=kind, state="posted").first()

    def payment(self) -> Allocation | None:
        """The payment that was allocated to it, and stands."""
        rows = Allocation.objects.filter(invoice_id=self.invoice_id, live=True)
        return rows.select_related("match__receipt").order_by("pk").last()


def deal(
    play: World, today: date, *, seller: Seller | None = None, hidden: bool = False, **changes: Any
) -> Deal | None:
    """A seller hands in an invoice (``changes`` to what he would write); None if the house does not take it.
    ``hidden``: it is to be paid to him, and nothing in it tells of the house."""
    seller = seller or play.someone()
    sale = replace(play.sell(seller, today), **changes)
    if sale.reference == "":
        sale = replace(sale, reference=play.reference())
    paper = invoice(sale, seller.actor, assigned=False) if hidden else None
    came = play.hand_in(seller, sale, today, paper=paper, pays=False)
    if came.invoice_id is None:
        return None
    (buyer,) = (buyer for buyer in play.buyers if buyer.actor == sale.buyer)
    return Deal(seller, buyer, sale, came.invoice_id)


def unallocated(play: World, iban: str, amount: Money) -> ReceiptFacts | None:
    """Money of this payer that lies unallocated."""
    desk = play.house.staff.treasury
    return next((r for r in unmatched(desk) if (r.payer_iban, r.left) == (iban, amount)), None)


def trial(account: str) -> Money:
    """The balance of an account of the books."""
    return Money.total(line.balance for line in trial_balance() if line.account == account)


def when(
    play: World,
    day: date,
    ready: Callable[[], bool],
    act: Callable[[date], None],
    tries: int = 12,
    *,
    otherwise: Callable[[date], None] | None = None,
) -> None:
    """``act`` on the first bank day from ``day`` on, on which ``ready``; after so many days ``otherwise``, if given."""

    def look(today: date) -> None:
        if ready():
            act(today)
        elif tries:
            when(play, today + timedelta(days=1), ready, act, tries - 1, otherwise=otherwise)
        elif otherwise is not None:
            otherwise(today)

    play.later(day, look)
