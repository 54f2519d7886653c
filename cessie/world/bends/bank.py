"""What banks do: reject and return payouts, and send files twice or damaged."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from cessie.domain.banking.book_other import book_other
from cessie.domain.banking.models import Line
from cessie.domain.banking.open_account import open_account
from cessie.domain.banking.queries import account_by_iban, waiting_lines
from cessie.domain.parties.queries import payout_account
from cessie.domain.payments.models import Order
from cessie.domain.payments.order_transfer import order_transfer
from cessie.domain.payments.queries import orders
from cessie.domain.work.queries import Asked, queue
from cessie.lib.money import Money
from cessie.workflows.money import paying
from cessie.world.bends.deal import deal, trial, when
from cessie.world.dutch_bank import Movement
from cessie.world.play import Story, World
from cessie.world.stage import WORLD, moment
from cessie.world.tally import refused_files


def rejected(play: World, today: date) -> None:
    """The client's bank has closed his account by mistake: the payout is rejected (pain.002), and paid next day."""
    found = deal(play, today)
    if not found:
        return
    account = payout_account(found.seller.client_id, today)
    if account is None:
        return
    name = play.bank.close_account_of(account.iban)

    def see(day: date) -> None:
        play.bank.reopen_account(name)
        for order in _failed(found.seller.client_id, "rejected"):
            play.count("payout_rejected", day, found.sale.number, Money(order.amount_cents))

    def ready() -> bool:
        return bool(_failed(found.seller.client_id, "rejected"))

    when(play, today + timedelta(days=1), ready, see, 3)


def returned(play: World, today: date) -> None:
    """A payout is booked and comes back days later; the desk pays it again."""
    found = deal(play, today)
    if not found:
        return
    play.bank.behave("PAYOUT", "return-later", {"days": 2, "reason": "AC04"})

    def ordinary(day: date) -> None:
        play.bank.behave("PAYOUT", "accept", {})

    play.later(today + timedelta(days=3), ordinary)

    def see(day: date) -> None:
        for order in _failed(found.seller.client_id, "returned"):
            play.count("payout_returned", day, found.sale.number, Money(order.amount_cents))

    when(play, today + timedelta(days=3), lambda: bool(_failed(found.seller.client_id, "returned")), see)


def _failed(client_id: UUID, state: str) -> list[Order]:
    """The client's orders of which the money came back, and that wait for the desk in the queue."""
    waiting = queue(viewer=WORLD, asked=Asked(kind="payments.failed", client_ids=frozenset([client_id])))
    keys = [task.subject_id for task in waiting]
    return list(Order.objects.filter(pk__in=keys, state=state, payee__isnull=False).order_by("ordered_at", "pk"))


def swept(play: World, today: date) -> None:
    """What debtors paid in goes to the account from which clients are paid."""
    source, target = account_by_iban(play.house.collection_iban), account_by_iban(play.house.payout_iban)
    if source is None or target is None:
        return
    amount, key = Money(10_000_00), f"sweep:{today}"
    order_transfer(
        key=key, source_id=source.pk, target_id=target.pk, amount=amount, text="own transfer",
        by=play.house.staff.treasury, at=moment(today, 10, 40),
    )  # fmt: skip
    play.desk.pay_run(today, iban=play.house.collection_iban)

    def gone() -> bool:
        return any(order.state == "executed" for order in orders(WORLD, keys=[key]))

    def left(day: date) -> None:
        """The bank books what leaves and waits for somebody to say that it arrives: the house itself pays it in."""
        play.bank.pay_in(
            iban=target.iban, amount=amount, payer=play.house.actor.name, payer_iban=source.iban, note="own transfer"
        )
        on_its_way = trial("1035")
        when(
            play, day + timedelta(days=1), lambda: trial("1035") == on_its_way - amount,
            lambda now: play.count("own_transfer", now, "", amount),
        )  # fmt: skip

    when(play, today + timedelta(days=1), gone, left)


def file_twice(play: World, today: date) -> None:
    """The bank sends what it sent before once more under other names: nothing changes."""
    came_before = [path.read_bytes() for path in sorted(play.desk.channel.done.iterdir())]
    whole = [data for data in came_before if b"camt.053" in data and data.rstrip().endswith(b"</Document>")]
    lines = Line.objects.count()
    for n, data in enumerate(whole[-4:]):
        (play.bank.pickup / f"{today}-again-{n}.xml").write_bytes(data)
    came = paying.collect(channel=play.desk.channel, by=WORLD, at=moment(today, 9, 58))
    if Line.objects.count() == lines and any(file.duplicates for file in came.statements):
        play.count("file_twice", today)


def file_damaged(play: World, today: date) -> None:
    """A file of the bank breaks off in the middle: it is refused with its reason, and kept for a person."""
    (play.bank.pickup / f"{today}-broken.xml").write_bytes(b'<?xml version="1.0"?><Document><BkToCstmrStmt><Stmt>')
    before = refused_files()

    def see(day: date) -> None:
        play.count("file_damaged", day)

    when(play, today + timedelta(days=1), lambda: refused_files() > before, see)


def second_bank(play: World, today: date) -> None:
    """A Dutch bank with statements in MT940: a debtor pays there, and the bank charges for the account."""
    place = play.desk.channel.in_
    bank, staff = play.dutch_bank, play.house.staff
    open_account(
        iban=bank.iban, holder=play.house.actor.name, purpose="collection", opened_date=play.first_day,
        opening=Money(0), bank="dutch-bank", by=staff.administrator, at=moment(today, 9, 2),
    )  # fmt: skip
    found = deal(play, today)
    if not found:
        return

    def pays(day: date) -> None:
        words = "".join(c for c in found.sale.reference if c.isdigit())
        bank.book(day, [Movement(found.sale.gross, words, found.buyer.actor)], place)
        when(play, day + timedelta(days=1), lambda: not found.open, lambda now: play.count("mt940", now))

    def charges(day: date) -> None:
        bank.book(day, [Movement(Money(-12_50), "kosten betalingsverkeer")], place)

        def waiting() -> list[Line]:
            return [line for line in waiting_lines() if line.statement.account.iban == bank.iban]

        def book(now: date) -> None:
            for line in waiting():
                at = moment(now, 9, 58)
                book_other(line_id=line.pk, account="5040", note="charges of the bank", by=staff.treasury, at=at)

        before = trial("5040")
        when(play, day + timedelta(days=1), lambda: bool(waiting()), book, 2)
        when(
            play, day + timedelta(days=2), lambda: trial("5040") != before, lambda now: play.count("bank_charges", now)
        )

    play.later(today + timedelta(days=6), pays)
    play.later(today + timedelta(days=8), charges)


STORIES = (
    Story(rejected, 3, ("payout_rejected",)), Story(returned, 5, ("payout_returned",)),
    Story(swept, 2, ("own_transfer",)), Story(file_twice, 0, ("file_twice",)),
    Story(second_bank, 10, ("mt940", "bank_charges")), Story(file_damaged, 1, ("file_damaged",)),
)  # fmt: skip
