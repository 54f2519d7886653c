"""Files of collections that their creditors want prepared by themselves: a day before the bank's last hour."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from cessie.domain.mandates.models import Batch, Collection, Creditor
from cessie.domain.mandates.prepare import NothingToCollect, prepare
from cessie.domain.mandates.rules.timing import is_pressing
from cessie.domain.mandates.set_up_creditor import hours_of
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day

#: After somebody took a file of the clock's apart, so long nothing is prepared for its creditor by itself.
REST: Final = timedelta(days=1)
#: Collections later than so many days from now press nobody, whatever holidays lie between.
NEAR: Final = timedelta(days=10)


def prepare_due(*, by: Viewer, at: datetime) -> int:
    """Prepare one file of each creditor who wants it so and of whom something must be with the bank within a day; how
    many. What later days bring along waits for its own file. Again prepares nothing twice: a collection lies in one."""
    count = 0
    for creditor in Creditor.objects.filter(by_itself=True).order_by("pk"):
        until = _pressing_until(creditor, at)
        if until is None or _taken_apart(creditor, at):
            continue
        try:
            prepare(creditor_id=creditor.pk, until=until, by=by, at=at)
        except NothingToCollect:  # all of it is held: the desk sees why
            continue
        count += 1
    return count


def _pressing_until(creditor: Creditor, at: datetime) -> date | None:
    """The last day of which collections press now; None where nothing does."""
    waiting = Collection.objects.filter(
        state="proposed", mandate__creditor=creditor, collection_date__lte=booking_day(at) + NEAR
    )
    days = waiting.order_by("collection_date").values_list("collection_date", flat=True).distinct()
    return max((day for day in days if is_pressing(day, hours_of(creditor), at)), default=None)


def _taken_apart(creditor: Creditor, at: datetime) -> bool:
    rows = Batch.objects.filter(creditor=creditor, state="discarded", prepared_by__startswith="system:")
    return rows.filter(prepared_at__gt=at - REST).exists()
