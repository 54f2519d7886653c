"""Calls as a viewer may see them: the client those that were sent to him, the staff all; for jobs what lives."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.availability.models import Call, Run
from cessie.domain.availability.rules.quoting import quotes
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money

#: States in which a client is asked to pay.
ASKED = ("sent", "set_off")
LIVE = ("proposed", *ASKED)


def calls(*, viewer: Viewer, contract_id: UUID | None = None) -> QuerySet[Call]:
    """Newest first."""
    rows = Call.objects.select_related("contract", "client__company", "run").order_by("-proposed_at", "-pk")
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids, decided_at__isnull=False).exclude(state="dropped")
    return rows if contract_id is None else rows.filter(contract_id=contract_id)


def still_over(contract_id: UUID) -> Money:
    """What was too much in use by the contract's last run; nothing where there is none."""
    last = Run.objects.filter(contract_id=contract_id).order_by("-made_at", "-id").first()
    return Money(0) if last is None else last.over


def reference_in(said: str) -> Call | None:
    """The call that a payment's words quote; None where they quote none or several."""
    rows = Call.objects.filter(state__in=ASKED).select_related("contract")
    found = [row for row in rows if quotes(said, row.reference)]
    return found[0] if len(found) == 1 else None
