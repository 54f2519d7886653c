"""Buying: the client hands in and approves; the house buys, pays and releases."""

from __future__ import annotations

from cessie.workflows import money_in
from tests.domain.conftest import SYSTEM
from tests.stories.examples.play import Outside, follows, on
from tests.stories.examples.story import Story

PLAYS = ["EX01", "EX08", "EX16"]


@on("purchase")
def purchase(story: Story, facts: Outside) -> None:
    """The client hands the invoice in and approves the offer on the same day."""
    assert facts.invoice is not None
    story.hand_in(facts.invoice, facts.day)
    story.approve(facts.day)


follows("holdback_set", "guarantee_fund_topup", "factoring_commission", "holdback_release")


@on("payout_instructed")
def payout_instructed(story: Story, facts: Outside) -> None:
    """Two people let all go that is ordered."""
    story.pay_run(facts.day)


@on("payout_executed")
def payout_executed(story: Story, facts: Outside) -> None:
    """The bank's statement shows it."""
    story.bank_executes(facts.day)


@on("guarantee_fund_release")
def fund_released(story: Story, facts: Outside) -> None:
    """The next bank run finds more in the fund than the outstanding invoices ask for."""
    money_in.release_paid(by=SYSTEM, at=story.at(facts.day))
