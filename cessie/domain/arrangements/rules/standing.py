"""Whether what was agreed is kept, broken or under way, as the books stand now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from cessie.domain.arrangements.rules.instalments import Instalment, last_day, left
from cessie.lib.money import Money

Verdict = Literal["kept", "broken", "running"]


def verdict(
    parts: Sequence[Instalment], paid: Money, day: date, *, acceleration: bool, awaited: date | None = None
) -> Verdict:
    """Kept when all of it came; broken when an instalment did not come within two bank days of its day.

    ``paid``: by how much what is open went down since the agreement. ``acceleration``: one missed instalment makes all
    of it due again; without it the plan goes on while an instalment is still to come, and each falls due for itself.
    What came late, but before anybody looked, is kept: the money is here. ``awaited``: the day of the earliest
    instalment that the creditor himself is fetching by direct debit; it is not missed while that is on its way.

    >>> two = [Instalment(date(2026, 3, 2), Money(50)), Instalment(date(2026, 4, 1), Money(50))]
    >>> [verdict(two, Money(cents), date(2026, 3, 5), acceleration=True) for cents in (0, 50, 100)]
    ['broken', 'running', 'kept']
    >>> verdict(two, Money(0), date(2026, 3, 5), acceleration=False)
    'running'
    >>> [verdict(two, Money(0), date(2026, 3, 5), acceleration=True, awaited=part.due) for part in two]
    ['running', 'broken']
    """
    to_come = left(parts, paid)
    if not to_come:
        return "kept"
    judged = to_come[0] if acceleration else to_come[-1]
    if awaited is not None and judged.due >= awaited:
        return "running"
    return "broken" if day > last_day(judged.due) else "running"
