"""The words with which a debtor is asked to confirm his balance, one file a language, with ``WORDS``."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Words:
    """What the question says in one language."""

    subject: str
    title: str
    text: str
    ask: str
    documents: str
    head: tuple[str, str, str]
    online: str
    online_row: str
    answer: str
    form: str
    answers: tuple[str, ...]
    back: str
    privacy: str


@cache
def words(language: str) -> Words:
    """The words of a language of this folder."""
    found: Words = importlib.import_module(f"{__name__}.{language}").WORDS
    return found
