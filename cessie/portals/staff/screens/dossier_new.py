"""Open a dossier by hand: late invoices of a principal that are in none yet, chosen by the desk."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cessie.domain.collection import queries as collection
from cessie.domain.collection.models import Dossier
from cessie.domain.collection.open_dossier import NewClaim, open_dossier
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties import queries as parties
from cessie.ledger.queries import open_amounts
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.lists import cut
from cessie.portals.frame.typed import day_of
from cessie.portals.staff.desk import show


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def dossier_new(request: Visit) -> HttpResponse:
    """The principal is chosen, then his late invoices; sent, the dossier of their debtor is opened or grows."""
    viewer, get = request.viewer, request.GET
    made: list[Dossier] = []
    if request.method == "POST":
        attempt(request, lambda: made.append(_open(request)), _("The dossier is open."))
        if made:
            return redirect("staff:dossier", made[0].pk)
    chosen = parties.client(viewer=viewer, client_id=key(get["client"])) if get.get("client") else None
    today = booking_day(timezone.now())
    rows = Invoice.objects.none()
    if chosen is not None:
        rows = collection.collectable(viewer=viewer, client_id=chosen.pk, on=today, text=get.get("q", ""))
    page = cut(request, rows)
    still = open_amounts([row.pk for row in page])
    return show(
        request, "dossier_new", page=page, lines=[(row, still[row.pk]) for row in page], chosen=chosen, today=today,
        text=get.get("q", ""), clients=parties.clients(viewer=viewer)[:2000], may=viewer.may("collection.open"),
    )  # fmt: skip


def _open(request: Visit) -> Dossier:
    """Of one debtor under one contract: every debtor has his own dossier."""
    given, viewer, at = request.POST, request.viewer, timezone.now()
    client_id = key(given.get("client", ""))
    keys = {key(each) for each in given.getlist("invoice")}
    rows = list(collection.collectable(viewer=viewer, client_id=client_id, on=booking_day(at)).filter(pk__in=keys))
    of = {(row.debtor_id, row.contract_id) for row in rows}
    if len(of) != 1 or len(rows) != len(keys):
        raise Refusal("collection.one_debtor", N_("Choose invoices of one debtor under one contract."))
    ((debtor_id, contract_id),) = of
    return open_dossier(
        client_id=client_id, debtor_id=_known(debtor_id), contract_id=contract_id, source="staff", by=viewer, at=at,
        claims=[_claim(row.pk, request) for row in rows],
    )  # fmt: skip


def _known(debtor_id: UUID | None) -> UUID:
    if debtor_id is None:
        raise Refusal("collection.unknown_debtor", N_("There is no such debtor."))
    return debtor_id


def _claim(invoice_id: UUID, request: Visit) -> NewClaim:
    """With the principal's own first reminder, if he sent one."""
    given = request.POST
    channel: Literal["post", "electronic"] = "electronic" if given.get("channel") == "electronic" else "post"
    reminded = day_of(given["reminded"]) if given.get("reminded") else None
    return NewClaim(invoice_id, notice_date=reminded, notice_channel=channel)
