"""The words with which an invoice is sent, one file a language: a module is named for it and has ``WORDS``."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Words:
    """What goes before an invoice in one language."""

    subject: str
    title: str
    credit_title: str
    text: str
    credit_text: str
    structured: str  # the e-invoice is with it too
    amount: str
    pay_by: str
    wrong: str
    online: str
    online_row: str
    look: str
    privacy: str


@cache
def words(language: str) -> Words:
    """The words of a language of this folder."""
    found: Words = importlib.import_module(f"{__name__}.{language}").WORDS
    return found
