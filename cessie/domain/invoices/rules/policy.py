"""The house's thresholds for taking invoices. Amounts with VAT, days calendar days, likeness 0 to 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cessie.lib.money import Money

#: Longest payment term between companies in days from the issue date (handbook law.md 14).
STATUTORY_DAYS = {"BE": 60, "NL": 60, "FR": 60, "LU": 60, "DE": 60}
#: VAT rates in percent that occur in a country (European Commission, "VAT rates applied", 2026; FR with Corsica).
VAT_RATES = {
    "BE": (0, 6, 12, 21),
    "NL": (0, 9, 21),
    "FR": (0, Decimal("0.9"), Decimal("2.1"), Decimal("5.5"), Decimal("8.5"), 10, 13, 20),
    "LU": (0, 3, 8, 14, 17),
    "DE": (0, 7, 19),
    "SE": (0, 6, 12, 25),
}
#: Beginnings of words by which an invoice says that its claim was assigned, by language of the debtor.
ASSIGNMENT_WORDS = {
    "nl": ("overgedragen", "overdracht", "gecedeerd", "cessie", "bevrijdend"),
    "fr": ("cédé", "cession", "subrog", "libératoire"),
    "en": ("assigned", "assignment", "factor"),
    "de": ("abgetreten", "abtretung", "factor"),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """Which doubts stop an invoice; each house may set its own."""

    days_ahead: int = 0
    days_back: int = 30
    near_days: int = 7  # M05: same debtor and amount within so many days
    near_number_days: int = 21  # M05: the same with one character changed in the number
    name_likeness: Decimal = Decimal("0.85")
    confidence: Decimal = Decimal("0.95")
    vat_tolerance: Decimal = Decimal("0.01")  # per rate
    absurd_above: Money = Money(10_000_000_00)
    verify_above: Money | None = Money(250_000_00)  # M20: confirmed with the debtor first
    verify_first: bool = False  # M20: the first invoice of a client to a debtor
    statutory_days: Mapping[str, int] = field(default_factory=lambda: dict(STATUTORY_DAYS))
    vat_rates: Mapping[str, tuple[int | Decimal, ...]] = field(default_factory=lambda: dict(VAT_RATES))
    assignment_words: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(ASSIGNMENT_WORDS))
    overridable: frozenset[str] = frozenset()  # rejects that two people may clear


HOUSE = Policy()
