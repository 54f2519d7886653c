"""Dossiers of all principals: the list, one dossier, the calls that wait, and what the desk decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.collection import queries as collection
from cessie.domain.collection.call_script import script_of
from cessie.domain.collection.look import look
from cessie.domain.collection.models import Dossier
from cessie.domain.collection.note_call import note_call
from cessie.domain.collection.rules.causes import CAUSES
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.collection.rules.states import DOSSIER
from cessie.domain.collection.standing import Stand
from cessie.domain.collection.tend import answer_complaint, assign, care, complain, note, set_cause
from cessie.domain.keys.queries import names_of
from cessie.domain.proceedings import queries as proceedings
from cessie.domain.proceedings.rules.states import OVER
from cessie.domain.users.rules.viewer import system
from cessie.law.procedures import of_country
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.case_pages import row_of
from cessie.portals.frame.claims import do
from cessie.portals.frame.dossier_words import LABELS, RESULTS
from cessie.portals.frame.dossiers import Do, deciding, dossier_list, dossier_page, words_of
from cessie.portals.frame.lists import cut
from cessie.portals.staff.desk import show
from cessie.portals.staff.screens import research

#: Decisions on a dossier with words, as the page offers them where its state allows them.
DECISIONS: Final = {
    "ask_principal": N_("Ask the principal"),
    "resume": N_("Let the collection go on"),
    "go_to_court": N_("Go to court"),
    "settle": N_("Close as settled"),
    "recall": N_("Close as recalled"),
    "give_up": N_("Give up"),
    "bar": N_("Close as time-barred"),
    "reopen": N_("Open again"),
}


def _look(visit: Visit, key: UUID, at: datetime) -> object:
    visit.viewer.require("collection.work")
    return look(dossier_id=key, by=system("collection"), at=at)


ACTS: Final[Mapping[str, tuple[Do, str]]] = {
    **{event: (deciding(event), N_("Decided.")) for event in DECISIONS},  # type: ignore[arg-type]  # the words of Event
    "look": (_look, N_("The dossier was looked at.")),
    "assign": (lambda visit, key, at: assign(dossier_id=key, agent_id=visit.viewer.user_id, by=visit.viewer, at=at),
               N_("The dossier is yours.")),
    "cause": (lambda visit, key, at: set_cause(dossier_id=key, cause=visit.POST.get("cause", ""),
                                               words=words_of(visit), by=visit.viewer, at=at), N_("Noted.")),
    "care": (lambda visit, key, at: care(dossier_id=key, vulnerable=visit.POST.get("care") == "yes",
                                         words=words_of(visit), by=visit.viewer, at=at), N_("Noted.")),
    "note": (lambda visit, key, at: note(dossier_id=key, words=words_of(visit), by=visit.viewer, at=at), N_("Noted.")),
    "complain": (lambda visit, key, at: complain(dossier_id=key, words=words_of(visit), by=visit.viewer, at=at),
                 N_("The complaint is taken in; nothing is done before it is answered.")),
    "answer": (lambda visit, key, at: answer_complaint(dossier_id=key, answer=words_of(visit), by=visit.viewer, at=at),
               N_("The complaint is answered.")),
    **research.ACTS,
}  # fmt: skip


@require_safe
@for_kind("staff")
def dossiers(request: Visit) -> HttpResponse:
    """The dossiers; with ``csv`` as a file."""
    found = dossier_list(request)
    return found if isinstance(found, HttpResponse) else show(request, "dossiers", **found)


@require_safe
@for_kind("staff")
def dossier(request: Visit, dossier_id: UUID) -> HttpResponse:
    """One dossier with its debt, its life and what comes next."""
    viewer = request.viewer
    shown_ = dossier_page(request, dossier_id, may=viewer.may("collection.work"))
    row = shown_["dossier"]
    names = names_of({viewer.key, *(entry.by for entry in shown_["entries"])}, viewer=viewer)
    call = _call(shown_.get("stand"), names.get(viewer.key, ""))
    found = {**call, **_decisions(row.state), **_cases(request, row), **research.researched(row)}
    return show(request, "dossier", names=names, **shown_, **found)


def _call(stand: Stand | None, agent: str) -> dict[str, Any]:
    """The call that waits, with what is said in it and the results that it may have."""
    found = script_of(stand, agent) if stand is not None else None
    if stand is None or found is None:
        return {}
    ends = [(code, _(RESULTS[code]), words) for code, words in found.ends]
    return {"call": stand.known.planned, "script": found, "ends": ends}


def _cases(request: Visit, row: Dossier) -> dict[str, Any]:
    """Its cases before lawyer and bailiff, and the procedures that can begin."""
    found = proceedings.cases_of(request.viewer, row.pk)
    may = request.viewer.may("proceedings.work") and all(each.state in OVER for each in found)
    country = row.debtor.company.country
    return {
        "cases": [row_of(each) for each in found],
        "procedures": [(each.name, _(each.title)) for each in of_country(country) if not each.off] if may else [],
    }


def _decisions(state: str) -> dict[str, Any]:
    return {
        "decisions": [(event, _(label)) for event, label in DECISIONS.items() if DOSSIER.allows(state, event)],
        "causes": [(code, _(label)) for code, label in LABELS.items() if code],
    }


@require_POST
@for_kind("staff")
def dossier_act(request: Visit, dossier_id: UUID, act: str) -> HttpResponse:
    """Decide on it, or note something."""
    collection.dossier(viewer=request.viewer, dossier_id=dossier_id)
    return do(request, ACTS, act, dossier_id, redirect("staff:dossier", dossier_id))


@require_safe
@for_kind("staff")
def dossier_calls(request: Visit) -> HttpResponse:
    """The calls that wait, those first that may bring most a minute."""
    mine = request.viewer.user_id if "mine" in request.GET else None
    page = cut(request, collection.calls(viewer=request.viewer, agent_id=mine))
    lines = [
        (act, shown(act.dossier.number), Money(act.worth_cents), _(CAUSES[act.dossier.cause].fits)) for act in page
    ]
    results = [(code, _(label)) for code, label in RESULTS.items()]
    return show(request, "dossier_calls", page=page, lines=lines, results=results, mine=mine is not None)


@require_POST
@for_kind("staff")
def dossier_called(request: Visit, call_id: UUID) -> HttpResponse:
    """Note what came of a call."""
    act = collection.act(viewer=request.viewer, act_id=call_id)
    result, at = request.POST.get("result", ""), timezone.now()
    attempt(
        request,
        lambda: note_call(act_id=act.pk, result=result, note=words_of(request), by=request.viewer, at=at),
        _("The call is noted."),
    )
    return redirect("staff:dossier", act.dossier_id)
