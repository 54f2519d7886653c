"""Clients whose debtors know nothing: one on balances, one line by line; and one who draws on a guarantee fund.

The first keeps his own sales ledger and sends it each week; his debtors pay on the dedicated account in his name. The
second is paid by his debtors himself and passes on, until he is disclosed. The desk looks whether it all exists.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from cessie.domain.availability.draw import draw
from cessie.domain.availability.run import run
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.models import Submission
from cessie.domain.client_ledgers.refuse_ledger import refuse_ledger
from cessie.domain.client_ledgers.submit import submit
from cessie.domain.contracts.disclose import disclose
from cessie.domain.correspondence.set_letterhead import Look, set_letterhead
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.dunning.rules.presets import preset
from cessie.domain.dunning.set_ladder import set_ladder
from cessie.domain.parties.models import Relation
from cessie.domain.parties.register import relate
from cessie.lib.days import bank_day_from
from cessie.lib.money import Money
from cessie.workflows.purchases.disclosing import decide
from cessie.world import cast
from cessie.world.bends.payments import to_the_client
from cessie.world.books_of_client import Books, Item
from cessie.world.dedicated import DedicatedAccount, opened
from cessie.world.desk import Step
from cessie.world.looked_at import LookedAt, looked_at
from cessie.world.play import World
from cessie.world.stage import WORLD, Seller, add_seller, moment

#: Their numbers as clients, and so of their logins: far from those of the others.
ON_BALANCES, BY_LINE, WITH_FUND = 81, 82, 83
CUSTOMERS, AT_FIRST = 5, 8
TERM, WEEK = timedelta(days=21), timedelta(days=7)
#: The ledger, counted from the first, in which the client forgets an invoice.
FORGETS = 2
LIMIT = Money(100_000_00)
#: The weekday on which they draw.
DRAWS = 2
#: When the debtors of the one who sells line by line are told after all.
DISCLOSED = timedelta(days=63)
#: After how many days the debtors of the one who sells line by line pay him: his own reminders reach the late ones.
PAYS_AFTER = (8, 8, 48)


@dataclass
class Confidential:
    """The three, and the ledger that the first keeps. ``whole``: a file that was mended and is to be sent anew;
    ``told``: the debtors of the second know of the house by now."""

    on_balances: Seller
    by_line: Seller
    with_fund: Seller
    books: Books
    account: DedicatedAccount
    rng: Random
    desk: LookedAt
    count: int = 0
    sent: int = 0
    limited: set[UUID] = field(default_factory=set)
    whole: tuple[date, bytes] | None = field(default=None)
    told: bool = False

    @property
    def sellers(self) -> tuple[Seller, ...]:
        """Whose debtors pay the house by their temper."""
        return (self.with_fund, self.by_line) if self.told else (self.with_fund,)

    def day(self, play: World, today: date) -> None:
        """Ledgers go to the house and are looked at, invoices are sold."""
        self.account.morning(play, today)
        if self.whole is not None:
            as_of, data = self.whole
            self.whole = None
            self._send(play, data, as_of, today)
        if today == bank_day_from(today - timedelta(days=today.weekday())):
            self._week(play, today)
        for _ in range(self.rng.choice((0, 1, 1, 2))):
            self._sell(today)
        if not self.told and today >= play.first_day + DISCLOSED:
            self._disclose(play, today)
        if self.rng.random() < 0.2 and not self.told:
            to_the_client(play, today, self.by_line, after=self.rng.choice(PAYS_AFTER))
        for seller in self.sellers:
            if self.rng.random() < 0.4:
                play.hand_in(seller, play.sell(seller, today), today)
        play.desk.sign_offers([self.by_line, self.with_fund], today)
        if today.weekday() == DRAWS:
            for seller in (self.on_balances, self.by_line, self.with_fund):
                self._draw(play, seller, today)
        self.desk.day(play, today)

    def evening(self, play: World, today: date) -> None:
        """Customers pay on the dedicated account, and what is matched leaves it."""
        self.account.evening(play, today)

    def _disclose(self, play: World, today: date) -> None:
        """The one who sells line by line wants it: two people decide, each of his debtors gets one notice, and from now
        on they pay the house."""
        staff, contract_id = play.house.staff, self.by_line.contract_id
        change = disclose(
            contract_id=contract_id, trigger="client_wish", valid_from=today, note="he wants the house to ask them",
            by=staff.credit, at=moment(today, 9),
        )  # fmt: skip
        decide(change_id=change.pk, event="agree", by=staff.administrator, at=moment(today, 9, 2))
        self.told = True
        play.desk.tell(Step(today, f"disclosed by {staff.credit.name} and {staff.administrator.name}"))

    def _week(self, play: World, today: date) -> None:
        """The ledger as of Sunday; in one of them an invoice is missing."""
        as_of = today - timedelta(days=today.weekday() + 1)
        data = self.books.file()
        forgets = self.sent == FORGETS and self.books.open_items()
        if forgets:
            self.whole = (as_of, data)
            data = self.books.file(without=[self.books.open_items()[0].number])
        self._send(play, data, as_of, today)
        self.books.sent()

    def _send(self, play: World, data: bytes, as_of: date, today: date) -> None:
        seller, at = self.on_balances, moment(today, 9, 10)
        row = submit(
            contract_id=seller.contract_id, data=data, name=f"ledger-{as_of}.csv", as_of=as_of, channel="portal",
            by=seller.bookkeeper, at=at,
        )  # fmt: skip
        self.sent += 1
        words = f"the client's ledger as of {as_of}: {row.state}"
        play.desk.tell(Step(today, words, amount=Money(row.closing_cents)))
        if row.state == "read":
            self._look(play, row, today)
        self._give_limits(play, today)

    def _give_limits(self, play: World, today: date) -> None:
        """The credit desk gives a limit to each of his customers whom a ledger names for the first time."""
        theirs = Relation.objects.filter(client_id=self.on_balances.client_id).order_by("reference")
        for debtor_id in theirs.values_list("debtor_id", flat=True):
            if debtor_id in self.limited:
                continue
            self.limited.add(debtor_id)
            for kind in ("own", "insured"):
                set_limit(
                    debtor_id=debtor_id, kind=kind, amount=LIMIT, valid_from=today, valid_until=None, source="made up",
                    by=play.house.staff.credit, at=moment(today, 9, 45),
                )  # fmt: skip

    def _draw(self, play: World, seller: Seller, today: date) -> None:
        """His owner looks at what is available and draws two thirds of it, in whole hundreds."""
        at = moment(today, 10, 40)
        found = run(contract_id=seller.contract_id, by=seller.owner, at=at)
        left = Money(max(0, found.net_cents))
        amount = Money(left.cents * 2 // 3 // 100_00 * 100_00)
        if amount:
            draw(contract_id=seller.contract_id, amount=amount, seen=left, by=seller.owner, at=at)
            play.desk.tell(Step(today, f"drawn by {seller.owner.name} of {left}", amount=amount))

    def _look(self, play: World, row: Submission, today: date) -> None:
        """The desk looks at a ledger in doubt: it takes the first one, and asks anew for one that does not roll."""
        by, at = play.house.staff.credit, moment(today, 9, 40)
        if row.previous_id is None:
            accept(submission_id=row.pk, note="compared with the annual accounts", by=by, at=at)
            return
        refuse_ledger(submission_id=row.pk, note="an invoice is missing: please send it whole", by=by, at=at)

    def _sell(self, today: date) -> None:
        """A new invoice of the client on balances, or now and then a credit note on an old one."""
        self.count += 1
        old = [item for item in self.books.open_items() if item.open.cents > 100_00 and not item.paid]
        if old and self.rng.random() < 0.1:
            item, amount = self.rng.choice(old), Money(self.rng.randrange(10_00, 90_00))
            self.books.credit(item, f"CN{self.count:04d}", amount, today)
            return
        number, gross = f"B{self.count:04d}", Money(self.rng.randrange(800_00, 20_000_00))
        customer = self.rng.randrange(CUSTOMERS)
        self.books.items[number] = Item(number, customer, today, today + TERM, gross, gross)


def come(play: World, first_day: date) -> Confidential:
    """The three come on the stage; the one on balances has sold for some weeks."""
    rng = Random(f"confidential {play.house.seed}")  # noqa: S311 - play, not secrets
    on_balances, by_line, with_fund = (
        add_seller(
            play.house, cast.actor(rng, "BE", trade, "on_time"), number, first_day, preset=preset, changes=changes
        )
        for trade, number, preset, changes in (
            ("Metaalwerk", ON_BALANCES, "confidential_balance", {"ledger_every": "WEEKLY"}),
            ("Textiel", BY_LINE, "confidential_line", {}),
            ("Logistiek", WITH_FUND, "full_service", {}),
        )
    )
    for seller in (by_line, with_fund):
        for buyer in play.buyers:
            relate(
                client_id=seller.client_id, debtor_id=buyer.debtor_id, reference=buyer.actor.name, by=WORLD,
                at=moment(first_day, 8, 20),
            )  # fmt: skip
    _remind_in_his_name(by_line, first_day)
    customers = [cast.actor(rng, "BE", cast.BUYERS[n], "on_time") for n in range(CUSTOMERS)]
    books, iban = Books(customers), cast.actor(rng, "BE", "Metaalwerk", "on_time").iban
    account = opened(play, on_balances, iban, books, rng, first_day)
    desk = looked_at(play, (on_balances, by_line, with_fund))
    made = Confidential(on_balances, by_line, with_fund, books, account, rng, desk)
    for n in range(AT_FIRST, 0, -1):
        made._sell(bank_day_from(first_day - n * timedelta(days=2) - timedelta(days=1)))
    return made


def _remind_in_his_name(seller: Seller, first_day: date) -> None:
    """His ladder works by itself and claims no costs; its letters are his, and know of no house."""
    ladder = preset("BE", "b2b")
    letters = tuple(replace(step, costs="none") for step in ladder.steps[:3])
    set_ladder(
        client_id=seller.client_id, ladder=replace(ladder, steps=letters), mode="automatic",
        valid_from=first_day - timedelta(days=1), by=seller.owner, at=moment(first_day, 8, 30),
    )  # fmt: skip
    look = Look(email=f"facturatie{BY_LINE}@client.example")
    set_letterhead(client_id=seller.client_id, look=look, by=seller.owner, at=moment(first_day, 8, 31))
