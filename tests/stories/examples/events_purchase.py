"""Buying: the client hands in and approves; the house buys, pays and releases."""

from __future__ import annotations

from cessie.domain.availability.draw import draw
from cessie.domain.availability.run import run
from cessie.lib.money import Money
from cessie.workflows import money_in
from tests.domain.conftest import SYSTEM
from tests.stories.examples import events_balances
from tests.stories.examples.play import Outside, follows, on
from tests.stories.examples.story import Story

PLAYS = ["EX01", "EX03", "EX08", "EX16"]


@on("purchase")
def purchase(story: Story, facts: Outside) -> None:
    """The client hands the invoice in and approves the offer on the same day; or his ledger comes."""
    if story.on_balances:
        events_balances.ledger_comes(story, facts)
        return
    assert facts.invoice is not None
    story.hand_in(facts.invoice, facts.day)
    story.approve(facts.day)


follows("holdback_set", "guarantee_fund_topup", "factoring_commission", "holdback_release")


@on("payout_instructed")
def payout_instructed(story: Story, facts: Outside) -> None:
    """Two people let all go that is ordered; before, the owner draws what the example says that he draws that day."""
    for asked in story.case.inputs.get("draws", ()):
        if asked["date"] == facts.day.isoformat():
            _draws(story, facts, story.case.money(asked["amount"]))
    story.pay_run(facts.day)


def _draws(story: Story, facts: Outside, amount: Money) -> None:
    """The owner sees what is available, draws, and the funds in use are what the example says."""
    act = {"contract_id": story.contract_id, "by": story.owner}
    left = run(**act, at=story.at(facts.day)).net
    expected = story.case.expected
    if "before drawing" not in story.notes:
        story.notes["before drawing"] = left
        assert left == story.case.money(expected["available_before_draw"])
    draw(**act, amount=amount, seen=left, at=story.at(facts.day))
    found = run(**act, at=story.at(facts.day))
    name = f"fiu_{facts.day.day}_{facts.day:%B}".lower()
    assert found.in_use + Money(found.ordered_cents) == story.case.money(expected[name])


@on("payout_executed")
def payout_executed(story: Story, facts: Outside) -> None:
    """The bank's statement shows it."""
    story.bank_executes(facts.day)


@on("guarantee_fund_release")
def fund_released(story: Story, facts: Outside) -> None:
    """The next bank run finds more in the fund than the outstanding invoices ask for."""
    money_in.release_paid(by=SYSTEM, at=story.at(facts.day))
