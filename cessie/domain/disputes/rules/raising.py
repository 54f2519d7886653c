"""What may be contested, until when the client answers, and who may open a dispute again.

>>> answer_by(date(2026, 3, 2)).isoformat()
'2026-03-12'
>>> why_not("price", None, Money(100_00), "the offer said 90") is None
True
>>> why_not("price", Money(100_01), Money(100_00), "too much").code
'disputes.too_much'
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from cessie.domain.disputes.rules.grounds import GROUNDS
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: Days in which the client answers (factoring-domain 13).
DAYS: Final = 10
#: Characters that a person may write at once.
WORDS: Final = 2000
#: How often a debtor may open the same dispute again by himself; after that he calls.
REOPENED: Final = 1
#: Files that may stand with one dispute.
FILES: Final = 8


def answer_by(day: date) -> date:
    """The last day for the client's answer."""
    return day + timedelta(days=DAYS)


def why_not(ground: str, amount: Money | None, open_amount: Money, words: str) -> Reason | None:
    """Why a dispute is not taken as it is; ``amount`` None: of all that is open."""
    if ground not in GROUNDS:
        return Reason("disputes.no_ground", N_("Choose what is wrong with the invoice."))
    if not open_amount > Money(0, open_amount.currency):
        return Reason("disputes.nothing_open", N_("Nothing is open on this invoice."))
    if amount is not None and not Money(0, amount.currency) < amount <= open_amount:
        said = N_("Dispute an amount above zero and at most what is open: {open}.")
        return Reason("disputes.too_much", said, {"open": open_amount})
    return unsaid(words)


def unsaid(words: str) -> Reason | None:
    """Why these words are no explanation; None if they are."""
    if not words.strip():
        return Reason("disputes.no_words", N_("Say in a few words what it is about."))
    if len(words) > WORDS:
        return Reason("disputes.long_words", N_("Say it in at most {limit} characters."), {"limit": WORDS})
    return None


def credit_of(how: str, disputed: Money, credit: Money | None) -> Money | Reason:
    """What is to be credited under a resolution: nothing, all that is disputed, or a part of it that is named.

    >>> credit_of("resolve_credit", Money(100), None).cents, credit_of("resolve_partly", Money(100), Money(40)).cents
    (100, 40)
    >>> credit_of("resolve_partly", Money(100), Money(100)).code
    'disputes.no_part'
    """
    if how == "resolve_pay":
        return Money(0, disputed.currency)
    if how == "resolve_credit":
        return disputed
    if credit is None or not Money(0, credit.currency) < credit < disputed:
        said = N_("Say which part is credited: above zero and below {disputed}.")
        return Reason("disputes.no_part", said, {"disputed": disputed})
    return credit
