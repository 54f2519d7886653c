"""What the bank charges because a debtor's payment went back (P28), passed on to the client where that is agreed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.book_other import line_task_key
from cessie.domain.banking.take import take
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.matching.allocate import lock_receipt
from cessie.domain.matching.models import Allocation, Receipt
from cessie.domain.matching.take_back import TAKER
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import nonpayment
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def charge_return(*, line_id: UUID, receipt_id: UUID, rebill: bool, by: Viewer, at: datetime) -> Receipt:
    """Book a debit line as the bank's charge for a payment that went back; ``rebill``: the client bears it.

    Refused: no right (``NotAllowed``), an unknown receipt (``NotFound``), one that did not go back, a credit, one to
    pass on that paid invoices of several contracts, a line that is taken or not offered.
    """
    by.require("matching.decide")
    contract = _contract(receipt_id) if rebill else None
    receipt = lock_receipt(receipt_id)
    if receipt.returned_line_id is None:
        raise Refusal("matching.not_returned", N_("This payment did not go back."))
    line = take(line_id=line_id, by_app=TAKER, at=at)
    if line.amount_cents >= 0:
        raise Refusal("matching.no_charge", N_("This line is no charge: it brought money."))
    amount = Money(-line.amount_cents, line.currency)
    event = Event(f"return_fee/{line.pk}", line.booked_date, line.value_date)
    entries = [nonpayment.return_fee(event=event, amount=amount, of=Dims(bank=line.statement.account_id))]
    if contract is not None:
        of = Dims(contract=contract.pk, client=contract.client_id)
        entries.append(nonpayment.rebill_return_fee(event=event, amount=amount, of=of))
    post(entries, by=by.key, at=at)
    close(key=line_task_key(line.pk), decision="charge for a return", by=by, at=at)
    facts = {"line": str(line.pk), "amount": amount, "rebilled": rebill}
    client_id = None if contract is None else contract.client_id
    record(action="matching.charge_return", subject=receipt, by=by, at=at, client_id=client_id, data=facts)
    return receipt


def _contract(receipt_id: UUID) -> Contract:
    """The one contract under which the invoices were bought that the payment had paid, under its lock."""
    rows = Allocation.objects.filter(receipt_id=receipt_id, match__state="reversed")
    found = set(rows.values_list("invoice__contract_id", flat=True))
    if len(found) != 1 or None in found:
        raise Refusal("matching.whose_charge", N_("Whose charge it is cannot be told: the payment was for several."))
    return lock_contract(found.pop())
