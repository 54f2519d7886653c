"""Book a bank line that is nobody's invoice and nobody's payout: charges, interest, capital (P37)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Line, Remembered
from cessie.domain.banking.offered import offered
from cessie.domain.banking.rules.likeness import Like, agrees, words_of
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
def book_other(
    *, line_id: UUID, account: What, note: str, remember_up_to: Money | None = None, by: Viewer, at: datetime
) -> Line:
    """A person of treasury books a line as bank charges or interest (5040) or as equity (3000), with his reason (P37).

    With ``remember_up_to`` its like, up to that amount, is booked so by itself until he ends it (``forget``).

    Refused: no right (``NotAllowed``), no words, another account, a line that is taken (``AlreadyTaken``) or not
    offered (``NotOffered``), nothing by which its like could be told.
    """
    by.require("banking.decide")
    if not note.strip():
        raise Refusal("banking.note", N_("Say in a few words why."))
    if account not in WHATS:
        raise Refusal("banking.other_account", N_("Account {account} is not for this."), account=account)
    line = take(line_id=line_id, by_app="banking", at=at)
    if remember_up_to is not None:
        line.remembered = _remember(line, account, remember_up_to, by, at)
        line.save(update_fields=["remembered"])
    return _book(line, account, note.strip(), by, at)


@transaction.atomic
def book_remembered(*, line: Line, by: Viewer, at: datetime) -> bool:
    """Book a line as its like was booked before; whether it was. One that names a payment, came back, or was undone
    once is a person's.
    """
    by.require("banking.import")
    if line.end_to_end_id.startswith("CS") or line.batch_reference or line.return_reason or line.undone:
        return False
    rows = Remembered.objects.filter(
        account=line.statement.account,
        debit=line.amount_cents < 0,
        ended_at__isnull=True,
        most_cents__gte=abs(line.amount_cents),
    )
    this = like(line)
    known = next((row for row in rows.order_by("pk") if agrees(_known(row), this)), None)
    if known is None or offered(line.pk).taken_by:
        return False
    line = take(line_id=line.pk, by_app="banking", at=at)
    line.remembered = known
    line.save(update_fields=["remembered"])
    _book(line, cast(What, known.book_as), "remembered", by, at)
    return True


def like(line: Line) -> Like:
    """What of a line its like must have too."""
    words = words_of(line.text, line.counterparty_name)
    return Like(line.amount_cents < 0, line.transaction_code, line.counterparty_iban, words)


def posting_id(line: Line) -> str:
    """The event of the line's entry: a line that was booked and undone is booked under another."""
    return f"line/{line.pk}/{line.undone}" if line.undone else f"line/{line.pk}"


def _known(row: Remembered) -> Like:
    return Like(row.debit, row.transaction_code, row.counterparty_iban, row.words)


def _remember(line: Line, account: What, most: Money, by: Viewer, at: datetime) -> Remembered:
    this = like(line)
    if not (this.words or this.iban):  # a code alone would take too much
        raise Refusal("banking.nothing_to_remember", N_("The line has no words and no account to know its like by."))
    if most < abs(Money(line.amount_cents, line.currency)):
        raise Refusal("banking.too_little", N_("The line itself is more than {most}."), most=most)
    row, is_new = Remembered.objects.get_or_create(
        account=line.statement.account,
        debit=this.debit,
        transaction_code=this.code,
        counterparty_iban=this.iban,
        words=this.words,
        ended_at=None,
        defaults={"most_cents": most.cents, "book_as": account, "made_by": by.key, "made_at": at},
    )
    if is_new:
        record(action="banking.remember", subject=row, by=by, at=at, data={"account": account, "most": most})
    return row


def _book(line: Line, account: What, note: str, by: Viewer, at: datetime) -> Line:
    own = line.statement.account
    event = Event(posting_id(line), line.booked_date, line.value_date)
    rule = other_in if line.amount_cents > 0 else other_out
    amount = abs(Money(line.amount_cents, line.currency))
    bank = cast(OwnBank, own.ledger_code)  # open_account opens no other
    post([rule(event=event, amount=amount, of=Dims(bank=own.pk), account=bank, what=account)], by=by.key, at=at)
    close(key=line_task_key(line.pk), decision=f"booked on {account}", by=by, at=at)
    facts = {"account": account, "amount": amount, "note": note}
    record(action="banking.book_other", subject=line, by=by, at=at, data=facts)
    return line
