"""Which plans need nobody's word, and whose word the others need.

A small plan of a claim that is the client's own runs at once; any other is the client's to approve. The house's own
(bought) claim is the house's to give time on, and where it is insured longer than the policy's extension only with
the insurer's consent, which is why a person of the staff approves each of those.

>>> terms = Asked(Money(400_00), 3, 60, bought=False)
>>> approver(terms), approver(Asked(Money(400_00), 3, 60, bought=True)), approver(Asked(Money(4_000_00), 3, 60, False))
('', 'staff', 'client')
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from cessie.domain.arrangements.rules.leniency import Leniency
from cessie.lib.money import Money

#: The figures with which Cessie begins.
PLAIN: Final = Leniency()


@dataclass(frozen=True, slots=True)
class Asked:
    """A plan as it is asked for."""

    total: Money
    count: int
    days: int
    bought: bool


def approver(plan: Asked, limits: Leniency = PLAIN) -> Literal["", "client", "staff"]:
    """Who must approve it; nobody where it is small as the house has it."""
    if plan.bought:
        return "staff"
    small = plan.total.cents <= limits.plan_cents and plan.count <= limits.plan_count and plan.days <= limits.plan_days
    return "" if small else "client"
