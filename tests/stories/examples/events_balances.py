"""Balances: the client sends his ledger, says what came on his dedicated account, and sweeps what he matched."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cessie.domain.availability.draw import draw
from cessie.domain.availability.run import run
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.dedicate import dedicate
from cessie.domain.client_ledgers.match import Word, match
from cessie.domain.client_ledgers.models import Receipt, Submission, Sweep
from cessie.domain.client_ledgers.submit import submit
from cessie.domain.client_ledgers.sweep import sweep
from cessie.domain.contracts.amend import amend
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import Client
from cessie.lib.money import Money
from cessie.workflows import money_in
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM
from tests.stories.examples.play import Outside, follows
from tests.stories.examples.story import TERM, Story
from tests.stories.examples.terms import fees_of

PLAYS = ["EX10"]

DEDICATED = "FR7630006000011234567890189"
HEAD = "Number;Customer;Name;VAT;Date;Due;Open;Gross;Kind;Disputed"


def opened(story: Story, facts: Outside) -> None:
    """What was there before: a ledger in force, its fund, and what the owner drew of it. What that cost stands outside
    the example: the commission is agreed from the day after."""
    give_account(story, facts.day)
    row = send(story, facts.day, *_opening(story, Money(0)))
    accept(submission_id=row.pk, note="compared with the accounts", by=story.credit, at=story.at(facts.day))
    money_in.release_paid(by=SYSTEM, at=story.at(facts.day))
    drawn = story.case.money(story.case.inputs["opening_fiu"])
    left = run(contract_id=story.contract_id, by=story.owner, at=story.at(facts.day)).net
    draw(contract_id=story.contract_id, amount=drawn, seen=left, by=story.owner, at=story.at(facts.day))
    story.pay_run(facts.day)
    story.bank_executes(facts.day)
    amend(
        contract_id=story.contract_id, valid_from=facts.day + timedelta(days=1),
        changes={"fee_plan": fees_of(story.case)}, by=SYSTEM, at=story.at(facts.day),
    )  # fmt: skip


def give_account(story: Story, on: date) -> None:
    """A dedicated account in the client's name, which two people of the house have checked."""
    company = Client.objects.get(pk=story.client_id).company_id
    own = add_account(company_id=company, iban=DEDICATED, holder=story.seller.name, by=story.credit, at=story.at(on))
    confirm_account(account_id=own.pk, by=story.second, at=story.at(on))
    dedicate(contract_id=story.contract_id, iban=DEDICATED, by=SYSTEM, at=story.at(on))


follows("dedicated_receipts_seen", "sweep_memo")


def ledger_comes(story: Story, facts: Outside) -> None:
    """Money comes on the dedicated account, the client says what for and sweeps it; then he sends his ledger."""
    inputs, matched = story.case.inputs, story.case.money(story.case.inputs["matched"])
    came = story.case.money(inputs["dedicated_receipts"])
    story.bank_books(story.dedicated, facts.day, Row(came.cents, text="several invoices"))
    words = [Word(Receipt.objects.get().pk, "O1", matched)]
    match(contract_id=story.contract_id, words=words, by=story.owner, at=story.at(facts.day))
    ordered = sweep(contract_id=story.contract_id, by=story.owner, at=story.at(facts.day))
    assert ordered.amount_cents == matched.cents
    story.bank_books(story.dedicated, facts.day, Row(-matched.cents, ordered.reference, iban=story.house.iban))
    new, credited, due = inputs["new_invoices"], f"-{inputs['credit_notes']}", facts.day + TERM
    rows = [("N1", "", new, new, "invoice", "", due), ("C1", "", credited, credited, "credit note", "", due)]
    row = send(story, facts.day, *_opening(story, matched), *rows)
    assert (row.state, row.difference_cents) == ("accepted", 0), row.findings
    assert Money(row.closing_cents) == story.case.money(inputs["closing_balance_sent"])
    assert Money(row.closing_cents) == story.case.money(story.case.expected["roll_forward"])


def sweep_arrives(story: Story, facts: Outside) -> None:
    """On the collection account; then the client sees what the example says that he may draw."""
    ordered = Sweep.objects.get()
    story.bank_books(story.collection, facts.day, Row(facts.amount.cents, ordered.reference, iban=DEDICATED))
    found, money = run(contract_id=story.contract_id, by=story.owner, at=story.at(facts.day)), story.case.money
    expected = story.case.expected
    told = (found.in_use_cents, found.unmatched_cents, found.net_cents)
    assert told == tuple(money(expected[name]).cents for name in ("fiu", "unmatched_dedicated", "net_available"))
    eligible = money(expected["receivables"]) - money(story.case.inputs["ineligible"])
    assert Money(found.pool.eligible_cents) == eligible


def _opening(story: Story, paid: Money) -> list[tuple[Any, ...]]:
    """The former balance: what the contract takes out is one invoice that is disputed, the rest another."""
    money, inputs, due = story.case.money, story.case.inputs, story.first + 2 * TERM
    out = money(inputs["ineligible"])
    free = money(inputs["opening_balance"]) - out
    return [
        ("O1", "", (free - paid).decimal, free.decimal, "invoice", "", due),
        ("O2", "", out.decimal, out.decimal, "invoice", "yes", due),
    ]


def send(story: Story, day: date, *rows: tuple[Any, ...]) -> Submission:
    """The client's ledger as of that day: number, debtor, open, total, kind, disputed, due day."""
    lines = [HEAD]
    for number, name, still, gross, kind, disputed, due in rows:
        buyer, _ = story.debtor(name)
        who = f"{number};K{name};{buyer.name};{buyer.vat};{due - TERM};{due}"
        lines.append(f"{who};{still};{gross};{kind};{disputed}")
    return submit(
        contract_id=story.contract_id, data="\n".join([*lines, ""]).encode(), name=f"ledger-{day}.csv", as_of=day,
        channel="portal", by=story.owner, at=story.at(day),
    )  # fmt: skip
