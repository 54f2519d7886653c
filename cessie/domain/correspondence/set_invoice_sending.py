"""A creditor says whether the house sends his invoices; from then on, for those that come in later."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.correspondence.models import InvoiceSending
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


@transaction.atomic
def set_invoice_sending(*, client_id: UUID, sends: bool, by: Viewer, at: datetime) -> bool:
    """Keep it; whether something changed. What was asked for before stays asked for.

    Refused: another's client (``NotFound``), a person who may not act for him or write to debtors (``NotAllowed``).
    """
    if not by.sees_client(client_id):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    if by.kind == "staff":
        by.require("correspondence.decide")
    else:
        by.require_client(client_id)
    client = Client.objects.select_for_update(of=("self",)).get(pk=client_id)
    if sends_invoices(client_id) == sends:
        return False
    said = {"sends": sends, "set_at": at, "set_by": by.key}
    InvoiceSending.objects.update_or_create(client=client, defaults=said)
    record(
        action="correspondence.set_invoice_sending", subject=client, by=by, at=at, client_id=client_id,
        data={"sends": sends},
    )  # fmt: skip
    return True


def sends_invoices(client_id: UUID) -> bool:
    """Whether the house sends this creditor's invoices; unless he says so they count as sent already."""
    return InvoiceSending.objects.filter(pk=client_id, sends=True).exists()
