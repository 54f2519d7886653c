"""Plans that wait for somebody's word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from cessie.domain.arrangements.amounts import progress
from cessie.domain.arrangements.models import Arrangement
from cessie.domain.arrangements.queries import missed
from cessie.domain.work.rules.clock import due_after, end_of_desk
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.days import add_bank_days, booking_day
from cessie.lib.reasons import N_, Fact, Reason

#: Bank days after its day in which somebody asks for an instalment that did not come.
CALL: Final = 5
#: Staffed hours in which a debtor hears whether he gets his plan.
PROMPT: Final = 16


def _asked(at: datetime) -> Iterator[Waiting]:
    house = N_("{debtor} asks to pay {total} in {count} instalments: the house decides, for it bought the claim.")
    client = N_("{debtor} asks to pay {total} in {count} instalments: the client decides.")
    rows = list(Arrangement.objects.filter(state="asked").select_related("debtor__company").order_by("made_at", "pk"))
    figures = progress(rows) if rows else {}
    for row in rows:
        found = figures[row.pk]
        facts: dict[str, Fact] = {
            "debtor": row.debtor.company.name, "total": found.total, "count": len(found.parts),
        }  # fmt: skip
        yield Waiting(
            subject=("arrangements.Arrangement", str(row.pk)),
            reasons=(Reason("arrangements.asked", house if row.approver == "staff" else client, facts),),
            due_at=due_after(row.made_at, PROMPT),
            client_id=row.client_id,
        )


def _missed(at: datetime) -> Iterator[Waiting]:
    """Plans that go on although an instalment did not come: somebody asks the debtor for it."""
    said = N_("An instalment of {amount}, due on {day}, did not come; the plan goes on.")
    for one in missed(on=booking_day(at)):
        if one.acceleration:  # the night ends it, and all of it is reminded of
            continue
        facts: dict[str, Fact] = {"amount": one.amount, "day": one.since}
        yield Waiting(
            subject=("arrangements.Arrangement", str(one.arrangement_id)),
            reasons=(Reason("arrangements.missed", said, facts),),
            due_at=end_of_desk(add_bank_days(one.since, CALL)),
            client_id=one.client_id,
        )


WATCHES = (Watch("arrangement.asked", _asked), Watch("arrangement.missed", _missed))
