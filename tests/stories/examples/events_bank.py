"""The bank: payments that it refuses, money that it takes back, and what it charges for that."""

from __future__ import annotations

from cessie.domain.matching.charge_return import charge_return
from cessie.domain.matching.models import Receipt
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import Client
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.order_again import order_again
from cessie.domain.payments.vouch import vouch
from cessie.workflows.money import paying, returning
from tests.bank_files import Row, pain002
from tests.domain.conftest import SYSTEM
from tests.stories.examples.play import Outside, follows, on
from tests.stories.examples.story import Story

PLAYS = ["EX14"]
NEW_ACCOUNT = "BE43068999999501"


@on("payout_rejected")
def payout_rejected(story: Story, facts: Outside) -> None:
    """The bank's report refuses the payment; the client gives another account, and two people believe it."""
    batch = Batch.objects.get(state="sent")
    (order,) = Order.objects.filter(batch=batch)
    report = pain002(batch.number, [(order.end_to_end_id, "RJCT", facts.reason)])
    (story.channel.in_ / "report.xml").write_bytes(report)
    came = paying.collect(channel=story.channel, by=SYSTEM, at=story.at(facts.day))
    assert [told.rejected for told in came.reports] == [(order.pk,)]
    for path in story.channel.out.iterdir():
        path.unlink()  # the bank has done with it
    company = Client.objects.get(pk=story.client_id).company_id
    holder = story.seller.name
    account = add_account(company_id=company, iban=NEW_ACCOUNT, holder=holder, by=story.credit, at=story.at(facts.day))
    confirm_account(account_id=account.pk, by=story.second, at=story.at(facts.day))
    again = order_again(order_id=order.pk, payee_id=account.pk, by=story.treasurer, at=story.at(facts.day))
    vouch(order_id=again.pk, note="called the owner back", by=story.second, at=story.at(facts.day))


@on("allocation_reversed")
def allocation_reversed(story: Story, facts: Outside) -> None:
    """The bank takes the debtor's payment back; its line names none of our references, so a person says what it is."""
    receipt = Receipt.objects.select_related("line").get()
    row = Row(-receipt.amount_cents, iban=receipt.line.counterparty_iban, reason=story.case.inputs["return_reason"])
    story.bank_books(story.collection, facts.day, row)
    line = story.waiting_line()
    assert line.amount_cents == -receipt.amount_cents
    returning.send_back(line_id=line.pk, receipt_id=receipt.pk, by=story.treasurer, at=story.at(facts.day))


follows("receipt_returned")


@on("return_fee")
def return_fee(story: Story, facts: Outside) -> None:
    """The bank charges for it; the contract lets the client bear it."""
    fee = story.case.money(story.case.inputs["bank_return_fee"])
    story.bank_books(story.collection, facts.day, Row(-fee.cents, name="Bank", iban="", text="return fee"))
    receipt = Receipt.objects.get()
    charge_return(
        line_id=story.waiting_line().pk,
        receipt_id=receipt.pk,
        rebill=story.case.contract["return_fee_rebilled"],
        by=story.treasurer,
        at=story.at(facts.day),
    )


follows("return_fee_rebilled")
