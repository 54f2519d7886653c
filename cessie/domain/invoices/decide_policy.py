"""A second person confirms a change of a check, or declines it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.house_policy import setting_of
from cessie.domain.invoices.models import PolicyChange
from cessie.domain.invoices.rules.settings import require
from cessie.domain.invoices.rules.states import POLICY
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import day_begins
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def decide_policy(*, change_id: UUID, event: Literal["confirm", "decline"], by: Viewer, at: datetime) -> PolicyChange:
    """Confirm it (another person than who proposed it), so that it is in force from its day, or from now if that day
    has begun; or decline it (he too). The same decision again changes nothing.

    Refused: no right or no person (``NotAllowed``), an unknown change (``NotFound``), the same person, one that was
    decided otherwise (``WrongState``), one that is not allowed any more.
    """
    by.require("invoices.set_policy")
    row = PolicyChange.objects.select_for_update(of=("self",)).filter(pk=change_id).first()
    if row is None:
        raise NotFound("checks.no_change", N_("There is no such change."))
    if row.state == POLICY.moves["proposed", event]:
        return row
    after = POLICY.after(row.state, event)
    if event == "confirm":
        if row.proposed_by == by.key:
            raise Refusal("checks.same_person", N_("You proposed it yourself: another person must confirm it."))
        require(setting_of(row))
        row.in_force_at = max(at, day_begins(row.valid_from))
    row.state, row.decided_at, row.decided_by = after, at, by.key
    row.save(update_fields=["state", "decided_at", "decided_by", "in_force_at"])
    facts = {"code": row.code, "severity": row.severity, "valid_from": row.valid_from}
    record(action=f"checks.{event}", subject=row, by=by, at=at, data=facts)
    return row
