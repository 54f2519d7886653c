"""Which kind of R-transaction it was, and what follows from it. Pure.

Reject and refusal come before the money did; return, refund and reversal take it back afterwards (P28); a cancellation
is our own, before. What was collected and came back is tried again by itself once at most, and never what a person in
the debtor's or the bank's place has refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cessie.domain.mandates.rules.reason_codes import ClaimEffect, Row, Step, Stop, row
from cessie.domain.mandates.rules.scheme import RETURN_DAYS
from cessie.domain.mandates.rules.timing import NOTICE_DAYS
from cessie.lib.days import add_bank_days, add_months, bank_day_from
from cessie.lib.reasons import N_, Reason

Kind = Literal["reject", "refusal", "return", "refund", "unauthorised", "reversal", "cancellation"]
#: Kinds that take back money which had come.
TAKES_BACK = frozenset({"return", "refund", "unauthorised", "reversal"})
_REFUSALS = frozenset({"MS02", "SL01", "SL11", "SL12", "SL13", "SL14"})
#: The R-type of a CODA movement (communication 127).
CODA_KINDS: dict[str, Kind] = {"1": "reject", "2": "return", "3": "refund", "4": "reversal", "5": "cancellation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What the bank told of a collection, and what we know of it."""

    code: str
    on: date
    scheme: str
    settled: date | None
    """Booking day of the money; None if it never came."""
    stated: Kind | None = None
    """As the bank named it, where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How the creditor tries again: so many bank days later, or on the next such day of a month (a salary's)."""

    retries: int = 1
    after_bank_days: int = 5
    day_of_month: int | None = None
    notice_days: int = NOTICE_DAYS
    most_failures: int = 3
    """Failures in a row after which the mandate rests."""
    instalment: bool = False
    """It fetched an instalment of a plan: what the debtor did not pay is missed; only our own fault is put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """What happens now: to the mandate (an event of its life, or none), to the claim, and by whom."""

    kind: Kind
    takes_back: bool
    mandate: Literal["", "pause", "block"]
    counts: bool
    claim: ClaimEffect
    step: Step
    retry_date: date | None
    told: tuple[str, ...]
    stops: Stop
    reasons: tuple[Reason, ...]


def kind_of(what: Happened) -> Kind:
    """The kind as stated, unless the money says otherwise; else by reason and day.

    Without money that came it was a reject, or the debtor's refusal; MD06 is a refund; MD01 later than the days of
    return is one of an unauthorised collection; all else is a return.

    >>> kind_of(Happened(code="MD06", on=date(2026, 12, 1), scheme="CORE", settled=date(2026, 11, 27)))
    'refund'
    """
    if what.settled is None:
        if what.stated in ("refusal", "cancellation"):
            return what.stated
        return "refusal" if what.code in _REFUSALS else "reject"
    if what.stated in TAKES_BACK and what.stated != "return":
        return what.stated
    if what.code == "MD01" and what.on > add_bank_days(what.settled, RETURN_DAYS[what.scheme]):
        return "unauthorised"
    return "refund" if what.code == "MD06" else "return"


def follows(what: Happened, policy: Policy, *, tried_again: int, failures: int, known: Row | None = None) -> Follows:
    """What follows from an R-transaction.

    ``tried_again``: how often the same claim was tried again before; ``failures``: of the mandate in a row, before
    this one; ``known``: the row, where the bank's own words were looked up.
    """
    kind, said = kind_of(what), known or row(what.code)
    counts = said.mandate == "count"
    mandate: Literal["", "pause", "block"] = said.mandate if said.mandate in ("pause", "block") else ""
    claim, step, retry = said.claim, said.step, None
    reasons = [Reason("mandates.came_back", said.meaning, {"code": what.code})]
    if step == "retry" and policy.instalment:
        claim, step = "ladder", "ask"
        reasons.append(Reason("mandates.missed", N_("It was an instalment of a plan: it counts as missed.")))
    elif step in ("retry", "resend"):
        if tried_again < policy.retries:
            retry = retry_date(what.on, policy)
        else:
            claim, step = "ladder", "ask"
            reasons.append(Reason("mandates.tried", N_("It was tried again before: the reminders take over.")))
    if counts and failures + 1 >= policy.most_failures:
        mandate, claim, step, retry = "pause", "ladder", "ask", None
        words = N_("The collection failed {count} times in a row: the mandate rests.")
        reasons.append(Reason("mandates.failed", words, {"count": failures + 1}))
    return Follows(
        kind=kind,
        takes_back=kind in TAKES_BACK,
        mandate=mandate,
        counts=counts,
        claim=claim,
        step=step,
        retry_date=retry,
        told=said.told,
        stops=said.stops,
        reasons=tuple(reasons),
    )


def retry_date(on: date, policy: Policy) -> date:
    """The bank day of the next try: with a new notice to the debtor, which takes its days.

    >>> retry_date(date(2026, 11, 27), Policy(notice_days=2, day_of_month=28))
    datetime.date(2026, 12, 28)
    """
    first = max(add_bank_days(on, policy.after_bank_days), on + timedelta(days=policy.notice_days))
    if policy.day_of_month is not None:
        first = _next_of_month(first, policy.day_of_month)
    return bank_day_from(first)


def _next_of_month(first: date, day: int) -> date:
    """The day of the month, in this one or the next; the last day where the month is shorter."""
    start = first.replace(day=1)
    for month in (start, add_months(start, 1)):
        last = add_months(month, 1) - timedelta(days=1)
        found = month.replace(day=min(day, last.day))
        if found >= first:
            return found
    raise AssertionError("the next month has the day")
