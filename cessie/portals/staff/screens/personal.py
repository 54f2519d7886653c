"""What is kept of a company or sole trader: what goes when he is forgotten, what stays and why, all of it as a file."""

from __future__ import annotations

import json
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.domain.parties.erase_company import ask_erasure, end_erasure
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.staff.desk import show
from cessie.workflows.house.forgetting import forget_company, hand_out, verdict, would_go

#: What a table holds of him, for people.
TABLES: Final = {
    "parties.Company": N_("Name and address"),
    "parties.Client": N_("His code as a client"),
    "parties.BankAccount": N_("Bank accounts"),
    "parties.Mark": N_("What is noted of him"),
    "parties.Relation": N_("Numbers under which others know him"),
    "keys.ApiKey": N_("Names of keys for programs"),
    "correspondence.Writing": N_("How he is written to"),
    "correspondence.Note": N_("What he wrote to us"),
    "correspondence.NoteFile": N_("Names of files that he sent"),
    "mandates.Mandate": N_("Mandates that he signed"),
    "mandates.Signing": N_("Mandates that he was asked to sign"),
    "mandates.Amendment": N_("Accounts that his mandates named before"),
    "collection.Finding": N_("What registers said of him"),
    "dunning.Touch": N_("Reminders that he got"),
    "dunning.Waiver": N_("Interest and costs that were given up"),
}


@never_cache
@require_safe
@for_kind("staff")
def personal(request: Visit, company_id: UUID) -> HttpResponse:
    """What of it would go today, or why it stays."""
    viewer = request.viewer
    company = parties.company(viewer=viewer, company_id=company_id)
    asked = parties.erasure(viewer=viewer, company_id=company_id)
    return show(
        request,
        "personal",
        company=company,
        asked=asked,
        verdict=verdict(company=company, at=timezone.now()),
        rows=[(_(TABLES[each.model]), each.rows) for each in would_go(company=company)],
        names=names_of({asked.asked_by, asked.done_by} if asked else set(), viewer=viewer),
        may_erase=viewer.may("users.erase"),
        asked_by_me=asked is not None and asked.asked_by == viewer.key,
    )


@never_cache
@require_POST
@for_kind("staff")
def personal_act(request: Visit, company_id: UUID, act: str) -> HttpResponse:
    """Ask for it, withdraw that, do it as the second person, or hand out what is kept."""
    viewer, now = request.viewer, timezone.now()
    parties.company(viewer=viewer, company_id=company_id)
    if act == "export":
        told: list[dict[str, object]] = []
        done = attempt(
            request,
            lambda: told.append(hand_out(company_id=company_id, by=viewer, at=now)),
            _("What is kept was handed out."),
        )
        return _file(told[0]) if done else redirect("staff:personal", company_id)
    if act == "ask":
        words = _("Noted: a second person must agree.")
        attempt(request, lambda: ask_erasure(company_id=company_id, by=viewer, at=now), words)
    elif act == "withdraw":
        words = _("Withdrawn: nothing is erased.")
        attempt(request, lambda: end_erasure(company_id=company_id, by=viewer, at=now), words)
    elif act == "erase":
        words = _("Erased: names, addresses, numbers and accounts. Books and trail keep keys and figures.")
        attempt(request, lambda: forget_company(company_id=company_id, by=viewer, at=now), words)
    else:
        raise Http404
    return redirect("staff:personal", company_id)


def _file(told: dict[str, object]) -> HttpResponse:
    answer = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    return answer
