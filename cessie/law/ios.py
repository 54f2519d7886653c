"""The Belgian summons for uncontested money debts (IOS): its nine conditions, and the limit of ten percent.

>>> found = summon(Uncontested(Money(8_000_00), interest=Money(723_29), penalty=Money(800_00), cost=Money(40_00)))
>>> str(found.claimable), str(found.given_up), str(found.total)
('800.00 EUR', '723.29 EUR', '8840.00 EUR')
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cessie.law.guards import Finding, finding
from cessie.lib.money import Money
from cessie.lib.reasons import N_

SOURCES = ("Judicial Code, art. 1394/20 to 1394/27", "Ghent Court of Appeal, 24 March 2017, 2017/AR/153")
TEN_PERCENT = Decimal(10)


@dataclass(frozen=True, slots=True)
class Uncontested:
    """What the summons would ask: interest and penalty clause are limited together, ``cost`` (40 euro) apart.

    ``failed`` names the conditions that do not hold (G1 to G7, G9); G8, the limit, is computed.
    """

    principal: Money
    interest: Money = Money(0)
    penalty: Money = Money(0)
    cost: Money = Money(0)
    failed: frozenset[str] = frozenset()


#: The conditions that the parties and the debt must fulfil, with the words where one fails.
CONDITIONS = (
    ("both_registered", "G1", N_("Both parties must be active in the Crossroads Bank for Enterprises.")),
    ("business_debt", "G2", N_("The debt must come from the activity of an undertaking.")),
    ("no_authority", "G3", N_("Neither party may be a public authority.")),
    ("no_insolvency", "G4", N_("Neither party may be in insolvency or reorganisation.")),
    ("contractual", "G5", N_("The debt must come from a contract or be acknowledged.")),
    ("certain_and_due", "G6", N_("The debt must be certain and due, and not time-barred.")),
    ("undisputed", "G7", N_("The debt must not be disputed.")),
    ("by_lawyer", "G9", N_("The instruction must come from a lawyer.")),
)


@dataclass(frozen=True, slots=True)
class Summons:
    """What may be asked: ``claimable`` of the increase under the ``cap``, the rest is ``given_up``."""

    increase: Money
    cap: Money
    claimable: Money
    given_up: Money
    cost: Money
    total: Money
    sources: tuple[str, ...]
    findings: tuple[Finding, ...]


def summon(asked: Uncontested) -> Summons:
    """The amounts of the summons and the conditions that fail (LAW-BE-06); an empty list lets it go to the lawyer."""
    increase, cap = asked.interest + asked.penalty, asked.principal.percent(TEN_PERCENT)
    claimable = min(increase, cap)
    failed = tuple(
        finding("LAW-BE-06", f"law.ios_{number.lower()}", words)
        for name, number, words in CONDITIONS
        if name in asked.failed
    )
    total = asked.principal + claimable + asked.cost
    return Summons(increase, cap, claimable, increase - claimable, asked.cost, total, SOURCES, failed)
