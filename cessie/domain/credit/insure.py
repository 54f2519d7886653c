"""Note a credit insurance that the house holds, or its new conditions from a day on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.models import Policy
from cessie.domain.credit.rules.conditions import Conditions
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def insure(*, conditions: Conditions, by: Viewer, at: datetime) -> Policy:
    """The policy as it stands from its first day on; the same again is the same.

    Refused: no right, what ``Conditions.checked`` refuses, the same policy and day with other conditions.
    """
    by.require("credit.insure")
    conditions = conditions.checked()
    wanted = conditions.columns()
    row, is_new = Policy.objects.get_or_create(
        client=None,
        number=conditions.number,
        valid_from=conditions.valid_from,
        defaults=wanted | {"made_at": at, "made_by": by.key},
    )
    if any(getattr(row, name) != value for name, value in wanted.items()):
        text = N_("Policy {number} stands from {day} with other conditions.")
        raise Refusal("credit.policy_taken", text, number=row.number, day=row.valid_from)
    if is_new:
        record(action="credit.insure", subject=row, by=by, at=at, data=told_of(row))
    return row


def told_of(row: Policy) -> dict[str, object]:
    """What the trail says of a policy."""
    percent = {"percent": row.insured_percent, "basis": row.basis}
    return {"number": row.number, **percent, "valid_from": row.valid_from}
