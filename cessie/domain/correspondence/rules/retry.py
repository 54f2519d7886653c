"""When a mail that could not be handed over is tried again, and when the house stops trying.

>>> at = datetime(2026, 3, 2, 9)
>>> [str(next_try(at, n) - at) for n in (1, 2, 3)], next_try(at, TRIES)
(['0:02:00', '0:10:00', '0:30:00'], None)
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

#: After the first, second, ... try; RFC 5321, 4.5.4.1 asks for patience, the debtor's payment for some haste.
_WAITS: Final = (2, 10, 30, 60, 120, 240, 480, 720)
#: So many tries, over a bit more than a day.
TRIES: Final = len(_WAITS) + 1
#: A message that has been ``sending`` for so long is with nobody any more: the longest talk with a server is shorter.
LOST_AFTER: Final = timedelta(minutes=15)


def next_try(at: datetime, tries: int) -> datetime | None:
    """When the next try may come after ``tries`` of them; None when there were enough."""
    return None if tries >= TRIES else at + timedelta(minutes=_WAITS[tries - 1])
