"""When a payment counts as paid, where the bank names the day only.

>>> from datetime import UTC
>>> sent = datetime(2026, 11, 24, 8, tzinfo=UTC)
>>> paid_at(date(2026, 11, 24), sent_at=sent, known_at=datetime(2026, 11, 24, 19, tzinfo=UTC), cut_off=time(17)) == sent
True
"""

from __future__ import annotations

from datetime import date, datetime, time

from cessie.lib.days import BRUSSELS, booking_day


def paid_at(executed: date, *, sent_at: datetime, known_at: datetime, cut_off: time) -> datetime:
    """The moment at which the bank counts as having executed a payment.

    ``executed``: the day that the statement names; ``sent_at``: when the file was handed over; ``known_at``: when the
    statement came. Executed on the day of the file it counts from the file; on a later day not before the bank's
    ``cut_off`` of that day (Brussels), unless the statement was here sooner. Never before the file.
    """
    if executed <= booking_day(sent_at):
        return sent_at
    latest = datetime.combine(executed, cut_off, BRUSSELS).astimezone(sent_at.tzinfo)
    return max(sent_at, min(latest, known_at))
