"""One lawyer or bailiff: his people, his work, his districts; and what all of them asked for their acts."""

from __future__ import annotations

from functools import partial
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cessie.domain.collection.rules.numbers import shown
from cessie.domain.keys.queries import names_of
from cessie.domain.proceedings import queries as proceedings
from cessie.domain.proceedings.note_cost import decide_cost
from cessie.domain.proceedings.partners import add_partner, end_partner, end_person, invite_person
from cessie.law.procedures.words import ACTS
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.case_pages import row_of
from cessie.portals.frame.case_words import GIVEN, ROLES
from cessie.portals.frame.invited import invite
from cessie.portals.frame.lists import cut
from cessie.portals.staff.desk import show

#: Filters of the list of costs: the states that each shows.
COSTS: Final = {"": (N_("To decide"), ("asked",)), "agreed": (N_("Agreed"), ("agreed",)), "all": (N_("All"), ())}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff")
def partner(request: Visit, partner_id: UUID) -> HttpResponse:
    """The partner; the form lets one of his people in, by a link that is mailed or handed over."""
    row, link = proceedings.partner(request.viewer, partner_id), ""
    if request.method == "POST":
        link = invite(request, partial(invite_person, partner_id=row.pk))
        row = proceedings.partner(request.viewer, partner_id)
    page = cut(request, proceedings.cases_with(request.viewer, row))
    return show(
        request, "partner", row=row, role=_(ROLES[row.role]), work=proceedings.work_of(row), link=link, page=page,
        invited=request.POST.get("name", ""),
        rows=[row_of(each) for each in page], languages=settings.LANGUAGES,
        people=[each for each in row.people.all() if each.ended_at is None],
        may=request.viewer.may("proceedings.set") and row.ended_at is None,
        may_invite=request.viewer.may("users.manage") and row.ended_at is None,
    )  # fmt: skip


@require_POST
@for_kind("staff")
def person_act(request: Visit, partner_id: UUID, act: str) -> HttpResponse:
    """Change the districts, end one of the people or the partner."""
    row = proceedings.partner(request.viewer, partner_id)
    by, at = request.viewer, timezone.now()
    if act == "districts":
        where = request.POST.get("districts", "").replace(",", " ").split()
        attempt(
            request,
            lambda: add_partner(company_id=row.company_id, role=row.role, districts=where, by=by, at=at),
            _("Done."),
        )
    elif act == "out":
        person = key(request.POST.get("person", ""))
        if not any(each.pk == person for each in row.people.all()):
            raise Http404
        attempt(request, lambda: end_person(person_id=person, by=by, at=at), _("He sees nothing of it any more."))
    elif act == "end":
        attempt(request, lambda: end_partner(partner_id=row.pk, by=by, at=at), _("Done."))
    else:
        raise Http404
    return redirect("staff:partner", partner_id)


@require_safe
@for_kind("staff")
def costs(request: Visit) -> HttpResponse:
    """What partners asked for their acts: what waits for a decision first."""
    get = request.GET
    state = get.get("state", "") if get.get("state", "") in COSTS else ""
    page = cut(request, proceedings.costs(request.viewer, text=get.get("q", ""), states=COSTS[state][1]))
    lines = [
        (row, shown(row.case.dossier.number), _(ACTS[row.act]), Money(row.amount_cents, row.currency),
         _(GIVEN[row.state]))
        for row in page
    ]  # fmt: skip
    return show(
        request, "partner_costs", page=page, lines=lines, text=get.get("q", ""), state=state,
        filters=[(code, _(label)) for code, (label, _states) in COSTS.items()],
        names=names_of({row.decided_by for row in page}, viewer=request.viewer),
        may=request.viewer.may("proceedings.decide"),
    )  # fmt: skip


@require_POST
@for_kind("staff")
def cost_decide(request: Visit, cost_id: UUID) -> HttpResponse:
    """Agree to a cost above the tariff, or refuse it, with words."""
    given, by, at = request.POST, request.viewer, timezone.now()
    agree, words = given.get("agree") == "yes", given.get("words", "")
    attempt(request, lambda: decide_cost(cost_id=cost_id, agree=agree, words=words, by=by, at=at), _("Decided."))
    return redirect("staff:partner_costs")
