"""What the law asks of the house, for the decisions of one run."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from cessie.domain.dunning.rules.items import LawFacts
from cessie.domain.statutes.rates import rates_in_force


def law_facts(*, house: bool, known_at: datetime | None = None) -> LawFacts:
    """The rates in force, where the house is registered as a collector, and whether this run shows the house.

    ``letter_complete``: the house's letters carry all that CPCE R124-4 lists.
    """
    return LawFacts(
        rates_in_force(known_at=known_at),
        registered=frozenset(settings.COLLECTOR_REGISTRATIONS),
        letter_complete=True,
        names_the_factor=house,
    )
