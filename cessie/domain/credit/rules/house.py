"""What the house grants by itself when a client asks for a limit, and what it leaves to a person.

>>> auto(Money(5_000_00), Facts(insured=None, cover_required=False, overdue=Money(0), refused=False)) is None
True
>>> auto(Money(50_000_00), Facts(insured=None, cover_required=False, overdue=Money(0), refused=False)).code
'house.large'
"""

from __future__ import annotations

from dataclasses import dataclass

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True)
class HousePolicy:
    """``auto_up_to``: the largest limit, incl. VAT, that needs no person."""

    auto_up_to: Money


HOUSE = HousePolicy(auto_up_to=Money(10_000_00))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the debtor: the insurer's limit in force, whether the contract needs it, what of his debt is
    overdue, whether a former decision on him was 0."""

    insured: Money | None
    cover_required: bool
    overdue: Money
    refused: bool


def auto(asked: Money, facts: Facts, policy: HousePolicy = HOUSE) -> Reason | None:
    """Why a person must decide; None if the house grants it as asked."""
    if facts.refused:
        return Reason("house.refused", N_("This debtor was refused before."))
    if facts.overdue:
        return Reason("house.overdue", N_("{amount} of the debtor is overdue."), {"amount": facts.overdue})
    if facts.cover_required and (facts.insured is None or facts.insured < asked):
        return Reason("house.uncovered", N_("The insurer has not granted as much."))
    if asked > policy.auto_up_to:
        words = N_("{asked} is more than the {most} that is granted without a person.")
        return Reason("house.large", words, {"asked": asked, "most": policy.auto_up_to})
    return None
