"""Invoices and statements in other formats than most: the deal is the same, the file is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from cessie.domain.banking.book_other import book_other
from cessie.domain.banking.models import Line
from cessie.domain.banking.open_account import open_account
from cessie.domain.banking.queries import waiting_lines
from cessie.domain.purchase.queries import cessions_of
from cessie.lib.money import Money
from cessie.workflows.incoming.intake import Outcome, take_in_invoice
from cessie.world.bends.deal import deal, trial, when
from cessie.world.cast import Actor
from cessie.world.dutch_bank import Movement
from cessie.world.other_papers import cii, csv, facturx
from cessie.world.papers import Sale
from cessie.world.play import Story, World
from cessie.world.stage import moment


def _bought(play: World, name: str, sale: Sale, outcome: Outcome, today: date) -> None:
    """Counted once the house has bought it."""
    key = outcome.invoice_id
    if key is not None:
        seen = play.house.staff.credit
        when(
            play, today + timedelta(days=1), lambda: key in cessions_of(viewer=seen, invoice_ids=[key]),
            lambda day: play.count(name, day, sale.number, sale.gross), 3,
        )  # fmt: skip


def _one(name: str, write: Callable[[Sale, Actor], bytes], ending: str) -> Callable[[World, date], None]:
    def begin(play: World, today: date) -> None:
        seller = play.someone()
        sale = play.sell(seller, today)
        paper = write(sale, play.house.actor)
        outcome = play.hand_in(seller, sale, today, paper=paper, name=f"{sale.number}.{ending}")
        _bought(play, name, sale, outcome, today)

    begin.__doc__ = f"The seller's program writes {ending.upper()} files ({name})."
    return begin


def sheet(play: World, today: date) -> None:
    """A bookkeeper without e-invoices sends the day's invoices as rows of one CSV: each is taken in by itself."""
    seller = play.someone()
    sales = [play.sell(seller, today) for _ in range(2)]
    came = take_in_invoice(
        data=csv(sales), name=f"{today}.csv", channel="portal", client_id=seller.client_id, by=seller.bookkeeper,
        at=moment(today, 9, 20),
    )  # fmt: skip
    for sale, outcome in zip(sales, came, strict=True):
        if play.desk.clear(outcome, today) == "accepted":
            play.intend(sale)
            _bought(play, "csv", sale, outcome, today)


def belgian_bank(play: World, today: date) -> None:
    """A Belgian bank with statements in CODA: a debtor pays there, and the bank charges for the account."""
    place, bank, staff = play.desk.channel.in_, play.belgian_bank, play.house.staff
    open_account(
        iban=bank.iban, holder=play.house.actor.name, purpose="collection", opened_date=play.first_day,
        opening=Money(0), bank="belgian-bank", by=staff.administrator, at=moment(today, 9, 2),
    )  # fmt: skip
    found = deal(play, today)
    if not found:
        return

    def pays(day: date) -> None:
        words = "".join(c for c in found.sale.reference if c.isdigit())
        bank.book(day, [Movement(found.sale.gross, words, found.buyer.actor)], place)
        when(play, day + timedelta(days=1), lambda: not found.open, charges)

    def charges(day: date) -> None:
        play.count("coda", day, found.sale.number, found.sale.gross)
        bank.book(day, [Movement(Money(-7_50), "Beheerskosten")], place)

        def waiting() -> list[Line]:
            return [line for line in waiting_lines() if line.statement.account.iban == bank.iban]

        def book(now: date) -> None:
            before = trial("5040")
            for line in waiting():
                at = moment(now, 9, 58)
                book_other(line_id=line.pk, account="5040", note="charges of the bank", by=staff.treasury, at=at)
            if trial("5040") != before:
                play.count("coda_charges", now)

        when(play, day + timedelta(days=1), lambda: bool(waiting()), book, 3)

    play.later(today + timedelta(days=5), pays)


STORIES = (
    Story(_one("cii", cii, "xml"), 1, ("cii",)), Story(_one("facturx", facturx, "pdf"), 1, ("facturx",)),
    Story(sheet, 1, ("csv",)), Story(belgian_bank, 8, ("coda", "coda_charges")),
)  # fmt: skip
