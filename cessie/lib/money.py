"""Amounts of money: whole cents of one currency. No float, no implicit rounding.

>>> Money(1_234_50) + Money(50)
Money(cents=123500, currency='EUR')
>>> str(Money(-5))
'-0.05 EUR'
>>> Money(100_00).percent(Decimal("3.5"))
Money(cents=350, currency='EUR')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

EUR = "EUR"


def half_up(amount: Decimal | Fraction) -> int:
    """Round to a whole number, halves away from zero: the one rounding of the house.

    >>> half_up(Decimal("8893.5")), half_up(Decimal("-0.5")), half_up(Fraction(-7, 2))
    (8894, -1, -4)
    """
    if isinstance(amount, Fraction):
        whole = (2 * abs(amount.numerator) + amount.denominator) // (2 * amount.denominator)
        return whole if amount >= 0 else -whole
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole cents and its ISO 4217 currency. Adding two currencies is a programming error (ValueError)."""

    cents: int
    currency: str = EUR

    def __post_init__(self) -> None:
        if not isinstance(self.cents, int) or isinstance(self.cents, bool):
            raise TypeError(f"money is whole cents, not {self.cents!r}")

    @classmethod
    def parse(cls, text: str, currency: str = EUR) -> Money:
        """Read a plain decimal text such as ``"1234.56"``; more than two decimals is refused (ValueError).

        >>> Money.parse("12.5")
        Money(cents=1250, currency='EUR')
        """
        try:
            amount = Decimal(text)
        except InvalidOperation:
            raise ValueError(f"not an amount: {text!r}") from None
        return cls.of(amount, currency)

    @classmethod
    def of(cls, amount: Decimal, currency: str = EUR) -> Money:
        """From an exact decimal; a fraction of a cent is refused (ValueError), never rounded away."""
        if not amount.is_finite():
            raise ValueError(f"not an amount: {amount}")
        cents = amount * 100
        if cents != cents.to_integral_value():
            raise ValueError(f"{amount} has a fraction of a cent")
        return cls(int(cents), currency)

    @classmethod
    def total(cls, amounts: Iterable[Money], currency: str = EUR) -> Money:
        """Sum of amounts in one currency; of none: zero."""
        zero, cents = cls(0, currency), 0
        for amount in amounts:  # whole cents are added, not money to money: overviews sum thousands
            zero._same(amount)
            cents += amount.cents
        return cls(cents, currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in units of the currency, exact, two decimals."""
        return Decimal(self.cents).scaleb(-2)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added or compared")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.cents + other.cents, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.cents - other.cents, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.cents, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.cents), self.currency)

    def __bool__(self) -> bool:
        return self.cents != 0

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.cents < other.cents

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.cents <= other.cents

    def __gt__(self, other: Money) -> bool:
        return other < self

    def __ge__(self, other: Money) -> bool:
        return other <= self

    def __str__(self) -> str:
        return f"{self.decimal} {self.currency}"

    def percent(self, rate: Decimal) -> Money:
        """``rate`` percent of the amount, half-up to the cent."""
        return Money(half_up(Decimal(self.cents) * rate / 100), self.currency)

    def split(self, parts: int) -> list[Money]:
        """Into ``parts`` amounts that differ by at most a cent and lose none.

        >>> [m.cents for m in Money(100).split(3)]
        [34, 33, 33]
        """
        base, rest = divmod(self.cents, parts)
        return [Money(base + (1 if i < rest else 0), self.currency) for i in range(parts)]
