"""Pledge instead of purchase: what is pledged secures advances, and what debtors pay repays them."""

from __future__ import annotations

from cessie.domain.purchase.advance import advance
from cessie.domain.purchase.pledged import drawing, pledges
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.world.papers import Sale, invoice
from tests.stories.examples.play import Outside, follows, on
from tests.stories.examples.story import TERM, Story, net_of

PLAYS = ["EX17"]


@on("pledge_registered")
def pledged(story: Story, facts: Outside) -> None:
    """The client hands in what he pledges, as one invoice; nobody has to say yes."""
    buyer, _ = story.debtor()
    net, rate = net_of(story.case, {"face": story.case.inputs["pledged"]})
    number = "PLEDGED-1"
    paper = invoice(Sale(number, story.seller, buyer, facts.day, facts.day + TERM, net, "", rate), story.house)
    (came,) = take_in_invoice(
        data=paper, name=f"{number}.xml", channel="portal", client_id=story.client_id, by=story.owner,
        at=story.at(facts.day),
    )  # fmt: skip
    assert came.invoice_id is not None
    if came.state == "held":
        story.clear(came.invoice_id, facts.day)
    (known,) = pledges(viewer=story.owner, contract_id=story.contract_id)
    assert known.document


@on("advance_instructed")
def drawn(story: Story, facts: Outside) -> None:
    """The owner draws all that is available, two people let it go."""
    left = drawing(story.contract_id, facts.day).available
    advance(contract_id=story.contract_id, amount=left, seen=left, by=story.owner, at=story.at(facts.day))
    assert not drawing(story.contract_id, facts.day).available
    story.pay_run(facts.day)


follows("pledge_released")
