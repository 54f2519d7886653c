"""Which payments go as instant ones, and what a refused instant payment becomes. Pure."""

from __future__ import annotations

from datetime import date

#: The block of a file that holds its instant payments is named after the batch with this behind it.
INSTANT = "-I"

#: Reasons (ISO 20022 external status reasons) that concern the way and not the payment: an ordinary transfer may
#: still arrive. Unreachable or slow banks, limits of the instant scheme, the scheme itself, the hour.
ONLY_THE_WAY = frozenset(
    "AB05 AB06 AB07 AB08 AB09 AB10 AG11 AM02 AM23 CNOR DNOR ED05 FF05 RC03 RC04 TM01".split()  # noqa: SIM905  # a list
)


def instant(speed: str, *, account_instant: bool, execution: date, prepared: date) -> bool:
    """Whether an order goes as an instant payment: as asked, else as the account is set up; only for the same day.

    >>> day = date(2026, 3, 2)
    >>> instant("", account_instant=True, execution=day, prepared=day)
    True
    >>> instant("instant", account_instant=True, execution=date(2026, 3, 3), prepared=day)
    False
    """
    wanted = account_instant and speed != "ordinary"
    return wanted and execution == prepared


def block(number: str, *, goes_instant: bool) -> str:
    """The payment information id under which an order of this batch stands in the file.

    >>> block("CS-1", goes_instant=True), block("CS-1", goes_instant=False)
    ('CS-1-I', 'CS-1')
    """
    return number + INSTANT if goes_instant else number


def falls_back(reason_code: str) -> bool:
    """Whether a refused instant payment may be tried as an ordinary one.

    >>> falls_back("AB08"), falls_back("AC04")
    (True, False)
    """
    return reason_code in ONLY_THE_WAY
