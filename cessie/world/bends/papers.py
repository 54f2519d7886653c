"""What is wrong with papers, or unusual: copies, archives, other accounts, credit notes, more than a limit has."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from cessie.domain.invoices.reject import reject
from cessie.domain.purchase.queries import cessions_of
from cessie.ledger.queries import bought_amounts
from cessie.lib.money import Money
from cessie.workflows.incoming.intake import Outcome, take_in_invoice
from cessie.world.papers import Sale, credit_note, invoice
from cessie.world.play import Story, World
from cessie.world.stage import Seller, moment


def archive(play: World, today: date) -> None:
    """One ZIP with two invoices: each is taken in by itself."""
    seller = play.someone()
    sales = [play.sell(seller, today) for _ in range(2)]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for sale in sales:
            packed.writestr(zipfile.ZipInfo(f"{sale.number}.xml"), invoice(sale, play.house.actor))
    came = _upload(play, seller, file.getvalue(), f"{today}.zip", today)
    for sale, outcome in zip(sales, came, strict=True):
        if play.desk.clear(outcome, today) == "accepted":
            play.intend(sale)
            play.count("archive", today, sale.number)


def sent_twice(play: World, today: date) -> None:
    """The same file comes once more: it is the invoice that is known, and nothing is bought twice."""
    seller = play.someone()
    sale = play.sell(seller, today)
    first = play.hand_in(seller, sale, today)
    (again,) = _upload(play, seller, invoice(sale, play.house.actor), "again.xml", today)
    if again.invoice_id == first.invoice_id:
        play.count("sent_twice", today, sale.number)


def renumbered(play: World, today: date) -> None:
    """A copy of yesterday's paper under a new number: the desk looks at it and declines it."""
    seller = play.someone()
    sale = play.sell(seller, today)
    play.hand_in(seller, sale, today)

    def copy(day: date) -> None:
        other = replace(sale, number=f"{sale.number}-B")
        _declined(play, seller, invoice(other, play.house.actor), other, day, "renumbered", "a copy of what we have")

    play.later(today + timedelta(days=1), copy)


def wrong_account(play: World, today: date) -> None:
    """The debtor is told to pay to the seller's own account: held, and declined by the desk."""
    seller = play.someone()
    sale = play.sell(seller, today)
    note = "the debtor must be told to pay to us"
    _declined(play, seller, invoice(sale, seller.actor), sale, today, "wrong_account", note)


def no_assignment(play: World, today: date) -> None:
    """The paper does not say that the claim is assigned: two people look, and let it pass."""
    seller = play.someone()
    sale = play.sell(seller, today)
    (came,) = _upload(play, seller, invoice(sale, play.house.actor, assigned=False), f"{sale.number}.xml", today)
    if came.state == "held" and play.desk.clear(came, today) == "accepted":
        play.intend(sale)
        play.count("no_assignment", today, sale.number)


def over_limit(play: World, today: date, tries: int = 9) -> None:
    """More than the debtor's limit has room for: people let it pass, and it is financed in part. Where there is no room
    at all (few debtors, a limit that was just cut) another such invoice comes some days later."""
    seller = play.someone()
    sale = replace(play.sell(seller, today), net=Money(55_000_00))
    outcome = play.hand_in(seller, sale, today)

    def see(day: date) -> None:
        mine = [outcome.invoice_id] if outcome.invoice_id is not None else []
        if mine and mine[0] in cessions_of(viewer=play.house.staff.credit, invoice_ids=mine):
            play.count("over_limit", day, sale.number)
        elif tries:
            play.later(day + timedelta(days=3), lambda next_day: over_limit(play, next_day, tries - 1))

    play.later(today + timedelta(days=1), see)


def credited(play: World, today: date) -> None:
    """Goods came back after the invoice was bought: the credit note takes its part off, the debtor pays the rest."""
    seller = play.someone()
    sale = play.sell(seller, today)
    first = play.hand_in(seller, sale, today, pays=False)
    part = replace(sale, number=f"CN-{sale.number}", net=sale.net.percent(Decimal(20)))
    play.pays(sale, sale.gross - part.gross, today + timedelta(days=20))

    def note(day: date) -> None:
        before = bought_amounts([first.invoice_id]) if first.invoice_id else {}
        part_today = replace(part, issue_date=day)
        data = credit_note(part_today, play.house.actor, sale.number)
        (came,) = _upload(play, seller, data, f"{part.number}.xml", day)
        play.desk.clear(came, day)
        if first.invoice_id and bought_amounts([first.invoice_id]) != before:
            play.count("credit_note", day, part.number)

    play.later(today + timedelta(days=4), note)


def _declined(play: World, seller: Seller, data: bytes, sale: Sale, today: date, name: str, note: str) -> None:
    (came,) = _upload(play, seller, data, f"{sale.number}.xml", today)
    if came.state == "held" and came.invoice_id is not None:
        reject(invoice_id=came.invoice_id, note=note, by=play.house.staff.credit, at=moment(today, 9, 50))
    if came.state in ("held", "refused", "rejected"):
        play.count(name, today, sale.number)


def _upload(play: World, seller: Seller, data: bytes, name: str, today: date) -> tuple[Outcome, ...]:
    return take_in_invoice(
        data=data,
        name=name,
        channel="portal",
        client_id=seller.client_id,
        by=seller.bookkeeper,
        at=moment(today, 9, 20),
    )


STORIES = (
    Story(archive, 0, ("archive",)), Story(sent_twice, 0, ("sent_twice",)), Story(renumbered, 1, ("renumbered",)),
    Story(wrong_account, 0, ("wrong_account",)), Story(no_assignment, 0, ("no_assignment",)),
    Story(over_limit, 1, ("over_limit",)), Story(credited, 20, ("credit_note",)),
)  # fmt: skip
