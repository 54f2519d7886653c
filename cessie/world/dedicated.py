"""The dedicated account of a client of the simulated world: customers pay on it, he says what for, and sweeps it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from cessie.domain.client_ledgers.dedicate import dedicate
from cessie.domain.client_ledgers.match import NotInLedger, Word, match
from cessie.domain.client_ledgers.models import Sweep
from cessie.domain.client_ledgers.queries import unmatched_receipts
from cessie.domain.client_ledgers.sweep import sweep
from cessie.domain.documents.queries import content
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import Client
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.world.books_of_client import Books, Item
from cessie.world.desk import Step
from cessie.world.play import World
from cessie.world.stage import BEFORE, Seller, moment

FRIDAY = 4
#: How many days before or after the due day his customers pay, and one in how many payments he knows only a week later.
PUNCTUAL, SLOW = (-4, 12), 8


@dataclass
class DedicatedAccount:
    """``days``: when each invoice will be paid; ``orders``: what goes to his bank tonight."""

    seller: Seller
    iban: str
    books: Books
    rng: Random
    days: dict[str, date] = field(default_factory=dict)
    unclear: dict[str, date] = field(default_factory=dict)
    orders: list[Sweep] = field(default_factory=list)
    ordered: set[UUID] = field(default_factory=set)

    def morning(self, play: World, today: date) -> None:
        """He says what the money that came is for, as far as he knows, and on Friday sends on what is matched."""
        for waiting in unmatched_receipts(self.seller.contract_id):
            item = self._meant(waiting.left)
            if item is not None and self.unclear.get(item.number, today) <= today:
                self._say(play, Word(waiting.receipt.pk, item.number, waiting.left), item, today)
        if today.weekday() == FRIDAY:
            self._sweep(play, today)

    def evening(self, play: World, today: date) -> None:
        """His customers pay, and his orders go to his bank."""
        for item in self.books.open_items():
            day = self.days.setdefault(item.number, item.due + timedelta(days=self.rng.randint(*PUNCTUAL)))
            if day <= today and not item.paid:
                self._paid(play, item, today)
        for row in self.orders:
            self._hand_over(play, row)
        self.orders.clear()

    def _meant(self, amount: Money) -> Item | None:
        return next((item for item in self.books.open_items() if item.paid and item.open == amount), None)

    def _say(self, play: World, word: Word, item: Item, today: date) -> None:
        with suppress(NotInLedger):  # the ledger that has it goes out on Monday
            match(contract_id=self.seller.contract_id, words=[word], by=self.seller.bookkeeper, at=moment(today, 9, 5))
            item.open -= word.amount
            play.desk.tell(Step(today, "the client says what came on his account", item.number, word.amount))

    def _sweep(self, play: World, today: date) -> None:
        seller = self.seller
        try:
            row = sweep(contract_id=seller.contract_id, by=seller.owner, at=moment(today, 9, 8))
        except Refusal as no:
            if no.reason.code != "ledgers.nothing_to_sweep":
                raise
            return
        if row.pk not in self.ordered:  # else last week's is still under way
            self.ordered.add(row.pk)
            self.orders.append(row)
            play.desk.tell(Step(today, f"swept by {seller.owner.name}", row.reference, Money(row.amount_cents)))

    def _hand_over(self, play: World, row: Sweep) -> None:
        """His bank takes the order, and its report goes to him, not to the house; that the money arrives at another
        account of its own the made-up bank must be told."""
        if row.document_id is None:
            raise AssertionError("an order has its file")
        file = play.desk.channel.out / f"sweep-{row.reference}.xml"
        file.write_bytes(content(row.document_id, self.seller.owner))
        play.bank.read_files()
        for report in play.desk.channel.in_.glob(f"pain.002*{self.name}*"):
            report.unlink()
        play.bank.pay_in(
            iban=play.house.collection_iban, amount=Money(row.amount_cents), payer=self.seller.actor.name,
            payer_iban=self.iban, note=row.reference,
        )  # fmt: skip

    @property
    def name(self) -> str:
        """What the bank calls it."""
        return f"DEDICATED-{self.iban[-6:]}"

    def _paid(self, play: World, item: Item, today: date) -> None:
        item.paid = True
        if self.rng.randrange(SLOW) == 0:
            self.unclear[item.number] = today + timedelta(days=7)
        who = self.books.customers[item.customer]
        play.bank.pay_in(
            iban=self.iban, amount=item.open, payer=who.name, payer_iban=who.iban, note=f"factuur {item.number}"
        )


def opened(play: World, seller: Seller, iban: str, books: Books, rng: Random, first_day: date) -> DedicatedAccount:
    """He opens it in his own name at the bank, two people of the house check it, and its statements are read."""
    at, staff = moment(first_day - 2 * BEFORE, 10), play.house.staff
    company = Client.objects.values_list("company_id", flat=True).get(pk=seller.client_id)
    row = add_account(company_id=company, iban=iban, holder=seller.actor.name, by=staff.credit, at=at)
    confirm_account(account_id=row.id, by=staff.treasury, at=at)
    dedicate(contract_id=seller.contract_id, iban=iban, by=staff.administrator, at=moment(first_day, 8))
    made = DedicatedAccount(seller, iban, books, rng)
    play.bank.open(name=made.name, holder=seller.actor.name, iban=iban, balance=Money(0))
    return made
