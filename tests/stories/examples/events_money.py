"""Money in: what debtors pay, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cessie.workflows.intake import take_in_invoice
from cessie.world import papers
from tests.stories.examples.play import Outside, follows, on
from tests.stories.examples.story import Story

PLAYS = ["EX07"]


@on("receipt")
def receipt(story: Story, facts: Outside) -> None:
    """The debtor pays with the reference of the invoice that the example's single one is."""
    story.receive(facts.amount, facts.day, invoice=facts.invoice or next(iter(story.case.invoices())))


follows("allocation")


@on("credit_note")
def credit_note(story: Story, facts: Outside) -> None:
    """The client hands in a credit note that names its invoice."""
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
