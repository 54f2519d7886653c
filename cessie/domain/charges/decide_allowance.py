"""A second person confirms the percents of the allowance, or declines them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.charges.models import AllowancePolicy
from cessie.domain.charges.rules.states import ALLOWANCE
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def decide_allowance(
    *, policy_id: UUID, event: Literal["confirm", "decline"], by: Viewer, at: datetime
) -> AllowancePolicy:
    """Confirm (another person than who proposed it; the database says so too) or decline (he too); again: nothing.

    Refused: no right or no person (``NotAllowed``), unknown (``NotFound``), the same person, one that was decided
    otherwise (``WrongState``).
    """
    by.require("charges.set_allowance")
    row = AllowancePolicy.objects.select_for_update(of=("self",)).filter(pk=policy_id).first()
    if row is None:
        raise NotFound("allowance.unknown", N_("There are no such percents."))
    if row.state == ALLOWANCE.moves["proposed", event]:
        return row
    after = ALLOWANCE.after(row.state, event)
    if event == "confirm" and row.proposed_by == by.key:
        raise Refusal("allowance.same_person", N_("You proposed it yourself: another person must confirm it."))
    row.state, row.decided_at, row.decided_by = after, at, by.key
    row.save(update_fields=["state", "decided_at", "decided_by"])
    record(action=f"charges.allowance_{event}", subject=row, by=by, at=at, data={"from": row.valid_from})
    return row
