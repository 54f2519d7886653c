"""What the debtor paid, divided over the claims of a dossier and their parts. Pure.

Money goes to the claim it names, else to the oldest first (BW 6:43(2), C. civ. 1342-10; BE Civil Code art. 5.210, not
checked), and in each claim in the order of its country's law: costs, interest, principal (BW 6:44; BE), or interest,
principal, costs (FR, C. civ. 1343-1). Interest runs to the day of each payment. What went back counts as never paid.

What the books of an invoice know already keeps the part that it settled there. What comes while a plan runs settles
principal, of all claims, before anything else: a plan is agreed on the principal (BW 6:44, C. civ. 1343-1 and the
Belgian article all give way to what was agreed), and who keeps it must not be found short.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from cessie.domain.collection.rules.facts import ClaimFacts, Paid
from cessie.law.facts import Payment
from cessie.lib.money import Money

#: What is open on a claim, in all or of its principal, at the end of a day, with these payments on it.
Open = Callable[[ClaimFacts, Sequence[Payment], date], Money]


def standing(paid: Sequence[Paid]) -> tuple[Paid, ...]:
    """The payments that stand, by day: what went back takes away from the last ones before it.

    >>> day = date(2026, 3, 1)
    >>> [each.amount.cents for each in standing((Paid("a", day, Money(100)), Paid("b", day, Money(-30))))]
    [70]
    """
    found: list[Paid] = []
    for each in sorted(paid, key=lambda each: (each.on, each.amount.cents < 0, each.key)):
        if each.amount.cents > 0:
            found.append(each)
            continue
        back = -each.amount.cents
        for place in range(len(found) - 1, -1, -1):
            if found[place].booked == each.booked and each.claim in (None, found[place].claim):
                less = min(back, found[place].amount.cents)
                found[place] = replace(found[place], amount=found[place].amount - Money(less))
                back -= less
    return tuple(each for each in found if each.amount.cents > 0)


def divide(
    claims: Sequence[ClaimFacts], paid: Sequence[Paid], still: Open, principal: Open
) -> tuple[Mapping[UUID, tuple[Payment, ...]], tuple[Paid, ...]]:
    """The payments of each claim, and what was paid over: nothing is left that it could settle."""
    oldest = sorted(claims, key=lambda claim: (claim.due, claim.number, claim.id))
    given: dict[UUID, list[Payment]] = defaultdict(list)
    over: list[Paid] = []
    for each in standing(paid):
        rest = each.amount
        named = [claim for claim in oldest if claim.id == each.claim]
        in_turn = [*named, *(claim for claim in oldest if claim.id != each.claim)]
        for left in (principal, still) if each.agreed else (still,):
            for claim in in_turn:
                part = min(rest, left(claim, given[claim.id], each.on))
                if part.cents > 0:
                    given[claim.id].append(Payment(each.on, part, each.towards, each.key))
                    rest -= part
        if rest.cents > 0:
            over.append(replace(each, amount=rest))
    return {claim.id: tuple(given[claim.id]) for claim in claims}, tuple(over)
