"""The register of deeds as a viewer may see it, and what waits for a registration."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from cessie.domain.contracts.queries import terms_on
from cessie.domain.purchase.models import Cession, Deed
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_

#: Of a deed that has transferred nothing yet.
UNREGISTERED = ("unregistered", "noted")


def deeds(
    *, viewer: Viewer, client_id: UUID | None = None, text: str = "", states: Collection[str] = ()
) -> QuerySet[Deed]:
    """Those that exist for him, newest first; of a client, in these states, by number, register number or client."""
    rows = Deed.objects.select_related("client__company", "contract", "ledger").order_by("-made_at", "-pk")
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    if states:
        rows = rows.filter(state__in=list(states))
    if text := text.strip():
        named = Q(client__company__name__icontains=text) | Q(register_number__istartswith=text)
        rows = rows.filter(named | Q(number__istartswith=text))
    return rows


def deed_of(*, viewer: Viewer, deed_id: UUID) -> Deed:
    """One of them, or ``NotFound``."""
    row = deeds(viewer=viewer).filter(pk=deed_id).first()
    if row is None:
        raise NotFound("deeds.unknown", N_("There is no such deed."))
    return row


def untransferred(contract_id: UUID) -> frozenset[UUID]:
    """The invoices bought under a contract by deeds that are not registered yet; for availability."""
    waiting = Deed.objects.filter(contract_id=contract_id, state__in=UNREGISTERED).values("proposal_id")
    return frozenset(Cession.objects.filter(proposal_id__in=waiting).values_list("invoice_id", flat=True))


def is_withheld(proposal_id: UUID) -> bool:
    """Whether what a purchase brings waits for the registration of its deed; for the verb that pays it."""
    return Deed.objects.filter(proposal_id=proposal_id, withheld=True).exists()


def to_pay(day: date) -> tuple[UUID, ...]:
    """Deeds whose payout was withheld and waits no more: registered, or the contract waits for none that day any more
    (its debtors were told). Oldest first; for jobs."""
    found = []
    for row in Deed.objects.filter(withheld=True).order_by("made_at", "pk"):
        if row.state == "registered" or not terms_on(row.contract_id, day)[1].waits_for_registration:
            found.append(row.pk)
    return tuple(found)
