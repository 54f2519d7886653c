"""Direct debit as the client sees it: what is collected on his invoices, and the mandates of his own identifier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.mandates import queries as mandates
from cessie.domain.mandates.models import SCHEMES, Collection
from cessie.domain.mandates.register import register
from cessie.domain.mandates.revoke import revoke
from cessie.domain.mandates.rules.states import MANDATE
from cessie.domain.parties import queries as parties
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind, key, say
from cessie.portals.frame.lists import cut
from cessie.portals.frame.scans import scan_of
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.typed import day_of
from cessie.portals.frame.vocabulary import STATES
from cessie.workflows.direct_debit.signing import ask_to_sign

#: Rows of a file at most.
LIMIT: Final = 50_000
FILTERS: Final = {
    "": (N_("All"), ()),
    "coming": (N_("Coming"), ("proposed", "batched", "instructed")),
    "came": (N_("Collected"), ("settled",)),
    "back": (N_("Refused or returned"), ("rejected", "returned")),
}


@require_safe
@for_kind("client")
def collections_page(request: Visit) -> HttpResponse:
    """What is collected on his invoices, how firm it is, and why it failed; with ``csv`` as a file."""
    client, get, today = client_of(request), request.GET, booking_day(timezone.now())
    text, state = get.get("q", ""), get.get("state", "")
    _label, states = FILTERS.get(state, FILTERS[""])
    found = mandates.collections(request.viewer, text=text, states=states, sort=get.get("sort", ""))
    found = found.filter(invoice__client=client)
    if "csv" in get:
        head = [_("Debtor"), _("Invoice"), _("On"), _("Amount"), _("Status"), _("Reason"), _("Firm from")]
        return csv_file(f"collections-{client.code}.csv", head, _cells(found[:LIMIT], today))
    page = cut(request, found)
    return show(
        request,
        "collections",
        client,
        page=page,
        rows=mandates.fetched(page, on=today),
        text=text,
        state=state,
        filters=[(code, _(label)) for code, (label, _states) in FILTERS.items()],
    )


def _cells(rows: QuerySet[Collection], today: date) -> Iterator[Sequence[Cell]]:
    for row in mandates.fetched(rows.iterator(2000), on=today):
        why = f"{row.code} {_(row.meaning)}" if row.code else ""
        firm = row.firm.refundable_until if row.firm else None
        yield (row.debtor, row.number, row.day, row.amount, _(STATES[row.state][0]), why, firm)


@require_safe
@for_kind("client")
def mandates_page(request: Visit) -> HttpResponse:
    """His mandates; where he has an identifier of his own, debtors to ask and paper to hand in."""
    client, get = client_of(request), request.GET
    text = get.get("q", "")
    found = mandates.mandates(request.viewer, text=text, sort=get.get("sort", ""))
    return show(
        request,
        "mandates",
        client,
        page=cut(request, found.filter(creditor__account__client=client)),
        text=text,
        asked=mandates.signings(request.viewer).filter(creditor__account__client=client)[:50],
        creditors=mandates.creditors(request.viewer).filter(account__client=client),
        debtors=parties.debtors(viewer=request.viewer, client_id=client.pk)[:500],
        schemes=SCHEMES,
        living={state for state in MANDATE.states if MANDATE.allows(state, "revoke")},
    )


@require_POST
@for_kind("client")
def mandate_invite(request: Visit) -> HttpResponse:
    """Ask one of his debtors to sign on a page; the link is shown once."""
    client, given = client_of(request), request.POST
    request.viewer.require_client(client.pk)
    creditor, debtor = _chosen(request, client.pk)

    def act() -> None:
        made = ask_to_sign(
            creditor_id=creditor,
            debtor_id=debtor,
            scheme=given.get("scheme", ""),
            email=given.get("email", ""),
            by_mail=given.get("by") == "email",
            by=request.viewer,
            at=timezone.now(),
        )
        say(request, "good", _("The link, told only now: {link}").format(link=made.address))

    attempt(request, act, _("The debtor can sign for fourteen days."))
    return redirect("client:mandates")


@require_POST
@for_kind("client")
def mandate_add(request: Visit) -> HttpResponse:
    """Hand in a mandate on paper, with its scan; the house compares."""
    client, given = client_of(request), request.POST
    request.viewer.require_client(client.pk)
    creditor, debtor = _chosen(request, client.pk)

    def act() -> None:
        name, scan = scan_of(request)
        register(
            creditor_id=creditor,
            debtor_id=debtor,
            scheme=given.get("scheme", ""),
            iban=given.get("iban", ""),
            holder=given.get("holder", ""),
            signed_date=day_of(given.get("signed", "")),
            consumer=given.get("consumer") == "yes",
            scan=scan,
            name=name,
            by=request.viewer,
            at=timezone.now(),
        )

    attempt(request, act, _("The mandate is handed in. It serves once we have compared it with its scan."))
    return redirect("client:mandates")


def _chosen(request: Visit, client_id: UUID) -> tuple[UUID, UUID]:
    """The creditor and the debtor of a form, as far as they are his (404)."""
    creditor = key(request.POST.get("creditor", ""))
    debtor = parties.debtor(viewer=request.viewer, debtor_id=key(request.POST.get("debtor", "")))
    return creditor, debtor.pk


@require_POST
@for_kind("client")
def mandate_revoke(request: Visit, mandate_id: UUID) -> HttpResponse:
    """Nothing more is collected under it."""
    row = mandates.mandate(request.viewer, mandate_id)
    note = request.POST.get("note", "").strip()
    done = _("Nothing more is collected under it.")
    attempt(request, lambda: revoke(mandate_id=row.pk, note=note, by=request.viewer, at=timezone.now()), done)
    return redirect("client:mandates")
