"""Creditors of the simulated world: a wholesaler and a hospital whose invoices the house manages and does not buy.

They have accounts of their own at the bank, and debtors who pay there: early, late, short, or saying little. Their
part is drawn from dice of its own, so that the rest of the play is the same with and without them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Protocol

from cessie.domain.banking.read_account import read_account
from cessie.domain.managed import queries as managed
from cessie.domain.managed.settle import settle
from cessie.lib.money import Money
from cessie.lib.references import make_ogm, shown_ogm
from cessie.workflows.intake import take_in_invoice
from cessie.world import cast
from cessie.world.bank import Bank
from cessie.world.cast import Actor
from cessie.world.desk import Desk, Step
from cessie.world.papers import Sale, invoice
from cessie.world.stage import House, Seller, add_seller, moment

#: Their numbers as clients, and so of their logins: far from those of the others.
WHOLESALER, HOSPITAL = 71, 72
OPENING = Money(50_000_00)
BUYERS, PATIENTS = 4, 12
#: Days after the due date on which debtors pay; the last never does.
PAID_AFTER = (-3, 0, 2, 9, 16, 30, None)
SHEET = "number;issue date;due date;gross;debtor;patient number;street;postcode;city;payment reference"


class Play(Protocol):
    """What they need of the world that plays them."""

    house: House
    bank: Bank
    desk: Desk


@dataclass(frozen=True)
class _Coming:
    """What a debtor will send to a creditor's account on a day."""

    day: date
    to: Actor
    payer: str
    payer_iban: str
    amount: Money
    note: str
    reference: str


@dataclass
class Creditors:
    """The two, and what their debtors still mean to pay."""

    wholesaler: Seller
    hospital: Seller
    buyers: list[Actor]
    patients: list[tuple[str, str, str]]  # name, number at the hospital, account
    rng: Random
    coming: list[_Coming] = field(default_factory=list)
    count: int = 0

    def day(self, play: Play, today: date) -> None:
        """A bank day: invoices go out, money comes in, and the bookkeepers give what was left to their word."""
        self._book(play, today)
        for _ in range(self.rng.choice((0, 1, 1, 2))):
            self._sell(play, today)
        if today.weekday() == 0:
            self._bill(play, today)
        for due in [due for due in self.coming if due.day <= today]:
            self.coming.remove(due)
            play.bank.pay_in(
                iban=due.to.iban, amount=due.amount, payer=due.payer, payer_iban=due.payer_iban, note=due.note,
                reference=due.reference,
            )  # fmt: skip

    def _sell(self, play: Play, today: date) -> None:
        """The wholesaler's e-invoice (Peppol BIS 3) to one of his customers."""
        self.count += 1
        reference = make_ogm(self.rng.randrange(10**10))
        sale = Sale(
            f"W{today.year}-{self.count:04d}", self.wholesaler.actor, self.rng.choice(self.buyers), today,
            today + timedelta(days=30), Money(self.rng.randrange(100_00, 4_000_00)), shown_ogm(reference),
        )  # fmt: skip
        play.desk.hand_in(self.wholesaler, invoice(sale, sale.seller, assigned=False), f"{sale.number}.xml", today)
        said = self.rng.choice((reference, reference, ""))
        self._intend(
            self.wholesaler.actor, sale.buyer.name, sale.buyer.iban, sale.gross, sale.due_date,
            "" if said else sale.number, said,
        )  # fmt: skip

    def _bill(self, play: Play, today: date) -> None:
        """The hospital's bills of the week: one sheet, a patient a row."""
        rows, due = [SHEET], today + timedelta(days=21)
        for name, number, iban in self.rng.sample(self.patients, 5):
            self.count += 1
            bill, amount = f"H{today.year}-{self.count:04d}", Money(self.rng.randrange(12_00, 480_00))
            reference = make_ogm(self.rng.randrange(10**10))
            rows.append(
                f"{bill};{today};{due};{amount.decimal};{name};{number};Voorbeeldstraat 1;9000;Gent;{reference}"
            )
            short = self.rng.random() < 0.1  # some pay what they think is right
            paid = Money(amount.cents - 5_00) if short else amount
            self._intend(self.hospital.actor, name, iban, paid, due, f"rekening {bill}" if short else "", reference)
        done = take_in_invoice(
            data="\n".join(rows).encode(), name=f"bills-{today}.csv", channel="portal",
            client_id=self.hospital.client_id, by=self.hospital.bookkeeper, at=moment(today, 9, 45),
        )  # fmt: skip
        play.desk.tell(Step(today, f"the hospital's bills: {len(done)} patients", f"bills-{today}.csv"))

    def _intend(self, to: Actor, payer: str, iban: str, amount: Money, due: date, note: str, reference: str) -> None:
        after = self.rng.choice(PAID_AFTER)
        if after is not None:
            day = due + timedelta(days=after)
            self.coming.append(_Coming(day, to, payer, iban, amount, note, reference))

    def _book(self, play: Play, today: date) -> None:
        """The bookkeepers take the one way that was found for a payment; where there are more they ask the payer."""
        for creditor in (self.wholesaler, self.hospital):
            by = creditor.bookkeeper
            rows = managed.money(viewer=by, client_id=creditor.client_id, state="waiting")
            for receipt in managed.money_facts(by, rows[:50]):
                if len(receipt.ways) == 1:
                    amounts = {invoice: amount for invoice, _number, amount in receipt.ways[0].shares}
                    settle(receipt_id=receipt.id, amounts=amounts, by=by, at=moment(today, 9))
                    play.desk.tell(Step(today, "the creditor gives a payment", receipt.payer_name, receipt.amount))


def come(play: Play, first_day: date) -> Creditors:
    """The wholesaler and the hospital come on the stage, with accounts of their own at the bank."""
    rng = Random(f"creditors {play.house.seed}")  # noqa: S311 - play, not secrets
    wholesaler, hospital = (
        _creditor(play, cast.actor(rng, "BE", trade, "on_time"), number, first_day)
        for trade, number in (("Groothandel", WHOLESALER), ("Ziekenhuis", HOSPITAL))
    )
    buyers = [cast.actor(rng, "BE", cast.BUYERS[n], "on_time") for n in range(BUYERS)]
    patients = [
        (f"Demo Patiënt {chr(65 + n)}", f"P-{1000 + n}", cast.actor(rng, "BE", "Patiënt", "on_time").iban)
        for n in range(PATIENTS)
    ]
    return Creditors(wholesaler, hospital, buyers, patients, rng)


def _creditor(play: Play, actor: Actor, number: int, first_day: date) -> Seller:
    seller = add_seller(play.house, actor, number, first_day, preset="invoice_to_cash")
    _account(play.bank, actor, f"CREDITOR{number}")
    read_account(client_id=seller.client_id, iban=actor.iban, by=seller.owner, at=moment(first_day, 8))
    return seller


def _account(bank: Bank, actor: Actor, name: str) -> None:
    bank.open(name=name, holder=actor.name, iban=actor.iban, balance=OPENING)
