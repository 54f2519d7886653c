"""The words of the notice before a collection by direct debit, one file a language.

A module is named for its language and has ``WORDS``. The rulebooks want amount and day; identifier, mandate and the
debtor's right to his money back (Core) stand beside them.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Words:
    """What the notice alone says in one language."""

    title: str
    text: str
    instalment: str  # where what is collected is a part that was agreed
    rights: Mapping[str, str]  # by scheme
    wrong: str
    head: tuple[str, str, str, str]
    fetched: str  # title of the list
    by: str  # title of what it is collected under
    under: tuple[str, str, str]
    privacy: str


@cache
def words(language: str) -> Words:
    """The words of a language of this folder."""
    found: Words = importlib.import_module(f"{__name__}.{language}").WORDS
    return found
