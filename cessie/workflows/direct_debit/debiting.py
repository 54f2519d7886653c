"""What falls due and may be collected under a mandate is proposed in time, and the debtor told by letter before."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from cessie.domain.contracts.queries import terms_on
from cessie.domain.correspondence.drop import drop
from cessie.domain.invoices.models import Invoice
from cessie.domain.managed.queries import open_managed
from cessie.domain.mandates.announce import announce, waiting_for_notice
from cessie.domain.mandates.models import Collection, Mandate
from cessie.domain.mandates.propose import propose
from cessie.domain.mandates.still import still_collects
from cessie.domain.purchase.bought import open_bought
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.workflows.letters.notifying import tells

log = logging.getLogger(__name__)

#: Days before the notice at which an invoice is proposed: the letter to the debtor leaves meanwhile.
AHEAD: Final = timedelta(days=7)


def propose_due(*, by: Viewer, at: datetime) -> int:
    """Propose each open invoice whose debtor has a mandate that serves, once; how many. Again does nothing.

    Under the house's own identifier what it bought openly: of a confidential contract its name would stand on the
    debtor's statement. Under a client's what is managed for him. What was collected, failed or was left before is not
    proposed again by itself: a retry is the failure's own, and then the reminders go on.
    """
    today, count = booking_day(at), 0
    serving = {(row.debtor_id, row.creditor.account.client_id): row for row in _serving()}
    found = [(key, serving[whose]) for key, whose in _open_invoices(at) if whose in serving] if serving else []
    before = set(Collection.objects.filter(invoice__in=[key for key, _ in found]).values_list("invoice_id", flat=True))
    due = dict(Invoice.objects.filter(pk__in=[key for key, _ in found]).values_list("pk", "due_date"))
    for key, mandate in found:
        soon = today + timedelta(days=mandate.creditor.notice_days) + AHEAD
        if key not in before and due[key] <= soon:
            count += _proposed(key, mandate, by, at)
    return count


def announce_due(*, by: Viewer, at: datetime) -> int:
    """Write to each debtor what is proposed and not told yet; how many letters. Again writes nothing.

    A creditor whose letter cannot be written (no house, words of the house in confidence) holds up no other: a person
    notes the notice himself.
    """
    letters = 0
    for mandate_id in waiting_for_notice():
        try:
            letters += len(announce(mandate_id=mandate_id, by=by, at=at))
        except Refusal as no:
            log.warning("no notice of a collection", extra={"mandate": str(mandate_id), "code": no.code})
    return letters


def still(message_id: UUID, *, by: Viewer, at: datetime) -> bool:
    """Whether a message may leave, asked just before: a notice of what is not collected so any more does not."""
    if still_collects(message_id=message_id, at=at):
        return True
    reason = Reason("mandates.not_any_more", N_("What it tells is not collected so any more."))
    drop(message_id=message_id, reason=reason, by=by, at=at)
    return False


def _serving() -> Iterator[Mandate]:
    """The oldest last, so that it is the one that serves where a debtor gave several."""
    rows = Mandate.objects.filter(state="active", one_off=False).select_related("creditor__account")
    return rows.order_by("-activated_at", "-pk").iterator()


def _open_invoices(at: datetime) -> Iterator[tuple[UUID, tuple[UUID, UUID | None]]]:
    """Each with its debtor and the client on whose own account it is paid (None: the house)."""
    today = booking_day(at)
    bought = [row for row in open_bought() if tells(row.terms)]
    open_now = {key: tells(terms_on(key, today)[1]) for key in {row.contract_id for row in bought}}
    yield from ((row.invoice_id, (row.debtor_id, None)) for row in bought if open_now[row.contract_id])
    yield from ((row.invoice_id, (row.debtor_id, row.client_id)) for row in open_managed())


def _proposed(invoice_id: UUID, mandate: Mandate, by: Viewer, at: datetime) -> bool:
    """Whether it was; a reason against it now may be gone tomorrow."""
    try:
        propose(invoice_id=invoice_id, mandate_id=mandate.pk, notified_date=None, by=by, at=at)
    except Refusal:
        return False
    return True
