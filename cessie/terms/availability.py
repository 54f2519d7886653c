"""What a client may draw: the formula over an eligible pool (factoring-domain 5.2), and the pledge's (EX17).

>>> a = available(eligible=Money(239_800_00), advance_rate=Decimal(85), funds_in_use=Money(150_000_00),
...               reserves=Reserves(dilution=dilution_reserve(Money(239_800_00), Decimal("6.5"), Decimal("5.0")),
...                                 accrued=Money(1_234_56), unmatched=Money(4_000_00)), facility=Money(400_000_00))
>>> str(a.gross), str(a.net), str(a.overadvance)
('194998.44 EUR', '44998.44 EUR', '0.00 EUR')
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Reserves:
    """What lowers the advance: guarantee fund, dilution, unbilled charges, unmatched money, a person's decision."""

    fund: Money = Money(0)
    dilution: Money = Money(0)
    accrued: Money = Money(0)
    unmatched: Money = Money(0)
    manual: Money = Money(0)

    @property
    def total(self) -> Money:
        """All of them."""
        return self.fund + self.dilution + self.accrued + self.unmatched + self.manual


@dataclass(frozen=True, slots=True)
class Availability:
    """``gross`` before what is in use; ``net`` after it and the other ceilings (negative: nothing may be drawn)."""

    gross: Money
    net: Money
    overadvance: Money


def dilution_reserve(eligible: Money, trailing_percent: Decimal, included_percent: Decimal) -> Money:
    """Dilution of the last twelve months beyond what the advance rate already covers, on the eligible pool."""
    return eligible.percent(max(Decimal(0), trailing_percent - included_percent))


def available(
    *,
    eligible: Money,
    advance_rate: Decimal,
    funds_in_use: Money,
    reserves: Reserves = Reserves(),
    facility: Money | None = None,
    rooms: tuple[Money, ...] = (),
) -> Availability:
    """The least of formula, facility and other ``rooms`` (group, refinancing), each less what is in use."""
    gross = eligible.percent(advance_rate) - reserves.total
    ceilings = [gross - funds_in_use, *rooms]
    if facility is not None:
        ceilings.append(facility - funds_in_use)
    return Availability(gross, min(ceilings), max(Money(0, gross.currency), funds_in_use - gross))


def pledge_room(*, pledged: Money, advance_rate: Decimal, advanced: Money) -> Money:
    """What may still be advanced on pledged invoices: never below 0.

    >>> str(pledge_room(pledged=Money(20_000_00), advance_rate=Decimal(80), advanced=Money(10_000_00)))
    '6000.00 EUR'
    """
    return max(Money(0, pledged.currency), pledged.percent(advance_rate) - advanced)


def roll_forward_gap(*, opening: Money, invoices: Money, credit_notes: Money, cash: Money, closing: Money) -> Money:
    """What a balance file does not explain: ``closing - (opening + invoices - credit notes - cash)`` (EX10)."""
    return closing - (opening + invoices - credit_notes - cash)
