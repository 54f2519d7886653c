"""The claim statement of a summons: each amount with where it comes from, the increases cut to the cap. Pure.

Under the Belgian IOS interest and penalty clause together stay within 10 % of the principal (G8); the fixed sum and
other costs by law stand beside. Elsewhere nothing is cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cessie.law.ios import Uncontested, summon
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Line:
    """One claim: what is open of it on the day, by parts, with its sources."""

    number: str
    issued: date
    due: date
    principal: Money
    interest: Money
    costs: Money
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What is asked on a day: ``given_up`` of the increases because of the ``cap`` (None: no cap)."""

    on: date
    lines: tuple[Line, ...]
    principal: Money
    interest: Money
    costs: Money
    given_up: Money
    total: Money
    cap: Money | None
    sources: tuple[str, ...]


def statement(procedure: str, on: date, lines: tuple[Line, ...]) -> Statement:
    """The amounts of the summons on a day.

    >>> line = Line("F-1", date(2025, 1, 31), date(2025, 2, 28), Money(8_000_00), Money(1_523_29), Money(40_00), ())
    >>> found = statement("be_ios", date(2025, 11, 30), (line,))
    >>> str(found.interest), str(found.given_up), str(found.total)
    ('800.00 EUR', '723.29 EUR', '8840.00 EUR')
    """
    currency = lines[0].principal.currency if lines else "EUR"
    principal, interest, costs = (
        Money.total((getattr(line, part) for line in lines), currency) for part in ("principal", "interest", "costs")
    )
    sources = tuple(dict.fromkeys(source for line in lines for source in line.sources))
    if procedure != "be_ios":
        total = principal + interest + costs
        return Statement(on, lines, principal, interest, costs, Money(0, currency), total, None, sources)
    cut = summon(Uncontested(principal, interest=interest, cost=costs))
    return Statement(
        on, lines, principal, cut.claimable, costs, cut.given_up, cut.total, cut.cap, (*sources, *cut.sources)
    )
