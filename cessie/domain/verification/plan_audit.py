"""A visit at the client's: planned, begun, each point of the checklist said, or called off."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.verification.models import Audit, Point
from cessie.domain.verification.rules.kinds import CHECKLIST, RESULTS
from cessie.domain.verification.rules.states import AUDIT
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.lib.states import WrongState


@transaction.atomic
def plan_audit(*, contract_id: UUID, on: date, place: str, plan: str, by: Viewer, at: datetime) -> Audit:
    """Plan a visit; the same day again gives the visit that is planned. Lock: the contract.

    Refused: no right or no person (``NotAllowed``), unknown (``NotFound``), a day that is over, no plan.
    """
    by.require("verification.judge")
    if not plan.strip():
        raise Refusal("verification.no_plan", N_("Say what is to be looked at."))
    if on < booking_day(at):
        raise Refusal("verification.audit_past", N_("{day} is over: a visit is planned ahead."), day=on)
    contract = lock(contract_id)
    rows = Audit.objects.filter(contract=contract)
    there = rows.filter(planned_date=on, state="planned").first()
    if there is not None:
        return there
    row = Audit.objects.create(
        contract=contract, client_id=contract.client_id, number=(rows.aggregate(n=Max("number"))["n"] or 0) + 1,
        planned_date=on, place=place.strip(), plan=plan.strip(), planned_at=at, planned_by=by.key,
    )  # fmt: skip
    record(action="verification.plan", subject=row, by=by, at=at, client_id=row.client_id, data={"on": on})
    return row


@transaction.atomic
def move_audit(*, audit_id: UUID, event: Literal["begin", "cancel"], by: Viewer, at: datetime) -> Audit:
    """Begin it, or call it off; again does nothing. Refused: no right, unknown, another state (``WrongState``)."""
    by.require("verification.judge")
    row = locked_audit(audit_id)
    if row.state == AUDIT.moves["planned", event]:
        return row
    row.state = AUDIT.after(row.state, event)
    if event == "cancel":
        row.ended_at, row.ended_by = at, by.key
    row.save(update_fields=["state", "ended_at", "ended_by"])
    record(action=f"verification.{event}_audit", subject=row, by=by, at=at, client_id=row.client_id)
    return row


@transaction.atomic
def say_point(*, audit_id: UUID, code: str, result: str, words: str, by: Viewer, at: datetime) -> Point:
    """What was seen of one point; said again it takes the place of what was said before, until the visit is reported.

    Refused: no right, unknown visit, point or result, a visit that is not under way (``WrongState``), nothing said of
    what is not good.
    """
    by.require("verification.judge")
    row = locked_audit(audit_id)
    if row.state != "under_way":
        raise WrongState("verification.not_under_way", N_("This visit is not under way."))
    if code not in CHECKLIST or result not in RESULTS:
        raise NotFound("verification.no_point", N_("There is no such point."))
    if result in ("remark", "bad") and not words.strip():
        raise Refusal("verification.no_words", N_("Say what you saw."))
    said = {"result": result, "words": words.strip(), "said_at": at, "said_by": by.key}
    point, _new = Point.objects.update_or_create(audit=row, code=code, defaults=said)
    facts = {"code": code, "result": result}
    record(action="verification.point", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return point


def locked_audit(audit_id: UUID) -> Audit:
    """The visit under the lock of its row, or ``NotFound``."""
    rows = Audit.objects.select_for_update(of=("self",)).select_related("contract__client__company")
    row = rows.filter(pk=audit_id).first()
    if row is None:
        raise NotFound("verification.no_audit", N_("There is no such visit."))
    return row
