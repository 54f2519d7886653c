"""The end of an insured invoice that will not be paid: indemnity, VAT relief, own risk, later money (6, EX06).

>>> loss = share_loss(open_amount=Money(24_200_00), face=Money(24_200_00), vat=Money(4_200_00),
...                   insured_limit=Money(25_000_00), insured_percent=Decimal(90))
>>> str(loss.indemnity), str(loss.vat_relief), str(loss.own_risk)
('18000.00 EUR', '4200.00 EUR', '2000.00 EUR')
>>> later = split_dividend(Money(1_000_00), loss)
>>> str(later.vat), str(later.insurer), str(later.factor)
('173.55 EUR', '743.81 EUR', '82.64 EUR')

Where the client bears half of what is not covered, half of the factor's share is his:

>>> later = split_dividend(Money(1_000_00), loss.with_recourse(Decimal(50)))
>>> str(later.insurer), str(later.factor), str(later.client)
('743.81 EUR', '41.32 EUR', '41.32 EUR')
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cessie.lib.money import Money, half_up

InsuredBasis = Literal["NET", "GROSS"]


@dataclass(frozen=True, slots=True)
class Loss:
    """The open amount shared out; ``open_amount = indemnity + vat_relief + own_risk + charged``.

    ``charged``: what the client bears by recourse of what nobody covers.
    """

    open_amount: Money
    indemnity: Money
    vat_relief: Money
    own_risk: Money
    charged: Money = Money(0)

    def with_recourse(self, percent: Decimal) -> Loss:
        """The same where the client bears ``percent`` of what is not covered.

        >>> EUR = Money.parse
        >>> loss = Loss(EUR("100"), EUR("80"), EUR("5"), EUR("15")).with_recourse(Decimal(60))
        >>> str(loss.own_risk), str(loss.charged)
        ('6.00 EUR', '9.00 EUR')
        """
        uncovered = self.own_risk + self.charged
        charged = uncovered.percent(percent)
        return Loss(self.open_amount, self.indemnity, self.vat_relief, uncovered - charged, charged)


@dataclass(frozen=True, slots=True)
class Dividend:
    """Money after the indemnity, shared out without losing a cent."""

    vat: Money
    insurer: Money
    factor: Money
    client: Money = Money(0)


def share_loss(
    *,
    open_amount: Money,
    face: Money,
    vat: Money,
    insured_limit: Money,
    insured_percent: Decimal,
    basis: InsuredBasis = "NET",
    relief: bool = True,
    deductible: Money = Money(0),
    maximum: Money | None = None,
) -> Loss:
    """Share an open amount between insurer, tax office and own risk; ``vat`` is the invoice's, open in proportion.

    The insured base is net of VAT or gross as the policy says, capped by the insured limit; of it the ``deductible`` is
    taken before the percent; ``maximum``: what is left of the most that the policy pays. Without ``relief`` the VAT is
    own risk too.
    """
    open_vat = Money(half_up(Decimal(open_amount.cents) * vat.cents / face.cents), face.currency)
    base = open_amount - open_vat if basis == "NET" else open_amount
    insured = max(Money(0, face.currency), min(base, insured_limit) - deductible)
    indemnity = insured.percent(insured_percent)
    if maximum is not None:
        indemnity = min(indemnity, max(Money(0, face.currency), maximum))
    vat_relief = min(open_vat, open_amount - indemnity) if relief else Money(0, face.currency)
    return Loss(open_amount, indemnity, vat_relief, open_amount - indemnity - vat_relief)


def split_dividend(received: Money, loss: Loss) -> Dividend:
    """Money that comes in after the indemnity (P27): VAT first in proportion, the rest as the loss was borne."""
    vat = Money(half_up(Decimal(received.cents) * loss.vat_relief.cents / loss.open_amount.cents), received.currency)
    borne = loss.indemnity.cents + loss.own_risk.cents + loss.charged.cents
    if not borne:
        return Dividend(received, Money(0, received.currency), Money(0, received.currency))
    rest = received - vat
    insurer = Money(half_up(Decimal(rest.cents) * loss.indemnity.cents / borne), received.currency)
    if not loss.charged:
        return Dividend(vat, insurer, rest - insurer)
    uncovered = loss.own_risk.cents + loss.charged.cents
    client = Money(half_up(Decimal((rest - insurer).cents) * loss.charged.cents / uncovered), received.currency)
    return Dividend(vat, insurer, rest - insurer - client, client)
