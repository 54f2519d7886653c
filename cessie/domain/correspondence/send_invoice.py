"""Have an invoice sent to its debtor, and note what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.correspondence.models import Message, Outgoing
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Reason

#: An invoice that cannot leave is looked at again after this time: an address or an answer may have come.
AGAIN: Final = timedelta(minutes=30)


@transaction.atomic
def send_invoice(*, invoice_id: UUID, client_id: UUID, by: Viewer, at: datetime) -> Outgoing:
    """Ask for it once; asked again, by whomever, it is the same wish. What cannot leave is tried again at once.

    Refused: another's client (``NotFound``), a person who may not act for him or write to debtors (``NotAllowed``).
    """
    if not by.sees_client(client_id):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    if by.kind == "staff":
        by.require("correspondence.decide")
    elif by.kind != "system":
        by.require_client(client_id)
    asked = {"client_id": client_id, "asked_at": at, "asked_by": by.key, "next_at": at}
    row, new = Outgoing.objects.get_or_create(pk=invoice_id, defaults=asked)
    if new:
        record(action="correspondence.send_invoice", subject=row, by=by, at=at, client_id=client_id)
    elif row.message_id is None:
        Outgoing.objects.filter(pk=invoice_id, message__isnull=True).update(next_at=at)
    return row


def hold_invoice(*, invoice_id: UUID, reasons: Sequence[Reason], at: datetime) -> None:
    """It cannot leave now, and why; nothing happens to one that was written meanwhile."""
    said = [reason.to_json() for reason in reasons]
    rows = Outgoing.objects.filter(pk=invoice_id, message__isnull=True)
    rows.update(trouble=said, next_at=at + AGAIN)


def invoice_written(*, invoice_id: UUID, message: Message) -> None:
    """It became this message, and never another."""
    Outgoing.objects.filter(pk=invoice_id, message__isnull=True).update(message=message, trouble=[])


def invoices_to_write(*, at: datetime, limit: int = 200) -> tuple[UUID, ...]:
    """Invoices whose time has come, oldest wish first; for jobs."""
    rows = Outgoing.objects.filter(message__isnull=True, next_at__lte=at).order_by("next_at", "asked_at", "pk")
    return tuple(rows.values_list("pk", flat=True)[:limit])


def outgoing(*, viewer: Viewer, invoice_id: UUID) -> Outgoing | None:
    """What became of the wish to have an invoice sent; None where nobody wished it, or it is not the viewer's."""
    row = Outgoing.objects.select_related("message").filter(pk=invoice_id).first()
    return row if row is not None and viewer.sees_client(row.client_id) else None
