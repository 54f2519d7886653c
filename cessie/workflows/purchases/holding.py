"""An invoice is held: somebody is asked, and the clock looks again whether room has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.credit.check import check
from cessie.domain.credit.rules.checks import INSOLVENT
from cessie.domain.invoices.deciding import Assessed
from cessie.domain.invoices.hold import hold
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import system
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.lib.reasons import Reason

#: A client who handed in waits for his money: somebody looks within this time.
PROMPT = 4  # staffed hours
JUDGE = system("intake")
#: Doubts that come and go with the limits (of the debtor, of his group, of the contract) and with his insolvency.
ROOM = ("M01", "M02", "M03", INSOLVENT)


def ask(judged: Assessed, at: datetime) -> None:
    """Put a held invoice into the queue, with all that stands against it."""
    invoice = Invoice.objects.get(pk=judged.invoice_id)
    reasons: Sequence[Reason] = [finding.reason for finding in judged.findings if finding.is_open]
    open_task(
        key=f"invoice.held:{invoice.pk}",
        kind="invoice.held",
        subject=invoice,
        reasons=reasons,
        client_id=invoice.client_id,
        due_at=due_after(at, PROMPT),
        by=JUDGE,
        at=at,
    )


def held_for_room(*, invoice_id: UUID, at: datetime) -> bool:
    """Hold an accepted invoice for which the limits leave no room any more; whether a person is asked now.

    Not where people have cleared these doubts already: then it waits for room.
    """
    tight = [found for found in check(invoice_id=invoice_id, at=at) if found.code in ROOM]
    with transaction.atomic():
        judged = hold(invoice_id=invoice_id, found=tight, by=JUDGE, at=at)
        if judged.state == "held":
            ask(judged, at)
    return judged.state == "held"


def has_room(*, invoice_id: UUID, at: datetime) -> bool:
    """Whether the limits bear the whole invoice now."""
    found = check(invoice_id=invoice_id, at=at)
    return not any(each.code in ROOM and each.severity != "note" for each in found)
