"""The words of the notice of assignment, one file a language: what the law of each country wants said, and the rest.

A module is named for its language and has ``WORDS``. In the sentences stand ``{client}``, ``{house}``, ``{iban}``,
``{former}``, ``{reference}``, ``{day}`` and ``{contact}``. The legal bases stand by country of the client and form of
transfer; ``""`` is any other country. Those that no source of the house confirms are named in docs/letters.md.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that a notice says in one language; ``amount`` and ``thousands`` are how it writes figures."""

    months: tuple[str, ...]
    first_day: str  # how the first of a month is written
    amount: str  # with {figure}
    thousands: str
    decimal: str
    colon: str
    subject: str
    subject_changed: str
    greeting: str
    forms: Mapping[str, str]
    everything: str
    listed: str
    bases: Mapping[tuple[str, str], str]
    discharge: str
    changed: str
    rights: str
    genuine: str
    questions: str
    privacy: str
    again: str
    closing: str
    unsigned: str
    account: str  # heading of the box
    payee: str
    iban: str
    bic: str
    give: str
    as_invoiced: str
    scan: str
    invoices: str  # heading of the list
    head: tuple[str, str, str, str]
    total: str
    more: str
    reference: str
    attached: str
    page: str

    def basis(self, law: str, form: str) -> str:
        """The sentence of the country's law on this form of transfer."""
        return self.bases.get((law, form)) or self.bases["", form]


@cache
def words(language: str) -> Words:
    """The words of a language of this folder."""
    found: Words = importlib.import_module(f"{__name__}.{language}").WORDS
    return found


def languages() -> tuple[str, ...]:
    """Every language of this folder."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")))
