"""Invoices that debtors do not pay: what contract and day allow, and the desk's decisions on each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.invoices import queries as invoices
from cessie.domain.keys.queries import names_of
from cessie.domain.purchase.forbear import LONGEST, forbear
from cessie.domain.purchase.overdue import Overdue, nonpayment, overdue
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.lists import cut, in_order, with_words
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.typed import day_of
from cessie.portals.staff.desk import show
from cessie.portals.staff.screens.insurance import claim_part
from cessie.workflows.losses.nonpayment import let_be, recourse, undo_recourse

#: What a person proposes when he waits without saying how long.
USUALLY = timedelta(days=14)
#: By what the list can be sorted.
COLUMNS: Final[dict[str, Callable[[Overdue], Any]]] = {
    "number": lambda row: row.number,
    "debtor": lambda row: row.debtor_name.casefold(),
    "due": lambda row: row.due_date,
    "open": lambda row: row.open.cents,
}


@require_safe
@for_kind("staff")
def overdue_page(request: Visit) -> HttpResponse:
    """Every bought invoice that is overdue, the longest first; what waits for a decision stands out.

    With ``csv`` all that fits as a file.
    """
    today, get = booking_day(timezone.now()), request.GET
    text, only = get.get("q", ""), get.get("which", "")
    every = [row for row in overdue(viewer=request.viewer, today=today) if only != "decide" or row.goes_back(today)]
    fitting = with_words(every, text, lambda row: f"{row.number} {row.client_name} {row.debtor_name}")
    found = in_order(fitting, get.get("sort", ""), COLUMNS)
    if "csv" in get:
        return _file(found, today)
    page = cut(request, found)
    return show(
        request,
        "overdue",
        page=page,
        lines=[(row, row.goes_back(today)) for row in page],
        total=Money.total(row.open for row in found),
        text=text,
        which=only,
        today=today,
    )


def _file(found: Iterable[Overdue], today: date) -> HttpResponse:
    head = [_("Invoice"), _("Client"), _("Debtor"), _("Due"), _("Days late"), _("Open"), _("Decide now")]
    return csv_file("overdue.csv", head, (_cells(row, _("yes") if row.goes_back(today) else _("no")) for row in found))


def _cells(row: Overdue, now: str) -> Sequence[Cell]:
    return (row.number, row.client_name, row.debtor_name, row.due_date, row.days, row.open, now)


@require_safe
@for_kind("staff")
def nonpayment_page(request: Visit, bought_id: UUID) -> HttpResponse:
    """One invoice with every decision that can be taken on it, and why another cannot."""
    viewer, today = request.viewer, booking_day(timezone.now())
    row = invoices.invoice(viewer=viewer, invoice_id=bought_id)
    facts = nonpayment(viewer=viewer, invoice_id=bought_id, today=today)
    said = {wait.granted_by for wait in facts.waits} | ({facts.waived.waived_by} if facts.waived else set())
    return show(
        request,
        "nonpayment",
        invoice=row,
        face=Money(row.payable_cents, row.currency),
        facts=facts,
        late=max(0, (today - row.due_date).days),
        names=names_of(said, viewer=viewer),
        today=today,
        usually=today + USUALLY,
        latest=today + LONGEST,
        may_bend=viewer.may("purchase.bend"),
        **claim_part(viewer, bought_id),
    )


@require_POST
@for_kind("staff")
def nonpayment_act(request: Visit, bought_id: UUID, act: str) -> HttpResponse:
    """Decide: send it back, wait, waive the surcharge, or undo a chargeback; each with its reason."""
    invoices.invoice(viewer=request.viewer, invoice_id=bought_id)
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    attempt(request, lambda: verb(request, bought_id, request.POST.get("note", ""), timezone.now()), _(done))
    return redirect("staff:nonpayment", bought_id)


Act = Callable[[Visit, UUID, str, datetime], object]


def _back(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    cause: Literal["overdue", "dispute"] = "dispute" if request.POST.get("cause") == "dispute" else "overdue"
    return recourse(invoice_id=invoice_id, cause=cause, note=note, by=request.viewer, at=at)


def _undo(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    return undo_recourse(invoice_id=invoice_id, note=note, by=request.viewer, at=at)


def _wait(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    return forbear(
        invoice_id=invoice_id, until=day_of(request.POST.get("until", "")), note=note, by=request.viewer, at=at
    )


def _waive(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    return let_be(invoice_id=invoice_id, note=note, by=request.viewer, at=at)


ACTS: dict[str, tuple[Act, str]] = {
    "back": (_back, N_("The invoice goes back to the client.")),
    "undo": (_undo, N_("The chargeback is undone.")),
    "wait": (_wait, N_("The invoice waits.")),
    "waive": (_waive, N_("No surcharge is asked.")),
}
