"""The play, day by day: clients hand in, sign and are paid; debtors pay as their temper has it; the bank books.

Everybody acts through the public verbs and through files, as in reality. The same seed plays the same days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Protocol
from uuid import UUID

from cessie.connectors.banks.vop.sandbox import Sandbox
from cessie.domain.payments.queries import orders
from cessie.lib.days import is_bank_day, next_bank_day
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.references import make_ogm, shown_ogm
from cessie.workflows.incoming.intake import Outcome
from cessie.world.agency import Agency
from cessie.world.bank import Bank, BankFails
from cessie.world.belgian_bank import BelgianBank
from cessie.world.cast import Actor
from cessie.world.creditors import Creditors
from cessie.world.desk import Call, Desk, Step
from cessie.world.dutch_bank import DutchBank
from cessie.world.faults import Faults
from cessie.world.ladders import climb
from cessie.world.mailroom import Mailroom
from cessie.world.months import Months
from cessie.world.papers import Sale, invoice
from cessie.world.stage import WORLD, Buyer, House, Seller

#: Days after the due date on which each temper pays.
DELAYS = {"on_time": 0, "early": -5, "late": 12, "in_parts": 0, "too_much": 1, "no_reference": 2, "by_number": 0}


@dataclass(frozen=True)
class Due:
    """A payment that a debtor will make on a day."""

    day: date
    sale: Sale
    amount: Money
    reference: str
    note: str


@dataclass(frozen=True)
class Story:
    """One way in which a deal bends: ``begin`` plays its first day and plans the others.

    ``days``: how long it takes; ``counts``: the names under which it is counted once the books show it.
    """

    begin: Callable[[World, date], None]
    days: int = 0
    counts: tuple[str, ...] = ()


@dataclass
class Bend:
    """A story on the programme: when it begins next, and how much later again."""

    story: Story
    first: date
    again: timedelta


class Company(Protocol):
    """Others on the stage, who have a day of their own."""

    @property
    def sellers(self) -> Sequence[Seller]:
        """Clients of theirs whose debtors pay as their temper has it."""
        ...

    def day(self, play: World, today: date) -> None:
        """What they do while the desks work."""
        ...

    def evening(self, play: World, today: date) -> None:
        """What they and their debtors hand to the bank before it closes."""
        ...


@dataclass
class World:
    """The state of the play: who is on the stage, what debtors still mean to pay, what has happened so far.

    ``names``: in whose name the made-up banks say that accounts are; ``mail``: the boxes of all who read mail.
    """

    house: House
    bank: Bank
    desk: Desk
    sellers: list[Seller]
    buyers: list[Buyer]
    rng: Random
    events: Counter[str]
    first_day: date
    dutch_bank: DutchBank
    belgian_bank: BelgianBank
    names: Sandbox
    mail: Mailroom
    dues: list[Due] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)
    bends: list[Bend] = field(default_factory=list)
    planned: list[tuple[date, Callable[[date], None]]] = field(default_factory=list)  # how stories go on
    moving: set[UUID] = field(default_factory=set)  # clients whose account a story is changing
    guests: list[Seller] = field(default_factory=list)  # clients who came for a story and sell nothing else
    faults: Faults | None = None  # without, nothing goes wrong
    creditors: Creditors | None = None  # without, nobody has invoices managed
    agency: Agency | None = None  # without, nobody has claims collected
    companies: list[Company] = field(default_factory=list)  # others with a day of their own
    months: Months | None = None  # without, money costs no interest and no month ends
    sent: bool = False  # debtors paid in, and no statement has said so yet

    def day(self, today: date) -> None:
        """One bank day from the morning's post to the bank's close; on other days only offers may lapse."""
        if not is_bank_day(today):
            return
        self._morning(today)
        for seller in self.sellers:
            for _ in range(self.rng.choice((0, 0, 1, 1, 2))):
                self.hand_in(seller, self.sell(seller, today), today)
        self._bend(today)
        if self.creditors is not None:
            self.creditors.day(self, today)
            self._collect(self.creditors, today)
        if self.agency is not None:
            self.agency.day(self, today)
        for company in self.companies:
            company.day(self, today)
        self.rest_of(today)

    def _collect(self, creditors: Creditors, today: date) -> None:
        self.work(lambda: creditors.collect(self, today))

    def _bend(self, today: date) -> None:
        """Stories that are under way go on, then those begin whose day has come."""
        for plan in [plan for plan in self.planned if plan[0] <= today]:
            self.planned.remove(plan)
            self._act(lambda plan=plan: plan[1](today), today)  # type: ignore[misc]
        for bend in [bend for bend in self.bends if bend.first <= today]:
            bend.first = today + bend.again
            self._act(lambda bend=bend: bend.story.begin(self, today), today)  # type: ignore[misc]

    def _act(self, act: Callable[[], object], today: date) -> None:
        """Whoever is told no by the house lets it be: his story ends there, and is not counted."""
        try:
            act()
        except BankFails:
            raise
        except Refusal as no:
            self.events["told_no"] += 1
            self.desk.tell(Step(today, "somebody is told no", reasons=(no.reason,)))

    def later(self, day: date, act: Callable[[date], None]) -> None:
        """A story goes on, on the first bank day from ``day`` on."""
        self.planned.append((day, act))

    def count(self, name: str, today: date, paper: str = "", amount: Money | None = None) -> None:
        """A bend has come to its end, and the books show it."""
        self.events[f"bend_{name}"] += 1
        self.desk.tell(Step(today, f"this was a bend: {name.replace('_', ' ')}", paper, amount))

    def someone(self) -> Seller:
        """One of the clients."""
        return self.rng.choice(self.sellers)

    def quiet_day(self, today: date) -> None:
        """A bank day on which nobody hands anything in."""
        if is_bank_day(today):
            self.sent = False
            self._morning(today)
            self.rest_of(today)

    def rest_of(self, today: date) -> None:
        """From the offers of the morning to the bank's close."""
        self.work(lambda: self.desk.sign_offers(self.sellers, today))
        self.work(lambda: self.desk.pay_run(today))
        if self.agency is not None:
            self.desk.pay_run(today, self.agency.iban)
        # Nobody dies at this: what sets letters works with threads, which a forked process does not have.
        self.desk.send_letters(today)
        if self.creditors is not None:
            self.creditors.evening(self, today)
        if self.agency is not None:
            self.agency.evening(self, today)
        for company in self.companies:
            company.evening(self, today)
        self.pay_dues(today)
        self.bank.read_files()
        self.bank.advance(next_bank_day(today))

    def _morning(self, today: date) -> None:
        if self.months is not None:
            self.months.night(today)
        elif self.agency is not None:
            self.agency.night(today)
        if self.faults is not None:
            self.faults.post(self.desk.channel.in_, today)
        self.work(lambda: self.desk.read_post(today))
        self.desk.settle(today)
        if self.creditors is not None or self.companies:
            self.work(lambda: climb(self, today))
        if self.agency is not None:
            self.agency.morning(self, today)
        if self.months is not None:
            self.months.morning(today)

    def with_months(self) -> None:
        """From now on each month ends; clients who come on the stage have contracts that cost interest."""
        self.months = Months(self.desk, self.first_day, self._end_month)

    def _end_month(self, act: Callable[[], object]) -> None:
        if self.faults is None:
            act()
        else:
            self.faults.end_month(act)

    def work(self, act: Callable[[], object]) -> None:
        """A piece of the house's day: sometimes whoever began with it is killed on the way, and it is done anew."""
        if self.faults is None:
            act()
        else:
            self.faults.work(act)

    def busy(self) -> bool:
        """Whether money is on its way: sent by a debtor, ordered, in a batch, or with the bank."""
        return self.sent or bool(orders(WORLD, states=["ordered", "batched", "instructed"]))

    def sell(self, seller: Seller, today: date) -> Sale:
        """A new invoice of a seller to one of the buyers, issued yesterday or today."""
        buyer = self.rng.choice(self.buyers)
        self.numbers[seller.actor.name] += 1
        count = self.numbers[seller.actor.name]
        issue = today - timedelta(days=self.rng.randrange(2))
        reference = make_ogm(self.rng.randrange(10**10)) if self.rng.random() < 0.7 else ""
        return Sale(
            number=f"{issue.year}-{count:04d}",
            seller=seller.actor,
            buyer=buyer.actor,
            issue_date=issue,
            due_date=issue + timedelta(days=self.rng.choice((14, 21, 30))),
            net=Money(self.rng.randrange(500_00, 9_000_00)),
            reference=shown_ogm(reference) if reference else "",
        )

    def hand_in(
        self, seller: Seller, sale: Sale, today: date, *, paper: bytes | None = None, name: str = "", pays: bool = True
    ) -> Outcome:
        """The bookkeeper uploads the file (``paper``, else one written now); the debtor makes up his mind to pay."""
        self.events["invoice"] += 1
        paper = paper or invoice(sale, self.house.actor)
        outcome = self.desk.hand_in(seller, paper, name or f"{sale.number}.xml", today)
        if self.desk.clear(outcome, today) == "accepted" and pays:
            self.intend(sale)
        return outcome

    def reference(self) -> str:
        """A structured communication for an invoice."""
        return shown_ogm(make_ogm(self.rng.randrange(10**10)))

    def intend(self, sale: Sale) -> None:
        """The debtor will pay as is his temper."""
        self.dues.extend(self._intentions(sale))

    def pays(self, sale: Sale, amount: Money, day: date) -> None:
        """The debtor will pay just this, and names the invoice."""
        self.dues.append(Due(day, sale, amount, sale.reference, "" if sale.reference else f"invoice {sale.number}"))

    def _intentions(self, sale: Sale) -> list[Due]:
        temper = sale.buyer.temper
        day = sale.due_date + timedelta(days=DELAYS[temper])
        reference = "" if temper in ("no_reference", "by_number") else sale.reference
        note = "" if reference or temper == "no_reference" else f"invoice {sale.number}"
        if temper == "in_parts":
            first, second = sale.gross.split(2)
            later = day + timedelta(days=9)
            return [Due(day, sale, first, reference, note), Due(later, sale, second, reference, note)]
        extra = Money(10_00) if temper == "too_much" else Money(0)
        return [Due(day, sale, sale.gross + extra, reference, note)]

    def pay_dues(self, today: date) -> None:
        """Debtors send what falls due today to the account on the invoice."""
        for due in [due for due in self.dues if due.day <= today]:
            self.dues.remove(due)
            self.events["payment"] += 1
            self.sent = True
            self.desk.calls.append(self._call(due))
            self.bank.pay_in(
                iban=self.house.collection_iban,
                amount=due.amount,
                payer=due.sale.buyer.name,
                payer_iban=due.sale.buyer.iban,
                note=due.note or ("" if due.reference else "payment"),
                reference="".join(c for c in due.reference if c.isdigit()),
            )

    def send(self, payer: Actor, amount: Money, note: str, today: date) -> None:
        """Somebody sends money today, outside what is planned, with these words."""
        self.events["payment"] += 1
        self.sent = True
        self.bank.pay_in(
            iban=self.house.collection_iban, amount=amount, payer=payer.name, payer_iban=payer.iban, note=note
        )

    def _call(self, due: Due) -> Call:
        """What the debtor says of his payment when somebody calls him."""
        theirs = (seller for company in self.companies for seller in company.sellers)
        (seller,) = (seller for seller in (*self.sellers, *self.guests, *theirs) if seller.actor == due.sale.seller)
        return Call(due.sale.buyer.iban, due.amount, seller.client_id, due.sale.number)
