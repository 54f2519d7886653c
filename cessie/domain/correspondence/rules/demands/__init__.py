"""The words of the agency's letters, one file a language: what is said at each stage of the amicable collection.

A module is named for its language and has ``WORDS``. What the law of a country wants said stands with the reminders.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, get_args

Stage = Literal["first", "firm", "last", "before_court"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)


@dataclass(frozen=True, slots=True)
class DemandWords:
    """What a letter of the agency alone says in one language; ``texts`` in small Markdown with a reminder's fields.
    ``help``: who helps a consumer who has many debts."""

    titles: Mapping[Stage, str]
    texts: Mapping[Stage, str]
    dossier: str
    paid: str
    apart: str
    plan: str
    help: str


@cache
def demand_words(language: str) -> DemandWords:
    """The words of a language of this folder."""
    found: DemandWords = importlib.import_module(f"{__name__}.{language}").WORDS
    return found
