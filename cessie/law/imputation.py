"""What of a payment settles the costs, the interest and the principal of a claim, and in which order.

The law of the country says the order (BE, NL, DE: costs, interest, principal; FR, LU: interest, principal, costs), a
contract may put the principal first. Who pays exactly the principal has said what he pays: the creditor may let him
(the rest stands), give the rest up, or hold to the order of the law (BW 6:44(2), C. civ. 1343-1).

>>> owed = Owed(Money(1_000_00), Beside(Money(20_00), Money(40_00)))
>>> part = impute(Money(500_00), owed, order=order_of("BE"))
>>> str(part.beside.costs), str(part.beside.interest), str(part.principal)
('40.00 EUR', '20.00 EUR', '440.00 EUR')
>>> impute(Money(1_000_00), owed, order=order_of("BE")).principal == owed.principal
True
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from cessie.law.countries import COUNTRIES, country
from cessie.law.facts import Imputation
from cessie.law.regime import INTEREST_FIRST, PRINCIPAL_FIRST, Part
from cessie.lib.money import Money

#: What becomes of what stands beside the principal where exactly the principal is paid.
Exact = Literal["stands", "given_up", "law"]
_NOTHING: Final = Money(0)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is claimed beside a principal: interest, and costs with damages and fixed sums."""

    interest: Money = _NOTHING
    costs: Money = _NOTHING

    @property
    def total(self) -> Money:
        """Both."""
        return self.interest + self.costs

    def __add__(self, other: Beside) -> Beside:
        return Beside(self.interest + other.interest, self.costs + other.costs)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is open when the money comes; ``later`` was claimed after the day of the payment only."""

    principal: Money
    beside: Beside = Beside()
    later: Beside = Beside()


@dataclass(frozen=True, slots=True)
class Imputed:
    """A payment divided: ``over`` settles nothing; ``given_up`` takes no money, it is claimed no more."""

    principal: Money
    beside: Beside
    over: Money
    given_up: Beside = Beside()


def order_of(code: str, imputation: Imputation = "law") -> tuple[Part, ...]:
    """In which order a payment settles the parts of a claim under the law of a country, or of the contract.

    Where the house knows no law, the principal comes first.
    """
    if imputation == "interest_first":
        return INTEREST_FIRST
    if imputation == "principal_first" or code not in COUNTRIES:
        return PRINCIPAL_FIRST
    return country(code).IMPUTATION


def named_first(part: Part | None, order: tuple[Part, ...]) -> tuple[Part, ...]:
    """The order, with the part for which the money was taken before all."""
    return order if part is None else (part, *(other for other in order if other != part))


def impute(paid: Money, owed: Owed, *, order: tuple[Part, ...], exact: Exact = "stands") -> Imputed:
    """Divide a payment above zero. Nothing becomes negative, and the parts with ``over`` are the payment.

    What was claimed after a payment that settles the whole principal is given up: it was claimed of nobody who was
    late any more.
    """
    designated = paid == owed.principal and exact != "law"
    parts: dict[Part, Money] = {"costs": owed.beside.costs, "interest": owed.beside.interest}
    parts["principal"] = owed.principal
    rest, taken = paid, dict.fromkeys(parts, Money(0, paid.currency))
    for part in PRINCIPAL_FIRST if designated else order:
        taken[part] = min(rest, parts[part])
        rest -= taken[part]
    whole = taken["principal"] == owed.principal
    given_up = owed.beside if designated and exact == "given_up" else Beside()
    return Imputed(
        taken["principal"],
        Beside(taken["interest"], taken["costs"]),
        rest,
        given_up + owed.later if whole else given_up,
    )
