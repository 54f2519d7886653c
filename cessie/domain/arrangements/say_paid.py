"""The debtor says that his payment is on its way."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.door import agree, open_of, refuse, require_free, theirs
from cessie.domain.arrangements.models import Arrangement
from cessie.domain.arrangements.rules.instalments import GRACE, Instalment
from cessie.domain.arrangements.rules.promise import ON_ITS_WAY, paid_why_not, wrong_amount
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import add_bank_days, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


@transaction.atomic
def say_paid(
    *, invoice_id: UUID, on: date, amount: Money | None = None, words: str = "", by: Viewer, at: datetime
) -> Arrangement:
    """Wait three bank days from today for it to be seen; ``on``: the day on which he says that he paid. Once about an
    invoice: who says so again disputes it (ground "paid already") with the proof. The same again gives the one there.

    Refused: another's invoice (``NotFound``), no right (``NotAllowed``), a day to come or older than two weeks, nothing
    open, a second time, a plan or promise that lives. Locks the invoice.
    """
    (invoice,) = theirs([invoice_id], by)
    said = Arrangement.objects.filter(kind="paid", covers__invoice=invoice).first()
    if said is not None and said.state == "running":
        return said
    if said is not None:
        refuse(Reason("arrangements.said", N_("You said so before and the money was not seen: please send a proof.")))
    require_free([invoice])
    still, today = open_of([invoice])[invoice.pk], booking_day(at)
    amount = amount or still
    if no := paid_why_not(on, today=today) or wrong_amount(amount, still):
        refuse(no)
    seen_by = add_bank_days(today, max(0, ON_ITS_WAY - GRACE))  # two more are given to every instalment
    return agree(
        kind="paid", agreed={invoice.pk: amount}, parts=[Instalment(seen_by, amount)], invoices=[invoice],
        words=words, by=by, at=at,
    )  # fmt: skip
