"""When an invoice that its debtor does not pay goes back to the client, and how much of it (factoring-domain 6, EX05).

>>> from cessie.terms.presets import PRESETS
>>> recourse = PRESETS["recourse_managed"]
>>> due, still = date(2026, 3, 4), Money(8_470_00)
>>> why_not(recourse, "overdue", due=due, day=date(2026, 6, 3), open_amount=still) is None
True
>>> str(why_not(recourse, "overdue", due=due, day=date(2026, 6, 2), open_amount=still).facts["from_day"])
'2026-06-03'
>>> from cessie.terms.contract import Definancing
>>> str(first_day(recourse.changed({"definancing": Definancing(30, "CHARGEBACK")}), due))
'2026-04-04'
>>> why_not(PRESETS["american"], "overdue", due=due, day=date(2026, 6, 3), open_amount=still).code
'purchase.no_recourse'
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason
from cessie.terms.contract import Terms

Cause = Literal["overdue", "dispute"]
CAUSES: tuple[Cause, ...] = ("overdue", "dispute")


def first_day(terms: Terms, due: date) -> date | None:
    """The first day on which lateness alone sends the invoice back; None where the client bears no credit risk."""
    return None if terms.recourse == "NONE" else due + timedelta(days=waits(terms) + 1)


def waits(terms: Terms) -> int:
    """Days past due for which an invoice with recourse stays: those of recourse, or fewer where the contract charges
    back what it definances."""
    back = terms.definancing is not None and terms.definancing.action == "CHARGEBACK"
    return min(terms.recourse_days, terms.definancing.days) if back and terms.definancing else terms.recourse_days


def why_not(terms: Terms, cause: str, *, due: date, day: date, open_amount: Money) -> Reason | None:
    """Why the invoice does not go back that day; None if it may."""
    if cause not in CAUSES:
        return Reason("purchase.no_cause", N_("Say whether the invoice is overdue or disputed."))
    if not open_amount:
        return Reason("purchase.nothing_open", N_("Nothing is open on this invoice."))
    if cause == "dispute":
        return None
    begin = first_day(terms, due)
    if begin is None:
        words = N_("Under this contract the house bears the risk that the debtor cannot pay.")
        return Reason("purchase.no_recourse", words)
    if day < begin:
        words = N_("The contract waits {days} days after the due date: until {from_day}.")
        return Reason("purchase.recourse_waits", words, {"days": waits(terms), "from_day": begin})
    return None


def share(terms: Terms, cause: Cause, open_amount: Money) -> Money:
    """What of the open amount the client takes back, half-up to the cent: all, or his part under partial recourse."""
    partial = cause == "overdue" and terms.recourse == "PARTIAL"
    return open_amount.percent(terms.recourse_percent) if partial else open_amount
