"""The law of each country, one file each (``be.py``); the folder is the registry, one exam in the tests runs over all.

A country's file gives: ``regime(claim, rates)`` (by which rule a claim bears interest), ``costs(asked)``,
``term(asked)``, ``IMPUTATION`` (in which order a payment settles the parts of a claim), ``FORMULAS`` (how a rate of a
new semester follows from that of the central bank) and ``PROCEDURES`` (named periods with their dates).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from cessie.law.facts import Claim, Costs, CostsAsked, Term, TermAsked
from cessie.law.guards import Unlawful
from cessie.law.rates import Rates
from cessie.law.regime import Formula, Part, Procedure, Regime
from cessie.lib.reasons import N_


class Country(Protocol):
    """What every country's file answers."""

    IMPUTATION: tuple[Part, ...]
    FORMULAS: Mapping[str, Formula]
    PROCEDURES: Mapping[str, Procedure]

    @staticmethod
    def regime(claim: Claim, rates: Rates) -> Regime:
        """By which rule the claim bears interest."""

    @staticmethod
    def costs(asked: CostsAsked) -> Costs:
        """What collection may cost the debtor."""

    @staticmethod
    def term(asked: TermAsked) -> Term:
        """Whether the payment term stands, and the last day to pay."""


#: Every country that the law engine knows, by ISO code.
COUNTRIES = tuple(sorted(found.name.upper() for found in iter_modules(__path__) if len(found.name) == 2))


def country(code: str) -> Country:
    """The law of a country; refused where the house has none."""
    if code not in COUNTRIES:
        raise Unlawful(None, "law.unknown_country", N_("The law of {country} is not known here."), country=code)
    return cast(Country, import_module(f"{__name__}.{code.lower()}"))
