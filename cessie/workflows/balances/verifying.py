"""What verification does by itself at night: days to answer that are over, looks over ledgers, the month's samples."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from cessie.domain.contracts.queries import with_terms
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.draw_sample import NothingOpen, draw_sample
from cessie.domain.verification.lapse import lapse
from cessie.domain.verification.look_at_circles import look_at_circles
from cessie.domain.verification.look_at_ledger import look_at_ledger, seen, unseen
from cessie.domain.verification.policy import figures_at
from cessie.domain.verification.queries import without_sample
from cessie.lib.days import booking_day
from cessie.workflows.balances.proving import mail_asked


def look_at_new(*, by: Viewer, at: datetime) -> int:
    """Ledgers that came into force since the last turn are looked over at once, not only at night; how many.

    A turn that was killed is made up by the next: what was looked over is noted last.
    """
    rows = list(unseen().select_related("contract"))
    for row in rows:
        look_at_ledger(contract_id=row.contract_id, by=by, at=at)
    if rows:
        look_at_circles(contract_ids={row.contract_id for row in rows}, by=by, at=at)
    seen(rows, at)
    return len(rows)


def night(*, by: Viewer, at: datetime) -> int:
    """Documents and questions whose day is over, what two ledgers of a client show side by side, circles of companies,
    then a sample of each running contract that has none this month, where the house wants it so; how many were drawn.
    Twice a night does what once does."""
    lapse(by=by, at=at)
    day, drawn = booking_day(at), 0
    for contract_id in with_terms(day, transmission="BALANCE").filter(state="running").values_list("pk", flat=True):
        look_at_ledger(contract_id=contract_id, by=by, at=at)
    look_at_circles(by=by, at=at)
    if not figures_at("sample", at)[0]["monthly"]:
        mail_asked(by=by, at=at)
        return 0
    for contract_id in without_sample(with_terms(day).filter(started_date__lte=day, state="running"), day):
        with suppress(NothingOpen):
            draw_sample(contract_id=contract_id, monthly=True, by=by, at=at)
            drawn += 1
    mail_asked(by=by, at=at)
    return drawn
