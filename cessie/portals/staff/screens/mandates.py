"""Mandates: what debtors signed, what waits for a second person, and the paper ones to enter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from cessie.domain.mandates import queries as mandates
from cessie.domain.mandates.models import SCHEMES, Mandate
from cessie.domain.mandates.register import register
from cessie.domain.parties import queries as parties
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, for_kind, key, say
from cessie.portals.frame.lists import cut
from cessie.portals.frame.scans import scan_of
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.typed import amount_of, day_of
from cessie.portals.frame.vocabulary import STATES
from cessie.portals.staff.desk import show
from cessie.workflows.direct_debit.signing import ask_to_sign

#: Rows of a file at most.
LIMIT: Final = 50_000
#: Filters of the list: the states that each shows.
FILTERS: Final = {
    "": (N_("All"), ()),
    "signed": (N_("To confirm"), ("signed",)),
    "active": (N_("In use"), ("active",)),
    "resting": (N_("Resting or blocked"), ("paused", "blocked")),
    "over": (N_("Ended"), ("revoked", "expired")),
}


@require_safe
@vary_on_headers("HX-Request")
@for_kind("staff")
def mandates_page(request: Visit) -> HttpResponse:
    """The list, the newest first; asked by htmx only the rows, with ``csv`` all that fits as a file."""
    viewer, get = request.viewer, request.GET
    text, state = get.get("q", ""), get.get("state", "")
    _label, states = FILTERS.get(state, FILTERS[""])
    rows = mandates.mandates(viewer, text=text, states=states, sort=get.get("sort", ""))
    if "csv" in get:
        return _file(rows)
    context = {"page": cut(request, rows), "text": text, "state": state}
    if request.htmx:
        return render(request, "portals/staff/screens/mandates_found.html", context)
    return show(
        request,
        "mandates",
        filters=[(code, _(label)) for code, (label, _states) in FILTERS.items()],
        may_enter=viewer.may("mandates.enter"),
        creditors=mandates.creditors(viewer),
        asked=mandates.signings(viewer)[:50],
        schemes=SCHEMES,
        debtor=parties.debtor(viewer=viewer, debtor_id=key(get["debtor"])) if get.get("debtor") else None,
        debtors=parties.debtors(viewer=viewer)[:500] if "debtor" not in get else (),
        **context,
    )


def _file(rows: QuerySet[Mandate]) -> HttpResponse:
    head = [_("Mandate"), _("Debtor"), _("Scheme"), _("Account"), _("Holder"), _("Signed"), _("Creditor"), _("Status")]
    return csv_file("mandates.csv", head, _cells(rows[:LIMIT].iterator(2000)))


def _cells(rows: Iterator[Mandate]) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield (
            row.reference,
            row.debtor.company.name,
            row.scheme,
            row.iban,
            row.holder,
            row.signed_date,
            row.creditor.identifier,
            _(STATES[row.state][0]),
        )


@require_POST
@for_kind("staff")
def mandate_add(request: Visit) -> HttpResponse:
    """Enter a mandate on paper, with its scan; a second person compares."""
    request.viewer.require("mandates.enter")
    given, made = request.POST, []
    debtor = parties.debtor(viewer=request.viewer, debtor_id=key(given.get("debtor", "")))

    def act() -> None:
        name, scan = scan_of(request)
        made.append(
            register(
                creditor_id=key(given.get("creditor", "")),
                debtor_id=debtor.pk,
                scheme=given.get("scheme", ""),
                iban=given.get("iban", ""),
                bic=given.get("bic", "").strip().upper(),
                holder=given.get("holder", ""),
                signed_date=day_of(given.get("signed", "")),
                one_off=given.get("one_off") == "yes",
                consumer=given.get("consumer") == "yes",
                limit=amount_of(given["limit"]) if given.get("limit", "").strip() else None,
                scan=scan,
                name=name,
                by=request.viewer,
                at=timezone.now(),
            )
        )

    attempt(request, act, _("The mandate is entered. Another person compares it with its scan."))
    return redirect("staff:mandate", made[0].pk) if made else redirect("staff:mandates")


@require_POST
@for_kind("staff")
def mandate_invite(request: Visit) -> HttpResponse:
    """Ask a debtor to sign on a page; the link is shown once."""
    request.viewer.require("mandates.enter")
    given = request.POST
    debtor = parties.debtor(viewer=request.viewer, debtor_id=key(given.get("debtor", "")))
    creditor_id = key(given.get("creditor", ""))

    def act() -> None:
        made = ask_to_sign(
            creditor_id=creditor_id,
            debtor_id=debtor.pk,
            scheme=given.get("scheme", ""),
            email=given.get("email", ""),
            one_off=given.get("one_off") == "yes",
            by_mail=given.get("by") == "email",
            by=request.viewer,
            at=timezone.now(),
        )
        say(request, "good", _("The link, told only now: {link}").format(link=made.address))

    attempt(request, act, _("The debtor can sign for fourteen days."))
    return redirect("staff:mandates")
