"""Statutory withholding by the debtor of a contractor with debts (Belgium; factoring-domain 16.3, EX15).

>>> w = withhold(face=Money(6_000_00), net=Money(6_000_00), social_percent=Decimal(35), tax_percent=Decimal(15))
>>> str(w.social), str(w.tax), str(w.debtor_pays), str(w.client_owes(Money(1_200_00)))
('2100.00 EUR', '900.00 EUR', '3000.00 EUR', '1800.00 EUR')
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Withholding:
    """What goes to the authorities and what the debtor pays us."""

    social: Money
    tax: Money
    debtor_pays: Money

    @property
    def withheld(self) -> Money:
        """Social and tax part together: dilution charged to the client (P14)."""
        return self.social + self.tax

    def client_owes(self, holdback: Money) -> Money:
        """What the client owes once his holdback is released against it."""
        return max(Money(0, holdback.currency), self.withheld - holdback)


def withhold(*, face: Money, net: Money, social_percent: Decimal, tax_percent: Decimal) -> Withholding:
    """Withheld on the amount net of VAT; each part rounded on its own, the debtor pays the rest of the face value."""
    social, tax = net.percent(social_percent), net.percent(tax_percent)
    return Withholding(social, tax, face - social - tax)


def advance_cap(social_percent: Decimal, tax_percent: Decimal, margin: Decimal) -> Decimal:
    """The highest advance rate in percent on works invoices of a client with debts: never below 0."""
    return max(Decimal(0), 100 - social_percent - tax_percent - margin)
