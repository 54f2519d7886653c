"""Money in: what debtors pay, and what becomes of it when it is not exactly what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from cessie.domain.matching import queries as matching
from cessie.domain.matching.allocate import allocate
from cessie.domain.matching.expect_split import expect_split
from cessie.domain.matching.models import Match
from cessie.domain.matching.refund import refund
from cessie.domain.matching.rules.disposal import Elsewhere
from cessie.domain.parties.accounts import confirm_account
from cessie.domain.purchase.queries import offers
from cessie.domain.purchase.reject import reject
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.queries import bought_amounts
from cessie.ledger.rules.opening import open_books
from cessie.lib.money import Money
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.workflows.purchases.settling import settle
from cessie.world import papers
from tests.domain.conftest import SYSTEM
from tests.stories.examples import events_balances
from tests.stories.examples.play import Outside, follows, on
from tests.stories.examples.story import Story

PLAYS = ["EX07", "EX08", "EX09", "EX15"]


@on("receipt")
def receipt(story: Story, facts: Outside) -> None:
    """The debtor pays: with the words that the example says, or the reference of the invoice that its single one is."""
    said = {line["date"]: line["reference"] for line in story.case.inputs.get("bank_lines", ())}
    if facts.day.isoformat() in said:
        words = said[facts.day.isoformat()]
        story.receive(facts.amount, facts.day, text=f"2026-{words}" if words else "thank you")
        return
    if story.on_balances:
        events_balances.sweep_arrives(story, facts)
        return
    if "pledged" in story.case.inputs:
        story.receive(facts.amount, facts.day, text="PLEDGED-1 first part")
        return
    name = facts.invoice or next(iter(story.case.invoices()))
    if "debtor_paid_client" in story.case.inputs:  # the client passes on what was never his
        story.receive(facts.amount, facts.day, text="passed on", iban=story.seller.iban)
        return
    if "withholding" in story.case.inputs:
        told = story.case.inputs["withholding"]
        expect_split(
            invoice_id=story.invoices[name], scheme="be_contractor", social_percent=Decimal(told["social_pct"]),
            tax_percent=Decimal(told["tax_pct"]), note="the register shows debts", by=story.treasurer,
            at=story.at(facts.day),
        )  # fmt: skip
    story.receive(facts.amount, facts.day, invoice=name)


follows("discount_taken", "statutory_withholding", "small_difference")


@on("allocation")
def allocation(story: Story, facts: Outside) -> None:
    """What the money does not say by itself, a person decides days later: the oldest invoices, and the cents over."""
    waiting = matching.unmatched(story.treasurer)
    if waiting and "debtor_paid_client" in story.case.inputs:
        passed_on = Elsewhere("client_debt", waiting[0].left, contract_id=story.contract_id)
        act = {"allocations": {}, "uses": [passed_on], "by": story.treasurer, "at": story.at(facts.day)}
        allocate(receipt_id=waiting[0].id, **act)
        return
    if not waiting or waiting[0].booked_date == facts.day:
        return
    (found,) = waiting
    open_now = bought_amounts(list(story.invoices.values()))
    shares: dict[str, Money] = {}
    for name in sorted(story.invoices):
        if open_now[story.invoices[name]] <= found.left - Money.total(shares.values()):
            shares[name] = open_now[story.invoices[name]]
    over = Elsewhere("small_difference", found.left - Money.total(shares.values()))
    allocations = {story.invoices[name]: amount for name, amount in shares.items()}
    allocate(receipt_id=found.id, allocations=allocations, uses=[over], by=story.treasurer, at=story.at(facts.day))


@on("overpayment")
def overpayment(story: Story, facts: Outside) -> None:
    """A person sees that the invoice was paid before: the debtor has it to his credit."""
    (found,) = matching.unmatched(story.treasurer)
    _, debtor_id = story.debtor()
    twice = Elsewhere("overpayment", found.left, debtor_id=debtor_id)
    allocate(receipt_id=found.id, allocations={}, uses=[twice], by=story.treasurer, at=story.at(facts.day))


@on("refund_to_debtor")
def refund_to_debtor(story: Story, facts: Outside) -> None:
    """One orders it back to the account it came from, another has checked that account; then two let it go."""
    match = Match.objects.get(uses__kind="overpayment")
    order = refund(match_id=match.pk, by=story.treasurer, at=story.at(facts.day))
    confirm_account(account_id=order.payee_id, by=story.second, at=story.at(facts.day))
    story.pay_run(facts.day)


@on("indirect_payment")
def indirect_payment(story: Story, facts: Outside) -> None:
    """The client says that the debtor paid him; the desk charges him with it."""
    assert facts.invoice is not None
    key = story.invoices[facts.invoice]
    amount = story.case.money(story.case.inputs["debtor_paid_client"])
    note = "paid on the client's account"
    settle(
        invoice_id=key, kind="indirect_payment", amount=amount, note=note, by=story.treasurer, at=story.at(facts.day)
    )


follows("indirect_payment_fee")


@on("opening")
def opening(story: Story, facts: Outside) -> None:
    """The invoices are known from before; the books open with them. So is a ledger, which opens by itself."""
    if story.on_balances:
        events_balances.opened(story, facts)
        return
    buyer, debtor_id = story.debtor()
    balances = []
    for name, face in story.case.inputs["opening"].items():
        sale = papers.Sale(
            f"2026-{name}", story.seller, buyer, facts.day, facts.day + timedelta(days=30), story.case.money(face), "",
            Decimal(0), "2 % korting bij betaling binnen 10 dagen",
        )  # fmt: skip
        (came,) = take_in_invoice(
            data=papers.invoice(sale, story.house), name=f"{name}.xml", channel="portal", client_id=story.client_id,
            by=story.owner, at=story.at(facts.day),
        )  # fmt: skip
        assert came.invoice_id is not None
        assert came.state == "accepted", [reason.in_words() for reason in came.reasons]
        story.invoices[name] = came.invoice_id
        for offer in offers(viewer=story.owner, client_id=story.client_id):
            reject(proposal_id=offer.id, by=story.owner, at=story.at(facts.day))
        of = Dims(story.contract_id, story.client_id, debtor_id, came.invoice_id)
        balances.append(("1100", story.case.money(face), of))
    rest = Money.total(amount for _, amount, _ in balances)
    balances.append(("2100", -rest, Dims(story.contract_id, story.client_id)))
    entry = open_books(event=Event("opening", facts.day), balances=balances)
    post([entry], by=SYSTEM.key, at=story.at(facts.day))


@on("credit_note")
def credit_note(story: Story, facts: Outside) -> None:
    """The client hands in a credit note that names its invoice; one in his ledger was taken with it."""
    if story.on_balances:
        return
    assert facts.invoice is not None
    told = story.case.inputs["credit_note"]
    sale = replace(
        story.sale(facts.invoice, facts.day), number=told["id"], issue_date=facts.day,
        net=story.case.money(told["amount"]), rate=Decimal(0),
    )  # fmt: skip
    (came,) = take_in_invoice(
        data=papers.credit_note(sale, story.house, facts.invoice), name=f"{sale.number}.xml", channel="portal",
        client_id=story.client_id, by=story.owner, at=story.at(facts.day),
    )  # fmt: skip
    assert came.state == "accepted", [reason.in_words() for reason in came.reasons]
