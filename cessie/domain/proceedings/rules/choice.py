"""Which partner fits a case: the debtor's district first, then what was seen of his work. Pure.

>>> near, quick = Seen("near", ("20",), given=4, taken=4, days=20), Seen("quick", ("9",), given=9, taken=9, days=3)
>>> [each.name for each in ranked([quick, near], "2018")]
['near', 'quick']
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """A partner as he was seen: cases ``given`` and ``taken``, and the median ``days`` from there to his first act.

    ``districts`` are beginnings of postcodes; none: everywhere.
    """

    name: str
    districts: tuple[str, ...] = ()
    given: int = 0
    taken: int = 0
    days: int | None = None

    def serves(self, postcode: str) -> bool:
        """Whether a postcode lies in his district."""
        return not self.districts or any(postcode.startswith(district) for district in self.districts)


def ranked(partners: Iterable[Seen], postcode: str) -> list[Seen]:
    """Best first: in the district, the surest to take a case, the quickest; unseen ones stand between."""

    def rank(each: Seen) -> tuple[bool, int, int, str]:
        sure = 10 * (each.taken + 1) // (each.given + 2)  # in tenths
        return not each.serves(postcode), -sure, each.days if each.days is not None else 10, each.name

    return sorted(partners, key=rank)
