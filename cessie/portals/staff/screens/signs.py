"""Signs of fraud on a client's page: each with its facts, what colleagues said of it, and a word of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cessie.domain.credit.exposure import suspicion
from cessie.domain.credit.judge_sign import Share, judge_sign, key_of, shares, words_on
from cessie.domain.credit.models import SignFeedback
from cessie.domain.credit.rules.feedback import VERDICTS
from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.portals.frame.access import Visit, attempt, for_kind


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign as the page shows it."""

    rule: str
    weight: int
    reason: dict[str, Any]
    about: str
    quiet: bool
    words: list[SignFeedback]
    share: Share | None


def signs_panel(visit: Visit, client_id: UUID) -> dict[str, Any]:
    """The latest look with what was said of each sign."""
    seen = suspicion(viewer=visit.viewer, client_id=client_id)
    said, right = words_on(viewer=visit.viewer, client_id=client_id), shares(viewer=visit.viewer)
    signs = [
        Sign(
            rule=one["rule"],
            weight=one["weight"],
            reason=one["reason"],
            about=one.get("about", ""),
            quiet=one.get("quiet", False),
            words=said.get(key_of(one["rule"], one["reason"]), []),
            share=right.get(one["rule"]),
        )
        for one in (seen.signals if seen else [])
    ]
    people = {word.said_by for sign in signs for word in sign.words}
    return {
        "suspicion": seen,
        "signs": signs,
        "sign_names": names_of(people, viewer=visit.viewer),
        "verdicts": VERDICTS,
        "may_judge": visit.viewer.may("invoices.clear"),
    }


@require_POST
@for_kind("staff")
def sign_judge(request: Visit, client_id: UUID) -> HttpResponse:
    """Say what a sign is."""
    parties.client(viewer=request.viewer, client_id=client_id)
    said = request.POST
    attempt(
        request,
        lambda: judge_sign(
            client_id=client_id,
            rule=said.get("rule", ""),
            about=said.get("about", ""),
            verdict=said.get("verdict", ""),
            note=said.get("note", ""),
            by=request.viewer,
            at=timezone.now(),
        ),
        _("Your word is kept with the sign."),
    )
    return redirect("staff:client", client_id)
