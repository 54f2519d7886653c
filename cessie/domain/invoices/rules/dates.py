"""Whether the days can be true: M15, M16; and what was read with doubt: M12."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cessie.domain.invoices.rules.facts import Known, Stated, Subject
from cessie.domain.invoices.rules.found import Found, hold
from cessie.domain.invoices.rules.policy import Policy
from cessie.lib.reasons import N_

#: What a person must look at when a reader was not sure of it.
WEIGHTY = ("number", "issue_date", "due_date", "currency", "totals.gross", "buyer.name")


def check(subject: Subject, stated: Stated, known: Known, policy: Policy) -> Iterator[Found]:
    """Issue date near the day of arrival, due date within what law and contract allow."""
    ahead = (subject.issue_date - known.received).days
    if ahead > policy.days_ahead:
        yield hold("M15", N_("The invoice is dated {date}, after the day on which it came in."),
                   date=subject.issue_date)  # fmt: skip
    elif -ahead > policy.days_back:
        yield hold("M15", N_("The invoice is {days} days old; {limit} are allowed."),
                   days=-ahead, limit=policy.days_back)  # fmt: skip
    yield from _term(subject, stated, known, policy)
    yield from _unsure(stated, policy)


def to_manage(subject: Subject, stated: Stated, known: Known, policy: Policy) -> Iterator[Found]:
    """A managed invoice may be old, and due already: only what cannot be, and what was read with doubt, matters."""
    if (subject.issue_date - known.received).days > policy.days_ahead:
        yield hold("M15", N_("The invoice is dated {date}, after the day on which it came in."),
                   date=subject.issue_date)  # fmt: skip
    if subject.due_date < subject.issue_date:
        yield hold("M16", N_("The due date {due} is before the issue date."), due=subject.due_date)
    yield from _unsure(stated, policy)


def _unsure(stated: Stated, policy: Policy) -> Iterator[Found]:
    for item in stated.unsure:
        key, _, sure = item.partition("=")
        if key in WEIGHTY and Decimal(sure) < policy.confidence:
            yield hold(f"M12.{key}", N_("{field} was read with doubt: please compare it with the original."), field=key)


def _term(subject: Subject, stated: Stated, known: Known, policy: Policy) -> Iterator[Found]:
    if stated.due_date is None:
        yield hold("M16.none", N_("The invoice states no due date; {date} is assumed."), date=subject.due_date)
    days = (subject.due_date - subject.issue_date).days
    if days < 0:
        yield hold("M16", N_("The due date {due} is before the issue date."), due=subject.due_date)
        return
    country = known.debtor.country if known.debtor else stated.buyer.country
    allowed = min(known.payment_days, policy.statutory_days.get(country, known.payment_days))
    if days > allowed:
        yield hold("M16", N_("The debtor has {days} days to pay; contract and law allow {allowed}."),
                   days=days, allowed=allowed)  # fmt: skip
    if subject.due_date < known.received:
        yield hold("M23.due", N_("The invoice was due on {due}, before it came in."), due=subject.due_date)
