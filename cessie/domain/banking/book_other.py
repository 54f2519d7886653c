"""Book a bank line that is nobody's invoice and nobody's payout."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Line
from cessie.domain.banking.take import take
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules.transfers import OwnBank, other_in, other_out
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

What = Literal["5040", "3000"]
WHATS = ("5040", "3000")


def line_task_key(line_id: UUID) -> str:
    """The one task about a bank line that nobody takes."""
    return f"banking.line:{line_id}"


@transaction.atomic
def book_other(*, line_id: UUID, account: What, note: str, by: Viewer, at: datetime) -> Line:
    """A person of treasury books a line as bank charges (5040) or as equity (3000), with his reason (P37).

    Refused: no right (``NotAllowed``), no words, another account, a line that is taken (``AlreadyTaken``) or not
    offered (``NotOffered``).
    """
    by.require("banking.decide")
    if not note.strip():
        raise Refusal("banking.note", N_("Say in a few words why."))
    if account not in WHATS:
        raise Refusal("banking.other_account", N_("Account {account} is not for this."), account=account)
    line = take(line_id=line_id, by_app="banking", at=at)
    own = line.statement.account
    event = Event(f"line/{line.pk}", line.booked_date, line.value_date)
    rule = other_in if line.amount_cents > 0 else other_out
    amount = abs(Money(line.amount_cents, line.currency))
    bank = cast(OwnBank, own.ledger_code)  # open_account opens no other
    post([rule(event=event, amount=amount, of=Dims(bank=own.pk), account=bank, what=account)], by=by.key, at=at)
    close(key=line_task_key(line.pk), decision=f"booked on {account}", by=by, at=at)
    record(action="banking.book_other", subject=line, by=by, at=at, data={"account": account, "amount": amount})
    return line
