"""Take a credit line of a collection account into the books: money is here, for what is not known yet (P07)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Line
from cessie.domain.banking.take import AlreadyTaken, take
from cessie.domain.matching.models import Receipt
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import receipts
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

COLLECTION = "1000"  # the chart's code of accounts on which debtors pay


class NotAReceipt(Refusal):
    """The line is no money of a debtor: money that leaves, or on an account where debtors do not pay."""


def receive(*, line_id: UUID, by: Viewer, at: datetime) -> Receipt:
    """The receipt of a bank line; the same line again gives the same receipt.

    Refused: a line that is no money in, or not on a collection account (``NotAReceipt``); one that another act has
    booked (``banking.AlreadyTaken``) or that is not offered (``banking.NotOffered``).
    """
    by.require("matching.decide")
    known = Receipt.objects.filter(line_id=line_id).first()
    if known is not None:
        return known
    with transaction.atomic():
        try:
            line = take(line_id=line_id, by_app="matching", at=at)
        except AlreadyTaken:
            known = Receipt.objects.filter(line_id=line_id).first()  # by another, while this one waited for the row
            if known is None:
                raise
            return known
        _require_money_in(line)
        receipt = Receipt.objects.create(
            line=line, amount_cents=line.amount_cents, currency=line.currency, received_at=at
        )
        _post(line, by, at)
        record(
            action="matching.receive",
            subject=receipt,
            by=by,
            at=at,
            data={"line": line.pk, "amount": Money(line.amount_cents, line.currency)},
        )
    return receipt


def _require_money_in(line: Line) -> None:
    if line.amount_cents <= 0:
        raise NotAReceipt("matching.no_money_in", N_("This bank line is no money that came in."))
    account = line.statement.account
    if account.ledger_code != COLLECTION:
        raise NotAReceipt("matching.not_collection", N_("Debtors do not pay on {iban}."), iban=account.iban)


def _post(line: Line, by: Viewer, at: datetime) -> None:
    amount = Money(line.amount_cents, line.currency)
    event = Event(f"line/{line.pk}", line.booked_date, line.value_date)
    of = Dims(reference=line.pk, bank=line.statement.account_id)
    post([receipts.receipt(event=event, amount=amount, of=of)], by=by.key, at=at)
