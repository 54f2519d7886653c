"""The words of the notice of assignment, one file a language: what the law of each country wants said, and the rest.

A module is named for its language and has ``WORDS``. In the sentences stand ``{client}``, ``{house}``, ``{iban}``,
``{former}``, ``{reference}`` and ``{contact}``. The legal bases stand by country of the client and form of
transfer; ``""`` is any other country. Those that no source of the house confirms are named in docs/letters.md.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice alone says in one language."""

    subject: str
    subject_changed: str
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
    invoices: str  # heading of the list
    head: tuple[str, str, str, str]

    def basis(self, law: str, form: str) -> str:
        """The sentence of the country's law on this form of transfer."""
        return self.bases.get((law, form)) or self.bases["", form]


@cache
def words(language: str) -> Words:
    """The words of a language of this folder."""
    found: Words = importlib.import_module(f"{__name__}.{language}").WORDS
    return found
