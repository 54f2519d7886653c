"""What a promise may be: one amount on one day soon, and at most two about the same invoice (factoring-domain 13)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: How often it may be promised about one invoice.
AT_MOST: Final = 2
#: How far away the promised day is: who needs longer asks for a plan.
AHEAD: Final = timedelta(days=30)
#: How old a payment may be that is said to be on its way, and how many bank days it may take to be seen.
BACK: Final = timedelta(days=14)
ON_ITS_WAY: Final = 3


def why_not(amount: Money, on: date, *, today: date, open_amount: Money, before: int) -> Reason | None:
    """Why this promise is not taken; ``before``: how many were made about the invoice; None if it is.

    >>> day = date(2026, 3, 2)
    >>> why_not(Money(50), day, today=day, open_amount=Money(50), before=1) is None
    True
    >>> why_not(Money(50), day, today=day, open_amount=Money(50), before=2).code
    'arrangements.promised'
    """
    if before >= AT_MOST:
        words = N_("It was promised {times} times already: ask for a plan, or call us.")
        return Reason("arrangements.promised", words, {"times": AT_MOST})
    if not today <= on <= today + AHEAD:
        words = N_("Promise a day between today and {day}; for longer ask for a plan.")
        return Reason("arrangements.day", words, {"day": today + AHEAD})
    return wrong_amount(amount, open_amount)


def wrong_amount(amount: Money, open_amount: Money) -> Reason | None:
    """Why this is no amount of the invoice."""
    if not open_amount > Money(0, open_amount.currency):
        return Reason("arrangements.nothing_open", N_("Nothing is open on this invoice."))
    if not Money(0, amount.currency) < amount <= open_amount:
        words = N_("Name an amount above zero and at most what is open: {open}.")
        return Reason("arrangements.amount", words, {"open": open_amount})
    return None


def paid_why_not(on: date, *, today: date) -> Reason | None:
    """Why a payment of that day is not waited for; None if it may be on its way."""
    if today - BACK <= on <= today:
        return None
    words = N_("Name the day on which you paid, between {first} and today; an older payment is a dispute.")
    return Reason("arrangements.paid_day", words, {"first": today - BACK})
