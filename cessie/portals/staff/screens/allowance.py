"""The allowance for losses: its percents by two people, and what a month set aside, contract by contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cessie.domain.charges.allow_month import policy_on
from cessie.domain.charges.allowances import behind, kept_allowances, month_sums, policies, standing_of
from cessie.domain.charges.decide_allowance import decide_allowance
from cessie.domain.charges.models import MonthEnd
from cessie.domain.charges.month_ends import month_end
from cessie.domain.charges.propose_allowance import propose_allowance
from cessie.domain.charges.rules.allowance import CLASSES, Matrix
from cessie.domain.contracts import queries as contracts
from cessie.domain.invoices import queries as invoices
from cessie.domain.keys.queries import names_of
from cessie.lib.days import booking_day
from cessie.portals.frame.access import Visit, attempt, for_kind, key, number
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.typed import day_of, percent_of
from cessie.portals.staff.desk import show


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def allowance(request: Visit) -> HttpResponse:
    """The percents in force, every change of them, and the form for the next."""
    viewer, today = request.viewer, booking_day(timezone.now())
    if request.method == "POST":
        attempt(request, lambda: _propose(request), _("Another person must confirm it now."))
        return redirect("staff:allowance")
    rows = list(policies(viewer=viewer)[:50])
    now = policy_on(today)
    people = {row.proposed_by for row in rows} | {row.decided_by for row in rows}
    return show(
        request, "allowance", now=now, classes=_grid(now.matrix if now else None), today=today,
        rows=[(row, _grid(row.matrix)) for row in rows], names=names_of(people, viewer=viewer),
        may_set=viewer.may("charges.set_allowance"),
    )  # fmt: skip


@require_POST
@for_kind("staff")
def allowance_decide(request: Visit, policy_id: UUID, act: str) -> HttpResponse:
    """Confirm or decline percents, as the second person."""
    viewer, now = request.viewer, timezone.now()
    if act == "confirm":
        done = _("The percents count from their day on.")
        attempt(request, lambda: decide_allowance(policy_id=policy_id, event="confirm", by=viewer, at=now), done)
    elif act == "decline":
        done = _("The percents stay as they are.")
        attempt(request, lambda: decide_allowance(policy_id=policy_id, event="decline", by=viewer, at=now), done)
    else:
        raise Http404
    return redirect("staff:allowance")


@require_safe
@for_kind("staff")
def month_allowance(request: Visit, run_id: UUID) -> HttpResponse:
    """What a month set aside: the classes, then each contract with its difference; or one contract by its invoices."""
    viewer = request.viewer
    run = month_end(viewer=viewer, run_id=run_id)
    if request.GET.get("contract"):
        return _one(request, run, key(request.GET["contract"]))
    page = Paginator(kept_allowances(viewer=viewer, month=run.month), 50).get_page(number(request.GET.get("page")))
    rows = list(zip(page, standing_of(page), strict=True))
    return show(request, "month_allowance", row=run, page=page, rows=rows, sums=month_sums(run.month))


def _one(request: Visit, run: MonthEnd, contract_id: UUID) -> HttpResponse:
    viewer = request.viewer
    contract = contracts.contract(viewer=viewer, contract_id=contract_id)
    standing, found = behind(viewer=viewer, month=run.month, contract_id=contract.pk)
    page = Paginator(found, 100).get_page(number(request.GET.get("page")))
    keys = [each.owed.invoice for each in page]
    numbers = dict(invoices.invoices(viewer=viewer).filter(pk__in=keys).values_list("pk", "number"))
    return show(
        request, "month_allowed", row=run, contract=contract, standing=standing, page=page,
        rows=[(each, numbers.get(each.owed.invoice)) for each in page],
    )  # fmt: skip


@require_safe
@for_kind("staff")
def month_allowance_csv(request: Visit, run_id: UUID) -> HttpResponse:
    """The same as a file, a row for each class of each contract."""
    run = month_end(viewer=request.viewer, run_id=run_id)
    head = [_("Contract"), _("Client"), _("Class"), _("Open"), _("Percent"), _("Set aside")]
    rows = (
        (
            row.contract.number, row.contract.client.company.name, _(CLASSES[part.of]), part.open, f"{part.percent:f}",
            part.allowed,
        )
        for row in kept_allowances(viewer=request.viewer, month=run.month)
        for part in standing_of([row])[0].parts
    )  # fmt: skip
    return csv_file(f"allowance-{run.month:%Y-%m}.csv", head, rows)


def _grid(kept: dict[str, list[str]] | None) -> list[tuple[str, str, Decimal, Decimal]]:
    """Code, words and both percents of each class."""
    zero = (Decimal(0),) * len(CLASSES)
    matrix = Matrix.from_json(kept) if kept else Matrix(zero, zero)
    return [
        (code, words, none, full)
        for (code, words), none, full in zip(CLASSES.items(), matrix.none, matrix.full, strict=True)
    ]


def _propose(request: Visit) -> None:
    day: date = day_of(request.POST.get("from", ""))
    none, full = (
        tuple(percent_of(request.POST.get(f"{side}-{code}", "")) for code in CLASSES) for side in ("none", "full")
    )
    note = request.POST.get("note", "")
    propose_allowance(matrix=Matrix(none, full), valid_from=day, note=note, by=request.viewer, at=timezone.now())
