"""Somebody wants other percents for the allowance from a day on; another person must say so too."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from cessie.domain.audit.record import record
from cessie.domain.charges.accrue import MonthClosed
from cessie.domain.charges.models import AllowancePolicy
from cessie.domain.charges.rules.allowance import Matrix, require
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.period import closed_until
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def propose_allowance(*, matrix: Matrix, valid_from: date, note: str, by: Viewer, at: datetime) -> AllowancePolicy:
    """Propose the percents from ``valid_from`` on, which is a day of a month that is open. Again: the one that waits.

    Refused: no right or no person (``NotAllowed``), no reason, percents that cannot be, a closed month
    (``MonthClosed``), another proposal that waits.
    """
    by.require("charges.set_allowance")
    require(matrix)
    if not note.strip():
        raise Refusal("allowance.no_note", N_("Please say why the percents shall be so."))
    open_from = closed_until()
    if open_from is not None and valid_from < open_from:
        raise MonthClosed("charges.month_closed", N_("The month of {day} is closed."), day=valid_from)
    said = {"matrix": matrix.to_json(), "valid_from": valid_from, "note": note.strip()}
    try:
        with transaction.atomic():
            row = AllowancePolicy.objects.create(proposed_at=at, proposed_by=by.key, **said)
    except IntegrityError:
        row = AllowancePolicy.objects.get(state="proposed")
        if row.proposed_by == by.key and all(getattr(row, name) == value for name, value in said.items()):
            return row
        raise Refusal("allowance.waits", N_("Other percents wait already: decide on those first.")) from None
    record(action="charges.propose_allowance", subject=row, by=by, at=at, data={"from": valid_from})
    return row
