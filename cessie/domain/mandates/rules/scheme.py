"""What the SEPA schemes say of a mandate and of money collected under it. Pure.

Sources: EPC Core and B2B rulebooks as banks restate them: first collections need no own sequence since 20 November
2016; a mandate lapses 36 months after its last collection, or after its signature when there was none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cessie.lib.days import add_bank_days, add_months

#: Months without a collection after which a mandate lapses.
UNUSED_MONTHS = 36
#: Bank days within which the debtor's bank may return a collection.
RETURN_DAYS = {"CORE": 5, "B2B": 3}
#: Within these the debtor of a Core collection gets it back without a reason ...
REFUND = timedelta(weeks=8)
#: ... and within these months if he never authorised it.
UNAUTHORISED_MONTHS = 13


@dataclass(frozen=True, slots=True)
class Standing:
    """Until when money that was collected may be taken back, and whether it still may today."""

    returnable_until: date
    refundable_until: date
    provisional: bool


def sequence(*, one_off: bool) -> str:
    """The sequence type of each collection of a mandate.

    >>> sequence(one_off=False), sequence(one_off=True)
    ('RCUR', 'OOFF')
    """
    return "OOFF" if one_off else "RCUR"


def lapses_on(signed: date, last_collected: date | None) -> date:
    """The day from which the mandate no longer serves; a collection on the day before is the last that does.

    >>> lapses_on(date(2023, 11, 22), None), lapses_on(date(2020, 1, 31), date(2023, 2, 28))
    (datetime.date(2026, 11, 22), datetime.date(2026, 2, 28))
    """
    return add_months(max(signed, last_collected or signed), UNUSED_MONTHS)


def standing(scheme: str, settled: date, on: date) -> Standing:
    """How firm the money is: of Core it is provisional for eight weeks, of B2B until the return days are over.

    >>> standing("CORE", date(2026, 11, 27), date(2027, 1, 22))
    Standing(returnable_until=datetime.date(2026, 12, 4), refundable_until=datetime.date(2027, 1, 22), provisional=True)
    >>> standing("B2B", date(2026, 11, 27), date(2026, 12, 3)).provisional
    False
    """
    returnable = add_bank_days(settled, RETURN_DAYS[scheme])
    refundable = settled + REFUND if scheme == "CORE" else returnable
    return Standing(returnable, refundable, on <= refundable)


def unauthorised_until(settled: date) -> date:
    """Until when a Core debtor may say that he never authorised the collection."""
    return add_months(settled, UNAUTHORISED_MONTHS)
