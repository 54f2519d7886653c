"""Late, overdue, lost: surcharge, recourse, insurance."""

from __future__ import annotations

from cessie.workflows.nonpayment import recourse
from tests.stories.examples.play import Outside, follows, on
from tests.stories.examples.story import Story

PLAYS = ["EX02", "EX05"]

follows("late_surcharge")  # the release after the last payment charges it


@on("chargeback")
def chargeback(story: Story, facts: Outside) -> None:
    """The desk sends the overdue invoice back, as the contract lets it from that day on."""
    (invoice,) = story.invoices.values()
    recourse(invoice_id=invoice, cause="overdue", note="ninety days are over", by=story.credit, at=story.at(facts.day))
