"""The one door through which a case changes: the act is asked of the procedure, kept, and moves the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from cessie.domain.audit.record import record
from cessie.domain.collection.follow_case import follow_case
from cessie.domain.collection.tasks import ask
from cessie.domain.documents.models import Document
from cessie.domain.proceedings.models import Assignment, Case, Step
from cessie.domain.proceedings.rights import Side
from cessie.domain.proceedings.rules.states import ASSIGNMENT, GIVEN, OVER
from cessie.domain.proceedings.rules.states import stage as stage_of
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.law.guards import GUARDS
from cessie.law.procedures import procedure
from cessie.law.procedures.machine import Act, Standing, step
from cessie.law.procedures.words import STATES
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason

#: A dossier follows its case whoever moved that: a lawyer sees the case alone.
FOLLOWER = system("proceedings")


def standing_of(case: Case) -> Standing:
    """Where the case stands, for the procedure."""
    days = tuple((name, date.fromisoformat(day)) for name, day in case.days.items())
    return Standing(case.state, case.since, days)


def move(
    case: Case, act: Act, *, key: str, side: Side, words: str = "", document: Document | None = None,
    amounts: Mapping[str, int] | None = None, by: Viewer, at: datetime,
) -> Step:  # fmt: skip
    """Do an act on a locked case and keep it. Refused (``Unlawful``): whatever the procedure has against it."""
    before = case.state
    after = step(procedure(case.procedure), standing_of(case), act, today=booking_day(at))
    case.state, case.since = after.state, after.since
    case.days = {name: day.isoformat() for name, day in after.days}
    case.look_date = booking_day(at)
    case.save(update_fields=["state", "since", "days", "look_date"])
    row = Step.objects.create(
        case=case, key=key, act=act.name, on=act.on, fixed=act.fixed, before=before, after=after.state,
        holds=sorted(act.holds), amounts=dict(amounts or {}), words=words.replace("\x00", "").strip(),
        document=document, side=side, by=by.key, at=at,
    )  # fmt: skip
    facts = {"act": act.name, "on": act.on, "after": after.state}
    record(action="proceedings.report", subject=case, by=by, at=at, client_id=case.dossier.client_id, data=facts)
    if after.state in OVER:
        release(case, at)
    _follow(case, act, before, at)
    return row


def _follow(case: Case, act: Act, before: str, at: datetime) -> None:
    """The dossier goes where the case brought it, in the same transaction. Where a part is contested, a person is asked
    what becomes of it; the rest goes on."""
    stage = stage_of(case.procedure, before, case.state)
    if stage is None:
        return
    reasons = [Reason("proceedings.followed", STATES[case.state])]
    if stage == "stopped":
        law = GUARDS["LAW-GEN-03"]
        reasons.append(Reason("proceedings.stopped", law.rule, {"guard": law.id, "article": law.article}))
    if case.state in procedure(case.procedure).leads_to:
        words = N_("From here another procedure goes on, or the dossier is settled or given up.")
        reasons.append(Reason("proceedings.leads_to", words))
    dossier = follow_case(dossier_id=case.dossier_id, stage=stage, reasons=reasons, by=FOLLOWER, at=at)
    if act.name == "contested_in_part":
        words = N_("A part is contested: the rest goes on; that part is settled, or goes before the judge.")
        ask("dossier.decide", dossier, [Reason("proceedings.in_part", words)], by=FOLLOWER, at=at)


def release(case: Case, at: datetime, role: str = "") -> None:
    """A case that is over, or given to another of the same role, leaves its partners."""
    rows = Assignment.objects.select_for_update(of=("self",)).filter(case=case, state__in=GIVEN).order_by("pk")
    for row in rows.filter(role=role) if role else rows:
        row.state = ASSIGNMENT.after(row.state, "end")
        row.answered_at = row.answered_at or at
        row.save(update_fields=["state", "answered_at"])


def tomorrow(case: Case, at: datetime) -> None:
    """The night has looked at it."""
    case.look_date = booking_day(at) + timedelta(days=1)
    case.save(update_fields=["look_date"])
