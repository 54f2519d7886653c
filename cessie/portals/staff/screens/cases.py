"""Cases before lawyer, bailiff and court, and the partners to whom they are given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.collection import queries as collection
from cessie.domain.parties.queries import company_with
from cessie.domain.proceedings import queries as proceedings
from cessie.domain.proceedings.assign import assign
from cessie.domain.proceedings.models import ROLES as PARTNER_ROLES
from cessie.domain.proceedings.note_cost import decide_cost
from cessie.domain.proceedings.open_case import open_case
from cessie.domain.proceedings.partners import add_partner, end_partner
from cessie.domain.proceedings.set_tariff import decide_tariff, enter_tariff
from cessie.law.procedures import of_country
from cessie.law.procedures.words import ACTS
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.case_pages import DOES, Do, case_page, do, links, package_file, paper_file, row_of
from cessie.portals.frame.case_words import GIVEN, ROLES
from cessie.portals.frame.lists import cut
from cessie.portals.frame.typed import amount_of, day_of
from cessie.portals.staff.desk import show

#: Countries of whose procedures the house knows the acts.
COUNTRIES: Final = ("BE", "NL", "FR")


@require_safe
@for_kind("staff")
def cases(request: Visit) -> HttpResponse:
    """The list, the newest first."""
    text = request.GET.get("q", "")
    page = cut(request, proceedings.cases(request.viewer, text=text, sort=request.GET.get("sort", "")))
    return show(request, "cases", page=page, rows=[row_of(each) for each in page], text=text)


@require_POST
@for_kind("staff")
def case_open(request: Visit, dossier_id: UUID) -> HttpResponse:
    """Begin a procedure for a dossier."""
    collection.dossier(viewer=request.viewer, dossier_id=dossier_id)
    made = []

    def act() -> None:
        name = request.POST.get("procedure", "")
        made.append(open_case(dossier_id=dossier_id, procedure_name=name, by=request.viewer, at=timezone.now()))

    attempt(request, act, _("The procedure has begun."))
    return redirect("staff:case", made[0].pk) if made else redirect("staff:dossier", dossier_id)


@require_safe
@for_kind("staff")
def case(request: Visit, case_id: UUID) -> HttpResponse:
    """One case with its clocks, whose it is, and what the house may do."""
    viewer = request.viewer
    facts = proceedings.case(viewer, case_id)
    postcode = facts.case.dossier.debtor.company.postcode
    return show(
        request,
        "case",
        fitting=[(_(ROLES[role]), proceedings.fitting(viewer, role, postcode)) for role in PARTNER_ROLES],
        may=viewer.may("proceedings.work"),
        may_decide=viewer.may("proceedings.decide"),
        staff_part="portals/staff/screens/case_staff.html",
        **case_page(facts),
        **links("staff", case_id),
    )


def _given(request: Visit, case_id: UUID) -> None:
    assign(case_id=case_id, partner_id=key(request.POST.get("partner", "")), by=request.viewer, at=timezone.now())


def _decided(request: Visit, case_id: UUID) -> None:
    given = request.POST
    cost = key(given.get("cost", ""))
    if not any(each.pk == cost for each in proceedings.case(request.viewer, case_id).costs):
        raise Http404
    agree = given.get("agree") == "yes"
    decide_cost(cost_id=cost, agree=agree, words=given.get("words", ""), by=request.viewer, at=timezone.now())


#: What the staff may do on the page of a case.
HOUSE: Final[Mapping[str, Do]] = {**DOES, "assign": _given, "decide": _decided}


@require_POST
@for_kind("staff")
def case_act(request: Visit, case_id: UUID, act: str) -> HttpResponse:
    """Report an act, give the case to a partner, decide about a cost, answer."""
    do(request, HOUSE, act, case_id)
    return redirect("staff:case", case_id)


@require_safe
@for_kind("staff")
def case_package(request: Visit, case_id: UUID) -> HttpResponse:
    """The whole package."""
    return package_file(request, case_id)


@require_safe
@for_kind("staff")
def case_paper(request: Visit, case_id: UUID, name: str, language: str) -> HttpResponse:
    """One paper."""
    return paper_file(request, case_id, name, language)


@require_safe
@for_kind("staff")
def partners(request: Visit) -> HttpResponse:
    """Lawyers and bailiffs, and what their acts may cost."""
    viewer = request.viewer
    acts = sorted({act for code in COUNTRIES for each in of_country(code) for act in each.acts})
    return show(
        request,
        "partners",
        partners=[(each, _(ROLES[each.role])) for each in proceedings.partners(viewer)],
        tariffs=[
            (row, _(ACTS[row.act]), Money(row.amount_cents, row.currency), _(GIVEN[row.state]))
            for row in proceedings.tariffs(viewer)
        ],
        roles=[(role, _(ROLES[role])) for role in PARTNER_ROLES],
        acts=[(act, _(ACTS[act])) for act in acts],
        countries=COUNTRIES,
        may=viewer.may("proceedings.set"),
        may_decide=viewer.may("proceedings.decide"),
    )


@require_POST
@for_kind("staff")
def partner_act(request: Visit, act: str) -> HttpResponse:
    """Take a partner in or end him; enter, confirm or drop a row of the tariff."""
    does = {"add": _add, "end": _end, "tariff": _enter, "confirm": _confirm, "drop": _confirm}
    if act not in does:
        raise Http404
    attempt(request, lambda: does[act](request, act), _("Done."))
    return redirect("staff:partners")


def _add(request: Visit, _act: str) -> None:
    given = request.POST
    company = company_with(given.get("number", ""))
    if company is None:
        raise Refusal("parties.unknown_company", N_("There is no such company."))
    districts = given.get("districts", "").replace(",", " ").split()
    role, by = given.get("role", ""), request.viewer
    add_partner(company_id=company.pk, role=role, districts=districts, by=by, at=timezone.now())


def _end(request: Visit, _act: str) -> None:
    end_partner(partner_id=key(request.POST.get("partner", "")), by=request.viewer, at=timezone.now())


def _enter(request: Visit, _act: str) -> None:
    given = request.POST
    enter_tariff(
        country=given.get("country", ""), act=given.get("act", ""), amount=amount_of(given.get("amount", "")),
        since=day_of(given.get("since", "")), source=given.get("source", ""), by=request.viewer, at=timezone.now(),
    )  # fmt: skip


def _confirm(request: Visit, act: str) -> None:
    row = key(request.POST.get("tariff", ""))
    decide_tariff(tariff_id=row, confirm=act == "confirm", by=request.viewer, at=timezone.now())
