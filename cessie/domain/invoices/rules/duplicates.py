"""Whether the same claim is here already: M04, M05, M06.

>>> one_change("2026-451", "2026-452"), one_change("451", "4511"), one_change("451", "462")
(True, True, False)
"""

from __future__ import annotations

from collections.abc import Iterator

from cessie.domain.invoices.rules.facts import Known, Other, Subject
from cessie.domain.invoices.rules.found import Found, hold, note, reject
from cessie.domain.invoices.rules.policy import Policy
from cessie.lib.reasons import N_


def check(subject: Subject, known: Known, policy: Policy) -> Iterator[Found]:
    """At most one finding of each kind: the first invoice that is like this one says enough."""
    own = [other for other in known.others if other.same_client and other.first]
    exact = [o for o in own if o.same_debtor and o.number_key == subject.number_key]
    if exact:
        yield reject("M04", N_("Invoice {number} of this client to this debtor is here already."),
                     number=exact[0].number)  # fmt: skip
        return
    near = [o for o in own if _is_near(o, subject, policy)]
    if near:  # twice the same fee within days is everyday life where nobody pays for the claim
        yield (note if known.managed else hold)(
            "M05", N_("Invoice {number} of {date} has the same debtor and the same amount."),
            number=near[0].number, date=near[0].issue_date)  # fmt: skip
    elif any(o.number_key == subject.number_key for o in own):
        yield hold("M05", N_("Invoice {number} of this client to another debtor is here already."),
                   number=subject.number)  # fmt: skip
    if any(_is_elsewhere(o, subject) for o in known.others):
        yield hold("M06", N_("The same invoice was offered by another client."), 2)


def _is_near(other: Other, subject: Subject, policy: Policy) -> bool:
    if not other.same_debtor or other.gross != subject.gross:
        return False
    days = abs((other.issue_date - subject.issue_date).days)
    if days <= policy.near_days:
        return True
    return days <= policy.near_number_days and one_change(other.number_key, subject.number_key)


def _is_elsewhere(other: Other, subject: Subject) -> bool:
    same_claim = other.same_debtor and other.number_key == subject.number_key and other.gross == subject.gross
    return not other.same_client and (other.same_document or same_claim)


def one_change(one: str, other: str) -> bool:
    """Whether one text becomes the other by one character put in, left out or replaced."""
    short, long = sorted((one, other), key=len)
    if short == long or len(long) - len(short) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[start + (len(short) == len(long)) :] == long[start + 1 :]
