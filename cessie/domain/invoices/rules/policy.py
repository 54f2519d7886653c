"""The house's measures and severities for taking invoices, and how its own changes make them.

Amounts with VAT, days calendar days, likeness 0 to 1. The defaults are those of factoring-domain 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from cessie.domain.invoices.rules.catalogue import BY_CODE, CLEARERS, Check, entry
from cessie.domain.invoices.rules.measures import MEASURES, Measure
from cessie.domain.invoices.rules.settings import Setting
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
    verify_sample: int = 0  # M20: percent of all invoices, drawn by their key
    proof_above: Money | None = None  # M19: from here on an order or a delivery must be named
    fewest_for_size: int = 10  # M20.first
    overdue_days: int = 60  # M23
    jump: int = 20  # M28: numbers left out at once
    fewest: int = 8  # M29
    mads: int = 5  # M29: so many median absolute deviations above the median
    score_hold: int = 40  # M32
    score_two: int = 60  # M32: for two people
    statutory_days: Mapping[str, int] = field(default_factory=lambda: dict(STATUTORY_DAYS))
    vat_rates: Mapping[str, tuple[int | Decimal, ...]] = field(default_factory=lambda: dict(VAT_RATES))
    assignment_words: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(ASSIGNMENT_WORDS))
    overridable: frozenset[str] = frozenset()  # rejects that people may clear
    settings: Mapping[str, Setting] = field(default_factory=dict)
    version: int = 0  # how many changes of the house made it

    def overrides(self, code: str) -> bool:
        """Whether people may clear what rejects under this code."""
        check = entry(code)
        return code in self.overridable or (check is not None and check.code in self.overridable)

    def clearers(self, code: str) -> tuple[str, ...]:
        """The roles that may clear a finding."""
        check = entry(code)
        if check is None:
            return CLEARERS
        return self.settings[check.code].roles if check.code in self.settings else check.roles

    def setting(self, check: Check) -> Setting:
        """How the check stands now: as the house set it, else as it comes. A reject that comes so has no clearers."""
        if check.code in self.settings:
            return self.settings[check.code]
        roles = () if check.severity == "reject" else check.roles
        measured = {measure.name: number(measure, getattr(self, measure.name)) for measure in check.measures}
        return Setting(check.code, check.severity, check.people, roles, measured)


HOUSE = Policy()


def policy_of(settings: Mapping[str, Setting], version: int, base: Policy = HOUSE) -> Policy:
    """The policy that the house's settings make of the defaults."""
    changes: dict[str, Any] = {
        measure.name: value_of(measure, settings[measure.code].measures[measure.name])
        for measure in MEASURES
        if measure.code in settings and measure.name in settings[measure.code].measures
    }
    open_rejects = frozenset(code for code, s in settings.items() if s.severity == "reject" and s.roles)
    known = {code: setting for code, setting in settings.items() if code in BY_CODE}
    return replace(base, **changes, overridable=base.overridable | open_rejects, settings=known, version=version)


def number(measure: Measure, value: Any) -> int | None:
    """The whole number of a measure, as a person sets it: days, percent, cents, a count, 1 for yes."""
    if value is None:
        return None
    if isinstance(value, Money):
        return value.cents
    return int(value * 100) if isinstance(value, Decimal) else int(value)


def value_of(measure: Measure, number: int | None) -> Any:
    """What the policy keeps for it."""
    default = getattr(HOUSE, measure.name)
    if measure.unit == "cents" and not isinstance(default, Decimal):
        return None if number is None else Money(number)
    if number is None:
        return None
    if isinstance(default, Decimal):  # a share, or euros that are compared with a document's own
        return Decimal(number) / 100
    return bool(number) if measure.unit == "yes" else number
