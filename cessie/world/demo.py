"""The demo: the whole main job once, from papers that arrive to holdbacks that went back, and something left to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from cessie.domain.invoices.models import Invoice
from cessie.formats.values import InvoiceDocument
from cessie.ledger.queries import bought_amounts, holdbacks, trial_balance
from cessie.lib.days import bank_day_from, next_bank_day
from cessie.lib.money import Money
from cessie.lib.references import make_ogm, shown_ogm
from cessie.world import guest
from cessie.world.creditors import come
from cessie.world.desk import Step
from cessie.world.papers import Sale, invoice
from cessie.world.play import World
from cessie.world.stage import Seller, add_buyer, add_seller
from cessie.world.theatre import days_from, house, invite

#: How long before today the made-up house opens: every debtor of the main job has paid long before, the slowest in two
#: parts, and some weeks of ordinary business follow for whoever looks around.
HISTORY = timedelta(days=80)
#: A play that does not settle by then has gone wrong.
LONGEST = timedelta(days=400)
CLIENTS, DEBTORS = 2, 4


@dataclass(frozen=True)
class Played:
    """How the main job went: what each invoice still has open and held back (nothing, if all is well), the books."""

    last_day: date
    invoices: int
    unfinished: tuple[str, ...]
    balance: dict[str, tuple[str, Money]] = field(default_factory=dict)

    @property
    def balanced(self) -> bool:
        """Debits are credits over all accounts."""
        return sum(amount.cents for _, amount in self.balance.values()) == 0


def play(
    *, seed: int, folder: Path, today: date, tell: Callable[[Step], None], file: tuple[bytes, str] | None = None
) -> Iterator[Played]:
    """Play the main job in an empty database, so that it is done by ``today``: with papers of the made-up clients.

    With the invoice in ``file`` the clock starts the day after its issue instead. Gives the result once; going on
    after it leaves some work on the desks for whoever looks around.
    """
    document = guest.invoice_in(*file) if file else None
    first = guest.first_day(document) if document else bank_day_from(today - HISTORY)
    with house(seed=seed, first_day=first, folder=folder, tell=tell) as world:
        if document and file:
            sales = [_invite_guest(world, document, first)]
            papers = [file]
        else:
            invite(world, first, CLIENTS, DEBTORS)
            sales = _sales(world, first)
            papers = [(invoice(sale, world.house.actor), f"{sale.number}.xml") for _, sale in sales]
        world.desk.read_post(first)
        for (seller, sale), (data, name) in zip(sales, papers, strict=True):
            world.hand_in(seller, sale, first, paper=data, name=name)
        world.rest_of(first)
        last = _until_settled(world, first)
        yield _result(last)
        if document is None:
            _go_on(world, last, today)
            _leave_work(world, max(last, today))


def _invite_guest(world: World, document: InvoiceDocument, first: date) -> tuple[Seller, Sale]:
    sale = guest.sale_of(document, world.house.seed)
    room = Money(2 * sale.gross.cents + 10_000_00)
    changes = {"limits": {"facility": room}}
    world.sellers.append(add_seller(world.house, sale.seller, 1, first, changes=changes, keep_false=True))
    world.buyers.append(add_buyer(world.house, sale.buyer, room, first, world.sellers, keep_false=True))
    return world.sellers[0], sale


def _sales(world: World, first: date) -> list[tuple[Seller, Sale]]:
    """Each client sells to two of the debtors, so that four tempers are seen."""
    pairs = [(world.sellers[n % CLIENTS], buyer) for n, buyer in enumerate(world.buyers)]
    return [
        (seller, replace(world.sell(seller, first), buyer=buyer.actor, reference=_reference(n)))
        for n, (seller, buyer) in enumerate(pairs)
    ]


def _reference(n: int) -> str:
    """A structured communication, so that payments in parts too are known without a person."""
    return shown_ogm(make_ogm(9990000 + n))


def _until_settled(world: World, day: date) -> date:
    """Bank day by bank day, leaping over those on which nothing can happen, until nothing is on its way any more."""
    end = day + LONGEST
    while day < end:
        due = min((due.day for due in world.dues), default=day)
        day = next_bank_day(day) if world.busy() or due <= day else bank_day_from(due)
        world.bank.advance(day)
        world.quiet_day(day)
        if not world.dues and not world.busy():
            return day
    return day


def _result(last: date) -> Played:
    invoices = list(Invoice.objects.order_by("number"))
    keys = [row.pk for row in invoices]
    still_open, held = bought_amounts(keys), holdbacks(keys)
    unfinished = tuple(
        row.number
        for row in invoices
        if row.state != "accepted" or still_open.get(row.pk) or held.get(row.pk) or row.pk not in still_open
    )
    balance = {line.account: (line.name, line.balance) for line in trial_balance() if line.balance}
    return Played(last, len(invoices), unfinished, balance)


def _go_on(world: World, last: date, today: date) -> None:
    """Ordinary days until yesterday, without telling each step; a wholesaler and a hospital have their invoices managed
    meanwhile."""
    world.desk.tell = lambda step: None
    world.creditors = come(world, bank_day_from(last + timedelta(days=1)))
    for day in days_from(last + timedelta(days=1), (today - last).days - 1):
        world.day(day)


def _leave_work(world: World, day: date) -> None:
    """What a visitor finds to do: an offer to sign, an invoice above the limit, a payment that names nothing."""
    payer = world.buyers[2].actor
    world.bank.pay_in(
        iban=world.house.collection_iban,
        amount=Money(1_234_56),
        payer=payer.name,
        payer_iban=payer.iban,
        note="thank you",
    )
    world.bank.advance(max(day, next_bank_day(world.bank.today())))
    world.desk.read_post(day)
    seller = world.sellers[0]
    offered = replace(world.sell(seller, day), buyer=world.buyers[0].actor)
    world.desk.hand_in(seller, invoice(offered, world.house.actor), f"{offered.number}.xml", day)
    large = replace(world.sell(seller, day), buyer=world.buyers[1].actor, net=Money(98_000_00))
    world.desk.hand_in(seller, invoice(large, world.house.actor), f"{large.number}.xml", day)
