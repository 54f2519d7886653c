"""Ask for a plan of instalments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.arrangements.door import agree, open_of, refuse, require_free, theirs
from cessie.domain.arrangements.leniency import leniency_in_force
from cessie.domain.arrangements.models import Arrangement
from cessie.domain.arrangements.rules.approval import Asked, approver
from cessie.domain.arrangements.rules.instalments import Instalment, why_not
from cessie.domain.disputes.amounts import disputed
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.queries import bought_amounts
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def ask_plan(
    *,
    invoice_ids: Sequence[UUID],
    parts: Sequence[Instalment],
    words: str = "",
    acceleration: bool = True,
    by: Viewer,
    at: datetime,
) -> Arrangement:
    """Pay all that is open on these invoices of one client in instalments that fall due one by one.

    A small plan of the client's own claims runs at once, any other waits for its approver (``rules.approval``); who
    asks and may approve it has done so. Its instalments, to the cent, are what is open now. Locks the invoices.
    Refused: another's invoice (``NotFound``), no right (``NotAllowed``), invoices of several, nothing open, one that is
    disputed or spoken for, instalments that are no plan (``rules.instalments``).
    """
    invoices = theirs(invoice_ids, by)
    require_free(invoices)
    still, today = open_of(invoices), booking_day(at)
    if not all(amount > Money(0, amount.currency) for amount in still.values()):
        raise Refusal("arrangements.nothing_open", N_("Nothing is open on this invoice."))
    if disputed(list(still)):
        raise Refusal("arrangements.disputed", N_("An invoice is disputed: end the dispute first."))
    total = Money.total(still.values(), invoices[0].currency)
    if no := why_not(parts, total, today):
        refuse(no)
    bought = any(bought_amounts(list(still), currency=total.currency).values())
    whose = approver(Asked(total, len(parts), (parts[-1].due - today).days, bought), leniency_in_force())
    return agree(
        kind="plan", agreed=still, parts=parts, invoices=invoices, words=words, acceleration=acceleration,
        approver="" if whose == by.kind and whose == "client" else whose, by=by, at=at,
    )  # fmt: skip
