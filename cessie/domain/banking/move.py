"""Book one side of a transfer between two of the house's own accounts."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Account, Line
from cessie.domain.banking.offered import offered
from cessie.domain.banking.rules.transit import transfer_reference
from cessie.domain.banking.take import take
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.post import post
from cessie.ledger.rules.transfers import OwnBank, arrive, leave
from cessie.lib.money import Money


@transaction.atomic
def move(*, line_id: UUID, by: Viewer, at: datetime) -> bool:
    """Take a line whose other side is an account of ours, and post it through 1035 (P36). Whether it was one.

    The side that leaves and the side that arrives carry the same reference, made of the two accounts and the amount:
    what is left on it is on its way. Again does nothing.
    Refused: no right (``NotAllowed``), a line that is not offered (``NotOffered``).
    """
    by.require("banking.import")
    line = offered(line_id)
    own = line.statement.account
    other = Account.objects.filter(iban=line.counterparty_iban, client__isnull=True).exclude(pk=own.pk).first()
    if other is None or not line.amount_cents or line.taken_by:
        return line.taken_by == "banking"
    take(line_id=line.pk, by_app="banking", at=at)
    post([_entry(line, own, other)], by=by.key, at=at)
    record(action="banking.move", subject=line, by=by, at=at, data={"other": str(other.pk)})
    return True


def _entry(line: Line, own: Account, other: Account) -> Entry:
    out = line.amount_cents < 0
    source, target = (own, other) if out else (other, own)
    amount = abs(Money(line.amount_cents, line.currency))
    reference = transfer_reference(source.pk, target.pk, amount)
    event = Event(f"line/{line.pk}", line.booked_date, line.value_date)
    rule = leave if out else arrive
    bank = cast(OwnBank, own.ledger_code)  # open_account opens no other
    return rule(event=event, amount=amount, of=Dims(reference=reference, bank=own.pk), account=bank)
