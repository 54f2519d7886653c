"""A person decides on an assessment; who goes against its advice proposes it, and another person agrees."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.onboarding.models import Assessment
from cessie.domain.onboarding.queries import no_applicant, own_applicant
from cessie.domain.onboarding.rules.states import ASSESSMENT, Wish, overrides
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def decide(*, assessment_id: UUID, wish: Wish, note: str, by: Viewer, at: datetime) -> Assessment:
    """Accept the company or turn it down, with the reason; against the advice it waits for a second person.

    Again does nothing. Locks the assessment. Refused: no right or no person (``NotAllowed``), unknown (``NotFound``),
    no reason, decided otherwise or waiting (``WrongState``).
    """
    by.require("onboarding.decide")
    if not note.strip():
        raise Refusal("onboarding.no_note", N_("Please say why."))
    row = _locked(assessment_id, by)
    if overrides(wish, row.advice):
        if (row.state, row.wish, row.proposed_by) == ("against_advice", wish, by.key):
            return row
        row.state, row.wish = ASSESSMENT.after(row.state, "override"), wish
        row.note, row.proposed_at, row.proposed_by = note.strip(), at, by.key
        return _kept(row, "onboarding.override", by, at, {"wish": wish, "advice": row.advice})
    if row.state == ASSESSMENT.moves["scored", wish]:
        return row
    if row.state == "against_advice":  # the other way, as advised: the wish that waits is declined first
        row.state = ASSESSMENT.after(row.state, "decline")
    row.state, row.wish = ASSESSMENT.after(row.state, wish), wish
    row.note, row.proposed_at, row.proposed_by = note.strip(), at, by.key
    row.decided_at, row.decided_by = at, by.key
    return _kept(row, f"onboarding.{wish}", by, at, {"advice": row.advice})


@transaction.atomic
def agree(*, assessment_id: UUID, yes: bool, by: Viewer, at: datetime) -> Assessment:
    """Another person agrees to what goes against the advice, or somebody declines; again does nothing.

    Refused: no right or no person (``NotAllowed``), unknown (``NotFound``), who proposed it, nothing that waits.
    """
    by.require("onboarding.decide")
    row = _locked(assessment_id, by)
    if not yes:
        if row.state == "scored":
            return row
        row.state = ASSESSMENT.after(row.state, "decline")
        row.wish = row.note = row.proposed_by = ""
        row.proposed_at = None
        return _kept(row, "onboarding.decline", by, at, {})
    if row.wish and row.state == ASSESSMENT.moves["scored", row.wish]:
        return row
    ASSESSMENT.after(row.state, "decline")  # refused where nothing waits: an advised decision needs its own reason
    if row.proposed_by == by.key:
        raise Refusal("onboarding.same_person", N_("You proposed it yourself: another person must agree."))
    row.state = ASSESSMENT.after(row.state, row.wish)
    row.decided_at, row.decided_by = at, by.key
    return _kept(row, f"onboarding.{row.wish}", by, at, {"advice": row.advice})


def _locked(assessment_id: UUID, by: Viewer) -> Assessment:
    row = (
        Assessment.objects.select_for_update(of=("self",)).select_related("applicant").filter(pk=assessment_id).first()
    )
    if row is None:
        raise no_applicant()
    own_applicant(by, row.applicant_id)
    return row


def _kept(row: Assessment, action: str, by: Viewer, at: datetime, told: dict[str, Any]) -> Assessment:
    fields = ["state", "wish", "note", "proposed_at", "proposed_by", "decided_at", "decided_by"]
    row.save(update_fields=fields)
    record(action=action, subject=row, by=by, at=at, client_id=row.applicant.client_id, data=told)
    return row
