"""Late, overdue, lost: surcharge, recourse, insurance."""

from __future__ import annotations

from decimal import Decimal

from cessie.domain.credit.accept_claim import accept_claim
from cessie.domain.credit.claims import due
from cessie.domain.credit.insure import insure
from cessie.domain.credit.rules.conditions import Conditions
from cessie.domain.matching.queries import unmatched
from cessie.workflows.losses.insuring import claim, dividend
from cessie.workflows.losses.nonpayment import recourse
from tests.bank_files import Row
from tests.stories.examples.play import Outside, follows, on
from tests.stories.examples.story import Story

PLAYS = ["EX02", "EX05", "EX06"]

follows("late_surcharge")  # the release after the last payment charges it


@on("chargeback")
def chargeback(story: Story, facts: Outside) -> None:
    """The desk sends the overdue invoice back, as the contract lets it from that day on."""
    (invoice,) = story.invoices.values()
    recourse(invoice_id=invoice, cause="overdue", note="ninety days are over", by=story.credit, at=story.at(facts.day))


INSURER = "NL91ABNA0417164300"


@on("doubtful")
def doubtful(story: Story, facts: Outside) -> None:
    """The debtor is bankrupt: the desk writes the invoice down and files the claim on the policy of the example."""
    (invoice,) = story.invoices.values()
    told = story.case.contract
    policy = Conditions(
        insurer="Verzekeraar", number="POL-1", iban=INSURER, insured_percent=Decimal(told["insured_pct"]),
        basis="NET" if told["insured_basis"] == "net of VAT" else "GROSS", arrears_days=60,
        waiting_months=told["waiting_period_months"], valid_from=story.first,
    )  # fmt: skip
    insure(conditions=policy, by=story.credit, at=story.at(facts.day))
    story.notes["claim"] = claim(invoice_id=invoice, note=facts.reason, by=story.credit, at=story.at(facts.day))


@on("indemnity_claim_accepted")
def accepted(story: Story, facts: Outside) -> None:
    """Another person notes that the insurer accepts, once the waiting period is over."""
    row = story.notes["claim"]
    assert facts.day == row.waits_until_date
    accept_claim(claim_id=row.pk, note="letter of the insurer", by=story.second, at=story.at(facts.day))


follows("vat_relief", "write_off_own_risk")


@on("indemnity_received")
def indemnity(story: Story, facts: Outside) -> None:
    """The insurer pays what he accepted, and names the claim."""
    row = story.notes["claim"]
    paid = Row(due(row).cents, name="Verzekeraar", iban=INSURER, text=f"schade {row.number}")
    story.bank_books(story.collection, facts.day, paid)


@on("dividend_after_indemnity")
def after_indemnity(story: Story, facts: Outside) -> None:
    """The curator's money lies unallocated; the desk shares it."""
    (receipt,) = unmatched(story.credit)
    dividend(
        receipt_id=receipt.id, claim_id=story.notes["claim"].pk, note="from the curator", by=story.credit,
        at=story.at(facts.day),
    )  # fmt: skip
