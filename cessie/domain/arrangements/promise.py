"""The debtor promises an amount on a day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.door import agree, open_of, refuse, require_free, theirs
from cessie.domain.arrangements.models import Arrangement
from cessie.domain.arrangements.rules.instalments import Instalment
from cessie.domain.arrangements.rules.promise import why_not
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money


@transaction.atomic
def promise(
    *, invoice_id: UUID, on: date, amount: Money | None = None, words: str = "", by: Viewer, at: datetime
) -> Arrangement:
    """Note it; ``amount`` None: all that is open. Until two bank days after the day no reminder goes for that part.

    By the debtor, or by client or staff who spoke with him. The same promise again gives the one that stands.
    Refused: another's invoice (``NotFound``), no right (``NotAllowed``), a third promise about the invoice, a day that
    is gone or more than 30 days away, nothing open, too much, a plan or promise that lives. Locks the invoice.
    """
    (invoice,) = theirs([invoice_id], by)
    standing = Arrangement.objects.filter(
        kind="promise", state="running", covers__invoice=invoice, instalments__due_date=on
    ).first()
    if standing is not None:
        return standing
    require_free([invoice])
    still = open_of([invoice])[invoice.pk]
    amount = amount or still
    before = Arrangement.objects.filter(kind="promise", covers__invoice=invoice).count()
    if no := why_not(amount, on, today=booking_day(at), open_amount=still, before=before):
        refuse(no)
    return agree(
        kind="promise", agreed={invoice.pk: amount}, parts=[Instalment(on, amount)], invoices=[invoice], words=words,
        by=by, at=at,
    )  # fmt: skip
