"""Lines of the third-party account that are the house's own: money that it puts in, charges of the bank."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.book_other import line_task_key
from cessie.domain.banking.models import Account, Line
from cessie.domain.banking.rules.transit import transfer_reference
from cessie.domain.banking.take import take
from cessie.domain.trust.door import TAKER
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import trust as rules
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def put_in(*, line: Line, by: Viewer, at: datetime) -> bool:
    """Money that came from another account of the house (P36 when it left): what the house bears is made good (P32).

    Whether the line was that. Refused: no right (``NotAllowed``), taken before (``AlreadyTaken``).
    """
    by.require("banking.import")
    other = Account.objects.filter(iban=line.counterparty_iban, client__isnull=True).exclude(purpose="trust").first()
    if other is None or line.amount_cents <= 0:
        return False
    line = take(line_id=line.pk, by_app=TAKER, third_party=True, at=at)
    amount, bank = Money(line.amount_cents, line.currency), line.statement.account_id
    of = Dims(client=rules.NOBODY, reference=transfer_reference(other.pk, bank, amount), bank=bank)
    event = Event(f"line/{line.pk}", line.booked_date, line.value_date)
    post([rules.own_money_arrived(event=event, amount=amount, of=of)], by=by.key, at=at)
    record(action="trust.put_in", subject=line, by=by, at=at, data={"amount": amount})
    return True


@transaction.atomic
def book_charge(*, line_id: UUID, note: str, by: Viewer, at: datetime) -> Line:
    """A person of treasury says that a debit is a charge of the bank: the house bears it, nobody's money does (P43).

    Refused: no right (``NotAllowed``), no words, money that came in, a line that is taken (``AlreadyTaken``) or not of
    the third-party account (``NotOffered``).
    """
    by.require("banking.decide")
    if not note.strip():
        raise Refusal("trust.note", N_("Say in a few words why."))
    line = take(line_id=line_id, by_app=TAKER, third_party=True, at=at)
    if line.amount_cents >= 0:
        raise Refusal("trust.no_charge", N_("This bank line is no money that the bank took."))
    amount = Money(-line.amount_cents, line.currency)
    event = Event(f"line/{line.pk}", line.booked_date, line.value_date, note.strip())
    of = Dims(client=rules.NOBODY, reference=line.pk, bank=line.statement.account_id)
    post([rules.bank_charge(event=event, amount=amount, of=of)], by=by.key, at=at)
    close(key=line_task_key(line.pk), decision="bank charge", by=by, at=at)
    record(action="trust.book_charge", subject=line, by=by, at=at, data={"amount": amount, "note": note.strip()})
    return line
