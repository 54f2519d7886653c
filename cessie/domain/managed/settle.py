"""A person says which managed invoices the money on a creditor's account pays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.managed.door import TooMuch, book, left_of, locked_invoices, locked_receipt, restate
from cessie.domain.managed.models import Receipt, Settlement
from cessie.domain.managed.tasks import ask
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def settle(*, receipt_id: UUID, amounts: Mapping[UUID, Money], by: Viewer, at: datetime) -> Receipt:
    """Give of the money to each of these invoices (P40); what is left waits on. The same again does nothing.

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
        rows = [
            Settlement(
                invoice_id=key, kind="payment", amount_cents=new[key].cents, currency=receipt.currency,
                paid_date=receipt.line.value_date, receipt=receipt, made_at=at, made_by=by.key,
            )
            for key in sorted(new)
        ]  # fmt: skip
        book(rows, {key: invoices[key] for key in new}, by=by, at=at)
        facts = {"invoices": {str(key): amount for key, amount in new.items()}, "rule": "person"}
        record(action="managed.settle", subject=receipt, by=by, at=at, client_id=receipt.client_id, data=facts)
        receipt.candidates = []  # they were for the money as it was before
        if rest := restate(receipt, by=by, at=at):
            ask(receipt, rest, by=by, at=at)
    return receipt


def _not_given_yet(receipt: Receipt, amounts: Mapping[UUID, Money]) -> dict[UUID, Money]:
    """What is not given already by the same hand; refused where an invoice has another amount of this money."""
    given = dict(
        receipt.settlements.filter(state="posted", part=0, invoice__in=list(amounts)).values_list(
            "invoice_id", "amount_cents"
        )
    )
    for key, cents in given.items():
        if cents != amounts[key].cents:
            raise Refusal(
                "managed.given_before", N_("This payment paid one of these invoices already: undo that first.")
            )
    return {key: amount for key, amount in amounts.items() if key not in given}
