"""What the law asks of the house, for the decisions of one run."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from cessie.domain.dunning.rules.items import LawFacts
from cessie.domain.statutes.rates import rates_in_force
from cessie.law.rates import Rates


def law_facts(*, house: bool, ahead: bool = False) -> LawFacts:
    """The rates in force, where the house is registered as a collector, and whether this run shows the house.

    ``letter_complete``: the house's letters carry all that CPCE R124-4 lists; ``ahead``: for days to come, on which the
    last rates that are known are taken to go on.
    """
    return LawFacts(
        _going_on(rates_in_force()) if ahead else rates_in_force(),
        registered=frozenset(settings.COLLECTOR_REGISTRATIONS),
        letter_complete=True,
        names_the_factor=house,
    )


def _going_on(rates: Rates) -> Rates:
    last = {(row.country, row.kind): row for row in rates}  # in the order of their days
    return rates.replaced_by([replace(row, last=None) for row in last.values()])
