"""A client who pledges his invoices instead of selling them: he draws against them, his debtors repay."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from cessie.domain.parties.register import relate
from cessie.domain.purchase.advance import advance
from cessie.domain.purchase.pledged import drawing, open_pledge
from cessie.lib.money import Money
from cessie.world import cast
from cessie.world.bends.deal import deal, when
from cessie.world.play import Story, World
from cessie.world.stage import WORLD, Seller, add_seller, moment

#: Of what may be drawn, how much the client draws, in percent.
DRAWN = Decimal(75)


def newcomer(play: World, today: date) -> Seller:
    """The client with his contract of pledge, known to the debtors; he comes once, and again with new invoices."""
    if play.guests:
        return play.guests[0]
    number = len(play.sellers) + 1
    actor = cast.sellers(play.house.seed, number)[-1]
    seller = add_seller(play.house, actor, number, today, preset="pledge")
    for buyer in play.buyers:
        at = moment(today, 8, 50)
        relate(client_id=seller.client_id, debtor_id=buyer.debtor_id, reference=actor.name, by=WORLD, at=at)
    play.guests.append(seller)
    return seller


def pledged(play: World, today: date) -> None:
    """An invoice is pledged, three quarters of what it bears is drawn; the debtor repays that, the rest is his."""
    seller = newcomer(play, today)
    found = deal(play, today, seller=seller)
    if not found or found.invoice_id not in open_pledge([found.invoice_id]):
        return
    left = drawing(seller.contract_id, today).available
    part = left.percent(DRAWN)
    advance(contract_id=seller.contract_id, amount=part, seen=left, by=seller.owner, at=moment(today, 9, 58))
    day = today + timedelta(days=9)
    play.pays(found.sale, found.sale.gross, day)

    def lent() -> bool:
        return drawing(seller.contract_id, today).outstanding == part

    def repaid() -> bool:
        kept = drawing(seller.contract_id, today)
        return found.invoice_id not in open_pledge([found.invoice_id]) and kept.outstanding == Money(0)

    when(play, today + timedelta(days=1), lent, lambda now: play.count("advance_drawn", now, found.sale.number, part))
    when(play, day + timedelta(days=1), repaid, lambda now: play.count("advance_repaid", now, found.sale.number, part))


STORIES = (Story(pledged, 11, ("advance_drawn", "advance_repaid")),)
