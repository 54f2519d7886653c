"""What debtors do with their money beside paying what is open: less, twice, to somebody else, without a word."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from cessie.domain.matching.allocate import allocate
from cessie.domain.matching.expect_split import expect_split
from cessie.domain.matching.models import Use
from cessie.domain.matching.refund import refund
from cessie.domain.matching.rules.disposal import Elsewhere
from cessie.domain.parties.accounts import confirm_account
from cessie.domain.parties.models import BankAccount
from cessie.ledger.queries import client_accounts
from cessie.lib.money import Money
from cessie.workflows import money_in
from cessie.workflows.money.undoing import undo
from cessie.workflows.purchases.settling import agree, settle
from cessie.world.bends.deal import Deal, deal, unallocated, when
from cessie.world.play import Story, World
from cessie.world.stage import WORLD, Seller, moment

TERMS = "2 % korting bij betaling binnen 10 dagen"


def _short(play: World, found: Deal, paid: Money, day: date, kind: str, name: str) -> None:
    """The debtor pays less, and the house sees why."""
    play.pays(found.sale, paid, day)

    def see(today: date) -> None:
        row = found.settled(kind)
        play.count(name, today, found.sale.number, Money(row.amount_cents) if row else None)

    when(play, day + timedelta(days=1), lambda: found.settled(kind) is not None, see)


def discount(play: World, today: date) -> None:
    """The debtor pays within ten days and keeps the two percent that the invoice gives him for it."""
    found = deal(play, today, terms=TERMS)
    if found:
        face = found.sale.gross
        _short(
            play, found, face - face.percent(Decimal(2)), today + timedelta(days=6), "discount_taken", "early_discount"
        )


def cents(play: World, today: date) -> None:
    """Some cents are missing; nobody asks about them."""
    found = deal(play, today)
    if found:
        paid = found.sale.gross - Money(7)
        _short(play, found, paid, today + timedelta(days=5), "small_difference", "small_difference")


def withheld(play: World, today: date) -> None:
    """The client has debts in the register of contractors: the debtor pays part to the authorities."""
    found = deal(play, today)
    if not found:
        return
    act = {"by": play.house.staff.treasury, "at": moment(today, 9, 55), "note": "the register shows debts"}
    split = expect_split(invoice_id=found.invoice_id, scheme="be_contractor", **act)  # type: ignore[arg-type]
    kept = Money(split.social_cents + split.tax_cents)
    _short(
        play,
        found,
        found.sale.gross - kept,
        today + timedelta(days=7),
        "statutory_withholding",
        "contractor_withholding",
    )


def to_the_client(play: World, today: date, seller: Seller | None = None, after: int = 8) -> None:
    """The debtor pays the client ``after`` so many days, who passes the money on and says so: his account is charged,
    then even. A ``seller`` who is named is one whose debtors know of no house."""
    found = deal(play, today, seller=seller, hidden=seller is not None)
    if not found:
        return
    staff, face = play.house.staff, found.sale.gross

    def sends(day: date) -> None:
        play.send(found.seller.actor, face, "passed on", day)
        when(play, day + timedelta(days=1), lambda: _left(play, found, face), says)

    def says(day: date) -> None:
        settle(
            invoice_id=found.invoice_id, kind="indirect_payment", amount=found.open,
            note="paid on the client's account",
            by=staff.treasury, at=moment(day, 9, 55),
        )  # fmt: skip
        play.count("indirect_payment", day, found.sale.number, face)
        passed_on(day)

    def passed_on(day: date) -> None:
        receipt = unallocated(play, found.seller.actor.iban, face)
        owed = client_accounts([found.seller.contract_id])[found.seller.contract_id]
        if receipt and owed.cents > 0:
            debt = Elsewhere("client_debt", min(receipt.left, owed), contract_id=found.seller.contract_id)
            allocate(receipt_id=receipt.id, allocations={}, uses=[debt], by=staff.treasury, at=moment(day, 9, 56))
            play.count("passed_on", day, found.sale.number, debt.amount)

    when(play, today + timedelta(days=after), lambda: bool(found.open), sends)


def _left(play: World, found: Deal, amount: Money) -> bool:
    return unallocated(play, found.seller.actor.iban, amount) is not None


def paid_twice(play: World, today: date) -> None:
    """The debtor pays twice; what came twice goes back to the account that it came from."""
    found = deal(play, today)
    if not found:
        return
    staff, face, day = play.house.staff, found.sale.gross, today + timedelta(days=5)
    payer = found.buyer.actor
    play.pays(found.sale, face, day)
    play.later(day + timedelta(days=3), lambda now: play.send(payer, face, f"invoice {found.sale.number}", now))

    def back(now: date) -> None:
        receipt = unallocated(play, payer.iban, face)
        if receipt is None:
            return
        twice = Elsewhere("overpayment", receipt.left, debtor_id=found.buyer.debtor_id)
        at = moment(now, 9, 55)
        done = allocate(receipt_id=receipt.id, allocations={}, uses=[twice], by=staff.treasury, at=at)
        order = refund(match_id=done.pk, by=staff.treasury, at=at)
        if order.payee_id and BankAccount.objects.get(pk=order.payee_id).confirmed_at is None:
            confirm_account(account_id=order.payee_id, by=staff.second_treasury, at=moment(now, 9, 57))
        play.count("paid_twice_refunded", now, found.sale.number, face)

    when(play, day + timedelta(days=4), lambda: unallocated(play, payer.iban, face) is not None, back)


def undone(play: World, today: date) -> None:
    """A match was wrong: it is undone and what followed it too, then the money is allocated as it should be."""
    found = deal(play, today)
    if not found:
        return
    desk, day = play.house.staff.treasury, today + timedelta(days=6)
    play.pays(found.sale, found.sale.gross, day)

    def wrong(now: date) -> None:
        paid = found.payment()
        if paid is None:
            return
        undo(match_id=paid.match_id, note="matched by mistake", by=desk, at=moment(now, 9, 55))
        share = {found.invoice_id: found.open}
        allocate(receipt_id=paid.match.receipt_id, allocations=share, by=desk, at=moment(now, 9, 56))
        money_in.release_paid(by=WORLD, at=moment(now, 9, 57))
        play.count("match_undone", now, found.sale.number, found.sale.gross)

    when(play, day + timedelta(days=1), lambda: found.payment() is not None, wrong)


def silent(play: World, today: date) -> None:
    """Money without a word, from an account that nobody knows, for nothing that is open: it waits, and goes back."""
    payer = play.rng.choice(play.buyers)
    amount, staff = Money(1_234_56 + play.rng.randrange(500)), play.house.staff
    play.send(payer.actor, amount, "thank you", today)

    def see(day: date) -> None:
        receipt = unallocated(play, payer.actor.iban, amount)
        if receipt is None:
            return
        play.count("unallocated", day, "", amount)
        use = Elsewhere("overpayment", receipt.left, debtor_id=payer.debtor_id)
        done = allocate(receipt_id=receipt.id, allocations={}, uses=[use], by=staff.treasury, at=moment(day, 9, 58))
        if not Use.objects.filter(match_id=done.pk, kind="overpayment", live=True).exists():
            return
        order = refund(match_id=done.pk, by=staff.treasury, at=moment(day, 9, 58))
        if order.payee_id and BankAccount.objects.get(pk=order.payee_id).confirmed_at is None:
            confirm_account(account_id=order.payee_id, by=staff.second_treasury, at=moment(day, 9, 59))

    when(play, today + timedelta(days=2), lambda: unallocated(play, payer.actor.iban, amount) is not None, see)


def written_off(play: World, today: date) -> None:
    """A rest does not come: one of the desk asks to close it, another agrees."""
    found = deal(play, today)
    if not found:
        return
    staff, rest, day = play.house.staff, Money(300_00), today + timedelta(days=10)
    play.pays(found.sale, found.sale.gross - rest, day)

    def close(now: date) -> None:
        asked = settle(
            invoice_id=found.invoice_id, kind="unpaid", amount=found.open, note="the rest is not coming",
            by=staff.treasury, at=moment(now, 9, 55),
        )  # fmt: skip
        agree(settlement_id=asked.pk, by=staff.second_treasury, at=moment(now, 9, 57))
        play.count("written_off", now, found.sale.number, rest)

    when(play, day + timedelta(days=2), lambda: found.open == rest, close)


STORIES = (
    Story(discount, 7, ("early_discount",)), Story(cents, 6, ("small_difference",)),
    Story(withheld, 8, ("contractor_withholding",)), Story(to_the_client, 12, ("indirect_payment", "passed_on")),
    Story(paid_twice, 10, ("paid_twice_refunded",)), Story(undone, 8, ("match_undone",)),
    Story(silent, 3, ("unallocated",)), Story(written_off, 13, ("written_off",)),
)  # fmt: skip
