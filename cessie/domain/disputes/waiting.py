"""Disputes that wait for a person: of bought invoices at once, of managed ones when the client's time runs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from cessie.domain.disputes.models import Dispute
from cessie.domain.disputes.queries import live_at
from cessie.domain.work.rules.clock import end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.ledger.receivables import ever_bought
from cessie.lib.days import bank_day_until, booking_day
from cessie.lib.reasons import N_, Fact, Reason

#: Days before the client's last day on which the desk is asked to remind him.
NEAR: Final = 3


def _bought(at: datetime) -> Iterator[Waiting]:
    """The house's own claim is contested: the desk sees it at once, whatever the client will say."""
    said = N_("{debtor} contests invoice {number}, which the house bought; the client answers until {day}.")
    rows = list(live_at(at))
    ours = ever_bought([row.invoice_id for row in rows])
    return (_waiting(row, "disputes.bought", said) for row in rows if row.invoice_id in ours)


def _due(at: datetime) -> Iterator[Waiting]:
    """A client who let nearly all of his ten days pass."""
    said = N_("{debtor} contests invoice {number} and the client has not answered; his last day is {day}.")
    rows = [row for row in live_at(at) if row.answer_by <= booking_day(at) + timedelta(days=NEAR)]
    ours = ever_bought([row.invoice_id for row in rows])
    open_ones = (row for row in rows if row.state == "open" and row.invoice_id not in ours)
    return (_waiting(row, "disputes.due", said) for row in open_ones)


def _waiting(row: Dispute, code: str, said: str) -> Waiting:
    invoice = row.invoice
    debtor = invoice.debtor.company.name if invoice.debtor else invoice.buyer_name
    facts: dict[str, Fact] = {"debtor": debtor, "number": invoice.number, "day": row.answer_by}
    return Waiting(
        subject=("disputes.Dispute", str(row.pk)),
        reasons=(Reason(code, said, facts),),
        due_at=end_of_desk(bank_day_until(row.answer_by)),
        client_id=invoice.client_id,
    )


WATCHES = (Watch("dispute.bought", _bought), Watch("dispute.due", _due))
