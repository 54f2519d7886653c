"""The allowance for credit losses: a share of what is open, by how long it is overdue and by who bears the risk.

A provision matrix (IFRS 9, B5.5.35): open amounts by age times the percent that the house expects to lose; a doubtful
receivable (1110) has a percent of its own whatever its age. Contracts with recourse have percents of their own, for the
client pays where the debtor does not; with partial recourse both count by the client's share (factoring-domain 7, P22).

>>> rates = Matrix(none=tuple(map(Decimal, "0.2 1 4 10 30 50".split())), full=(Decimal(0),) * 5 + (Decimal(20),))
>>> ages = (Money(100_000_00), Money(20_000_00), Money(0), Money(0), Money(5_00), Money(10_000_00))
>>> Money.total(part.allowed for part in allowed(ages, rates.of(Decimal(0))))
Money(cents=540150, currency='EUR')
>>> Money.total(part.allowed for part in allowed(ages, rates.of(Decimal(100))))
Money(cents=200000, currency='EUR')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: The classes of a receivable, in the order of the ledger's ageing -> what people call them.
CLASSES: Final[Mapping[str, str]] = {
    "not_due": N_("Not due"),
    "d30": N_("1 to 30 days overdue"),
    "d60": N_("31 to 60 days overdue"),
    "d90": N_("61 to 90 days overdue"),
    "later": N_("More than 90 days overdue"),
    "doubtful": N_("Doubtful"),
}
_DIGITS: Final = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Matrix:
    """Percents by class: of contracts without recourse, and with full recourse."""

    none: tuple[Decimal, ...]
    full: tuple[Decimal, ...]

    def of(self, share: Decimal) -> tuple[Decimal, ...]:
        """The percents where the client bears ``share`` percent of a loss."""
        return tuple((n * (100 - share) + f * share) / 100 for n, f in zip(self.none, self.full, strict=True))

    def to_json(self) -> dict[str, list[str]]:
        """As it is kept."""
        return {"none": [f"{rate:f}" for rate in self.none], "full": [f"{rate:f}" for rate in self.full]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Sequence[str]]) -> Matrix:
        """As it was kept."""
        return cls(tuple(map(Decimal, kept["none"])), tuple(map(Decimal, kept["full"])))


@dataclass(frozen=True, slots=True)
class Part:
    """What is open in one class, its percent, and what is allowed for it (half up, once)."""

    of: str
    open: Money
    percent: Decimal
    allowed: Money

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "of": self.of, "open": self.open.cents, "percent": f"{self.percent:f}", "allowed": self.allowed.cents,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Part:
        """As it was kept."""
        return cls(kept["of"], Money(kept["open"]), Decimal(kept["percent"]), Money(kept["allowed"]))


def require(matrix: Matrix) -> None:
    """Refuse percents below 0 or above 100, finer than a thousandth, or that fall as the debt grows older."""
    for rates in (matrix.none, matrix.full):
        if len(rates) != len(CLASSES) or any(not 0 <= rate <= 100 or rate % _DIGITS for rate in rates):
            raise Refusal(
                "allowance.percent",
                N_("Each percent lies between 0 and 100, with three decimals at most."),
            )
        if list(rates[:-1]) != sorted(rates[:-1]):
            raise Refusal("allowance.falls", N_("A percent does not fall as the debt grows older."))
    if any(full > none for none, full in zip(matrix.none, matrix.full, strict=True)):
        raise Refusal("allowance.recourse", N_("With recourse no more is expected to be lost than without."))


def class_of(due: date | None, day: date, *, doubtful: bool) -> str:
    """The class of an invoice at the end of a day.

    >>> class_of(date(2026, 5, 31), date(2026, 6, 30), doubtful=False)
    'd30'
    >>> class_of(None, date(2026, 6, 30), doubtful=False), class_of(None, date(2026, 6, 30), doubtful=True)
    ('not_due', 'doubtful')
    """
    if doubtful:
        return "doubtful"
    days = (day - due).days if due else 0
    if days <= 0:
        return "not_due"
    return next((name for most, name in ((30, "d30"), (60, "d60"), (90, "d90")) if days <= most), "later")


def allowed(ages: Sequence[Money], percents: Sequence[Decimal]) -> tuple[Part, ...]:
    """The classes of a contract in which something is open, each with its allowance."""
    return tuple(
        Part(name, amount, percent, amount.percent(percent))
        for name, amount, percent in zip(CLASSES, ages, percents, strict=True)
        if amount
    )
