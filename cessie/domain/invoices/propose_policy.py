"""Somebody of the staff wants a check otherwise from a day on; another person must say so too."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.house_policy import policy_at
from cessie.domain.invoices.models import PolicyChange
from cessie.domain.invoices.rules.settings import Setting, require
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def propose_policy(*, setting: Setting, valid_from: date, note: str, by: Viewer, at: datetime) -> PolicyChange:
    """Propose how a check shall be from ``valid_from`` on. The same proposal again is the one that waits.

    Refused: no right or no person (``NotAllowed``), no note, a day that is over, what law or the safety of money
    forbids (``rules.settings.require``), nothing new, another proposal for this check that waits.
    """
    by.require("invoices.set_policy")
    check = require(setting)
    if not note.strip():
        raise Refusal("checks.no_note", N_("Please say why the check shall change."))
    if valid_from < booking_day(at):
        raise Refusal("checks.past", N_("{day} is over: a check changes from today on."), day=valid_from)
    if setting == policy_at(at).setting(check) and not _later(setting.code, at):
        raise Refusal("checks.same", N_("{code} is set so already."), code=check.code)
    said = {
        "severity": setting.severity, "people": setting.people, "roles": sorted(setting.roles),
        "measures": dict(setting.measures), "valid_from": valid_from,
    }  # fmt: skip
    try:
        with transaction.atomic():
            row = PolicyChange.objects.create(
                code=check.code, note=note.strip(), proposed_at=at, proposed_by=by.key, **said
            )
    except IntegrityError:
        return _waiting(check.code, said, by)
    facts = {**said, "code": check.code}
    record(action="checks.propose", subject=row, by=by, at=at, data=facts)
    return row


def _later(code: str, at: datetime) -> bool:
    """Whether a change waits for its day: then even what is now may be proposed for after it."""
    return PolicyChange.objects.filter(code=code, state="confirmed", in_force_at__gt=at).exists()


def _waiting(code: str, said: dict[str, object], by: Viewer) -> PolicyChange:
    row = PolicyChange.objects.get(code=code, state="proposed")
    if row.proposed_by == by.key and all(getattr(row, name) == value for name, value in said.items()):
        return row
    raise Refusal("checks.waits", N_("A change of {code} waits already: decide on that first."), code=code)
