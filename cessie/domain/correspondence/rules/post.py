"""When letters are laid ready for the post: once a bank day at three, so that they leave together.

>>> written = datetime(2026, 11, 20, 14, 59, tzinfo=BRUSSELS)  # a Friday
>>> is_due(written, at=datetime(2026, 11, 20, 15, tzinfo=BRUSSELS)), is_due(written, at=written)
(True, False)
>>> late = datetime(2026, 11, 20, 15, 1, tzinfo=BRUSSELS)
>>> is_due(late, at=datetime(2026, 11, 23, 14, tzinfo=BRUSSELS)), is_due(late, at=datetime(2026, 11, 23, 15, tzinfo=BRUSSELS))
(False, True)
"""  # noqa: E501 - one example a line

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from cessie.lib.days import BRUSSELS, bank_day_from, booking_day, next_bank_day

#: By when letters of the day must lie ready to be printed, folded and taken away.
AT: Final = time(15)
#: Letters of one batch of the house's own machine at most; of a print partner's.
MOST: Final = 500
MANY: Final = 10_000


def due_at(queued_at: datetime) -> datetime:
    """The moment from which a letter of that moment belongs into a batch."""
    day = bank_day_from(booking_day(queued_at))
    moment = datetime.combine(day, AT, BRUSSELS)
    return moment if queued_at <= moment else datetime.combine(next_bank_day(day), AT, BRUSSELS)


def is_due(queued_at: datetime, *, at: datetime) -> bool:
    """Whether it does now; a day on which nobody looked is caught up on the next."""
    return at >= due_at(queued_at)
