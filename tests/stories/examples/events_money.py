"""Money in: what debtors pay, and what becomes of it."""

from __future__ import annotations

from tests.stories.examples.play import Outside, follows, on
from tests.stories.examples.story import Story

PLAYS: list[str] = []


@on("receipt")
def receipt(story: Story, facts: Outside) -> None:
    """The debtor pays with the reference of the invoice that the example's single one is."""
    story.receive(facts.amount, facts.day, invoice=facts.invoice or next(iter(story.case.invoices())))


follows("allocation")
