"""A client gives another account: the bank says something about its name, or it is abroad, and people look twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import BankAccount
from cessie.domain.parties.queries import client
from cessie.domain.payments.models import Order
from cessie.domain.payments.queries import orders
from cessie.workflows.money.names import ask_name_again
from cessie.world.bends.deal import deal, when
from cessie.world.cast import iban_of
from cessie.world.play import Story, World
from cessie.world.stage import WORLD, Seller, moment


def moved(play: World, seller: Seller, iban: str, today: date) -> BankAccount:
    """The client is paid on another account from now on: one of the house notes it, another confirms it."""
    staff, company = play.house.staff, client(viewer=WORLD, client_id=seller.client_id).company_id
    row = add_account(company_id=company, iban=iban, holder=seller.actor.name, by=staff.credit, at=moment(today, 9, 3))
    return confirm_account(account_id=row.pk, by=staff.treasury, at=moment(today, 9, 4))


def _answer(name: str, registered: Callable[[str], str], outcome: str, place: int) -> Story:
    """What the bank says of the account: paid all the same, once a second person has vouched for the change.

    ``place`` is the seller's; where there are few, one story of him waits until the other is over: no two change one
    account.
    """

    def begin(play: World, today: date) -> None:
        seller = play.sellers[place % len(play.sellers)]
        if _waits(play, seller, begin, today):
            return
        found = deal(play, today, seller=seller)
        if not found:
            return
        iban = iban_of("NL", f"FAKE{play.rng.randrange(10**10):010d}")
        if outcome == "impossible":
            play.names.silent.add(iban)
        else:
            play.names.names[iban] = registered(found.seller.actor.name)
        account = moved(play, found.seller, iban, today)
        _paid_there(play, found.seller, account, name, today)

    begin.__doc__ = f"The bank's answer about the name of a new account: {outcome}."
    return Story(begin, 8, (name,))


def _waits(play: World, seller: Seller, begin: Callable[[World, date], None], today: date) -> bool:
    """Whether another story still changes his account; then this one looks again the next day."""
    if seller.client_id in play.moving:
        play.later(today + timedelta(days=1), lambda day: begin(play, day))
        return True
    return False


def _paid_there(play: World, seller: Seller, account: BankAccount, name: str, today: date) -> None:
    """Counted when the bank has paid the first order there, with the answer that was kept."""
    play.moving.add(seller.client_id)

    def over(day: date) -> None:
        play.moving.discard(seller.client_id)

    def first() -> Order | None:
        return Order.objects.filter(payee=account, state="executed").order_by("pk").first()

    def see(day: date) -> None:
        over(day)
        row = first()
        kept = [order.verified for order in orders(WORLD, keys=[row.key])] if row else []
        expected = {"name_close": "close", "name_none": "none", "name_unknown": "impossible"}.get(name)
        if kept and kept[0] is not None and expected in (None, kept[0].outcome):
            play.count(name, day, account.iban)
        if expected == "none":  # the client has it put right
            play.names.names[account.iban] = account.holder
            ask_name_again(account_id=account.pk, by=play.house.staff.treasury, at=moment(day, 9, 56))

    when(play, today + timedelta(days=1), lambda: first() is not None, see, otherwise=over)


def abroad(play: World, today: date) -> None:
    """The client wants his money in Portugal: it waits until a second person has looked."""
    if _waits(play, play.sellers[0], abroad, today):
        return
    found = deal(play, today, seller=play.sellers[0])
    if found:
        account = moved(play, found.seller, iban_of("PT", f"{play.rng.randrange(10**21):021d}"), today)
        _paid_there(play, found.seller, account, "paid_abroad", today)


STORIES = (
    _answer("name_close", lambda name: f"{name} Groep", "close", 0),
    _answer("name_none", lambda name: "Somebody Else", "none", 1),
    _answer("name_unknown", lambda name: name, "impossible", 2),
    Story(abroad, 8, ("paid_abroad",)),
)
