"""Creditors of the simulated world: a wholesaler and a hospital whose invoices the house manages and does not buy.

They have accounts of their own at the bank, and debtors who pay there: early, late, short, when they are asked, or
never. Their part is drawn from dice of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from cessie.domain.banking.read_account import read_account
from cessie.domain.correspondence.set_letterhead import Look, set_letterhead
from cessie.domain.correspondence.set_writing import How, set_writing
from cessie.domain.invoices.models import Invoice
from cessie.domain.managed import queries as managed
from cessie.domain.managed.settle import settle
from cessie.domain.parties.mark import mark
from cessie.domain.parties.models import Debtor
from cessie.lib.money import Money
from cessie.lib.references import make_ogm, shown_ogm
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.world import cast, ladders, people
from cessie.world.bank import Bank
from cessie.world.cast import Actor
from cessie.world.debits import Debits
from cessie.world.debtors import Debtors, Play
from cessie.world.desk import Step
from cessie.world.papers import Sale, invoice
from cessie.world.people import Bill, Person
from cessie.world.stage import Seller, add_seller, moment

#: Their numbers as clients, and so of their logins: far from those of the others.
WHOLESALER, HOSPITAL = 71, 72
OPENING = Money(50_000_00)
#: Days to pay, and bills of the hospital a week.
TERM, BILLS = timedelta(days=14), 8
#: When one of the patients dies, counted from the first day.
DEATH = timedelta(days=35)
SHEET = "number;issue date;due date;gross;debtor;patient number;street;postcode;city;country;email;payment reference"


@dataclass
class Creditors:
    """The two, and whoever owes them. ``known``: the debtors whom the house knows by now, by their account."""

    wholesaler: Seller
    hospital: Seller
    buyers: list[Person]
    patients: list[Person]
    rng: Random
    first_day: date
    debtors: Debtors = field(default_factory=Debtors)
    debits: Debits = field(default_factory=Debits)
    known: dict[str, UUID] = field(default_factory=dict)
    count: int = 0

    @property
    def both(self) -> tuple[Seller, Seller]:
        """The wholesaler and the hospital."""
        return self.wholesaler, self.hospital

    def day(self, play: Play, today: date) -> None:
        """The day of their people: payments are given to their word, runs looked through, calls made, invoices sent."""
        self._book(play, today)
        self.debits.answer(play, today)
        ladders.look_through(play, self.hospital, today)
        for creditor in self.both:
            ladders.call(play, self.debtors, creditor, today)
            ladders.give_out_of_hand(play, creditor, today)
        for _ in range(self.rng.choice((0, 1, 1, 2))):
            self._sell(play, today)
        if today.weekday() == 0:
            self._bill(play, today)
        if today >= self.first_day + DEATH:
            self._note_fate(play, "deceased", today)

    def collect(self, play: Play, today: date) -> None:
        """At noon what debtors gave mandates for is fetched."""
        self.debits.day(play, today)

    def evening(self, play: Play, today: date) -> None:
        """The debtors read what came, answer and pay, before the bank looks at its post."""
        self.debtors.day(play, today)
        self.debits.refuse_files(play)

    def _sell(self, play: Play, today: date) -> None:
        """The wholesaler's e-invoice (Peppol BIS 3) to one of his customers: to each once before to any again."""
        self.count += 1
        reference = make_ogm(self.rng.randrange(10**10))
        sold = sum(bill.to is self.wholesaler for bill in self.debtors.bills.values())
        buyer = self.buyers[sold] if sold < len(self.buyers) else self.rng.choice(self.buyers)
        if buyer.actor is None:
            raise AssertionError("the wholesaler's customers are companies")
        sale = Sale(
            f"W{today.year}-{self.count:04d}", self.wholesaler.actor, buyer.actor, today, today + TERM,
            Money(self.rng.randrange(100_00, 4_000_00)), shown_ogm(reference),
        )  # fmt: skip
        play.desk.hand_in(self.wholesaler, invoice(sale, sale.seller, assigned=False), f"{sale.number}.xml", today)
        self.debtors.owe(Bill(sale.number, self.wholesaler, buyer, sale.gross, sale.due_date, reference))
        self._get_to_know(play, [sale.number], today)

    def _bill(self, play: Play, today: date) -> None:
        """The hospital's bills of the week: one sheet, a patient a row; each gets his first before any gets more."""
        rows, bills = [SHEET], []
        for person in self._patients_of_week():
            self.count += 1
            number, amount = f"H{today.year}-{self.count:04d}", Money(self.rng.randrange(12_00, 480_00))
            bill = Bill(number, self.hospital, person, amount, today + TERM, make_ogm(self.rng.randrange(10**10)))
            bills.append(bill)
            rows.append(_row(bill, today))
        done = take_in_invoice(
            data="\n".join(rows).encode(), name=f"bills-{today}.csv", channel="portal",
            client_id=self.hospital.client_id, by=self.hospital.bookkeeper, at=moment(today, 9, 45),
        )  # fmt: skip
        play.desk.tell(Step(today, f"the hospital's bills: {len(done)} patients", f"bills-{today}.csv"))
        for bill in bills:
            self.debtors.owe(bill)
        self._get_to_know(play, [bill.number for bill in bills], today)

    def _patients_of_week(self) -> list[Person]:
        new = [person for person in self.patients if person.iban not in self.known]
        return new[: 2 * BILLS] or self.rng.sample(self.patients, BILLS)

    def _get_to_know(self, play: Play, numbers: list[str], today: date) -> None:
        """The collection desk notes how somebody new is written to, and the credit desk what is special about him."""
        at = moment(today, 10, 5)
        for number, debtor_id in Invoice.objects.filter(number__in=numbers).values_list("number", "debtor_id"):
            person = self.debtors.bills[number].person
            if debtor_id is None or person.iban in self.known:
                continue
            self.known[person.iban] = debtor_id
            if person.agrees:
                how = How(email=person.email, agreed=("email",))
                set_writing(debtor_id=debtor_id, how=how, by=play.house.staff.collection, at=at)
            self.debits.ask(play, self.debtors.bills[number].to, person, debtor_id, today)
            if not person.lives:
                play.mail.unknown.add(person.email)
        for fate in ("minor", "social"):
            self._note_fate(play, fate, today)

    def _note_fate(self, play: Play, fate: str, today: date) -> None:
        for person in self.patients:
            if person.fate == fate and person.iban in self.known:
                company = Debtor.objects.get(pk=self.known[person.iban]).company_id
                note, by = "told by the hospital", play.house.staff.credit
                mark(company_id=company, kind=fate, note=note, by=by, at=moment(today, 10, 10))

    def _book(self, play: Play, today: date) -> None:
        """The bookkeepers take the one way that was found for a payment; where there are more they ask the payer."""
        for creditor in self.both:
            by = creditor.bookkeeper
            rows = managed.money(viewer=by, client_id=creditor.client_id, state="waiting")
            for receipt in managed.money_facts(by, rows[:50]):
                if len(receipt.ways) == 1:
                    amounts = {invoice: amount for invoice, _number, amount in receipt.ways[0].shares}
                    settle(receipt_id=receipt.id, amounts=amounts, by=by, at=moment(today, 9))
                    play.desk.tell(Step(today, "the creditor gives a payment", receipt.payer_name, receipt.amount))


def _row(bill: Bill, today: date) -> str:
    person, email = bill.person, bill.person.email if bill.person.agrees else ""
    where = f"Voorbeeldstraat 1;{person.postcode};{person.town};{person.country};{email}"
    return (
        f"{bill.number};{today};{bill.due};{bill.amount.decimal};{person.name};{person.number};{where};{bill.reference}"
    )


def come(play: Play, first_day: date) -> Creditors:
    """The wholesaler and the hospital come on the stage, with accounts of their own at the bank and their ladders."""
    rng = Random(f"creditors {play.house.seed}")  # noqa: S311 - play, not secrets
    wholesaler, hospital = (
        _creditor(play, cast.actor(rng, "BE", trade, "on_time"), number, first_day)
        for trade, number in (("Groothandel", WHOLESALER), ("Ziekenhuis", HOSPITAL))
    )
    ladders.set_ladders(play.house, wholesaler, hospital, first_day)
    made = Creditors(wholesaler, hospital, people.buyers(rng), people.patients(rng), rng, first_day)
    for seller, number in ((wholesaler, WHOLESALER), (hospital, HOSPITAL)):
        iban, at = seller.actor.iban, moment(first_day, 8)
        account = read_account(client_id=seller.client_id, iban=iban, by=seller.owner, at=at)
        made.debits.set_up(play, seller, account, f"CREDITOR{number}", first_day)
    return made


def _creditor(play: Play, actor: Actor, number: int, first_day: date) -> Seller:
    seller, at = add_seller(play.house, actor, number, first_day, preset="invoice_to_cash"), moment(first_day, 8)
    _account(play.bank, actor, f"CREDITOR{number}")
    look = Look(email=f"facturatie{number}@client.example")
    set_letterhead(client_id=seller.client_id, look=look, by=seller.owner, at=at)
    return seller


def _account(bank: Bank, actor: Actor, name: str) -> None:
    bank.open(name=name, holder=actor.name, iban=actor.iban, balance=OPENING)
