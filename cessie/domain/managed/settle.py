"""A person says which managed invoices the money on a creditor's account pays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from cessie.domain.audit.record import record
from cessie.domain.managed.door import TooMuch, book, left_of, locked_invoices, locked_receipt, restate, rows_of
from cessie.domain.managed.models import Receipt
from cessie.domain.managed.tasks import ask
from cessie.domain.matching.imputing import by_hand
from cessie.domain.matching.rules.disposal import Disposal
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.queries import managed_amounts
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def settle(*, receipt_id: UUID, amounts: Mapping[UUID, Money], by: Viewer, at: datetime) -> Receipt:
    """Give of the money to each of these invoices (P40); what is left waits on. The same again does nothing.

    What is above an invoice pays the interest and costs that were claimed beside it (P42).
    Locks: the receipt, the invoices in the order of their keys. Refused: no right or not his (``NotFound``), nothing
    to give, more than is left of the money or open on an invoice (``TooMuch``), an invoice that this money paid with
    another amount: that is undone first.
    """
    if not amounts or any(amount.cents <= 0 for amount in amounts.values()):
        raise Refusal("managed.no_amount", N_("Say for each invoice how much of the money goes to it."))
    with transaction.atomic():
        receipt = locked_receipt(receipt_id, by)
        invoices = locked_invoices(amounts, receipt.client_id)
        new = _not_given_yet(receipt, amounts)
        if not new:
            return receipt
        left, total = left_of(receipt), Money.total(new.values(), receipt.currency)
        if total > left:
            words = N_("{total} is more than the {left} that is left of this payment.")
            raise TooMuch("managed.more_than_received", words, total=total, left=left)
        paid = receipt.line.value_date
        shares, claims = by_hand(new, open_now=managed_amounts(list(new)), paid=paid)
        found = Disposal(shares, beside=claims)
        rows = rows_of(found, currency=receipt.currency, paid=paid, by=by, at=at, receipt=receipt)
        book(rows, {key: invoices[key] for key in new}, by=by, at=at)
        facts = {"invoices": {str(key): amount for key, amount in new.items()}, "rule": "person"}
        record(action="managed.settle", subject=receipt, by=by, at=at, client_id=receipt.client_id, data=facts)
        receipt.candidates = []  # they were for the money as it was before
        if rest := restate(receipt, by=by, at=at):
            ask(receipt, rest, by=by, at=at)
    return receipt


def _not_given_yet(receipt: Receipt, amounts: Mapping[UUID, Money]) -> dict[UUID, Money]:
    """What is not given already by the same hand; refused where an invoice has another amount of this money."""
    posted = receipt.settlements.filter(state="posted", kind="payment", part=0, invoice__in=list(amounts))
    given = dict(posted.values_list("invoice_id").annotate(Sum("amount_cents")).order_by())
    for key, cents in given.items():
        if cents != amounts[key].cents:
            raise Refusal(
                "managed.given_before", N_("This payment paid one of these invoices already: undo that first.")
            )
    return {key: amount for key, amount in amounts.items() if key not in given}
