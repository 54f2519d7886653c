"""A claim of which a part is contested, or agreed on: what may be asked goes on, what stands apart waits. Pure.

>>> open_ = Parts(Money(1_000_00), Money(10_01), Money(40_00))
>>> goes_on, apart = split(open_, Money(250_00))
>>> [str(part.decimal) for part in (goes_on.principal, goes_on.interest, goes_on.costs, apart.total)]
['250.00', '2.50', '10.00', '787.51']
"""

from __future__ import annotations

from cessie.domain.collection.rules.build_up import Parts, nothing
from cessie.lib.money import Money


def split(open_: Parts, goes_on: Money) -> tuple[Parts, Parts]:
    """What is asked on, of which ``goes_on`` is principal, and what stands apart. Interest and costs follow their
    principal, cents down: what is asked is never more than its share."""
    if goes_on >= open_.principal:
        return open_, nothing(goes_on.currency)
    if open_.principal.cents <= 0 or goes_on.cents <= 0:
        return nothing(goes_on.currency), open_
    of = open_.principal.cents
    interest, costs = (Money(part.cents * goes_on.cents // of, part.currency) for part in (open_.interest, open_.costs))
    asked = Parts(goes_on, interest, costs)
    return asked, open_ - asked
