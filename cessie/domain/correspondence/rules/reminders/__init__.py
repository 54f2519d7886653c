"""The words of reminders, one file a language: the house's own texts by tone, and what the law of a country wants said.

A module is named for its language and has ``WORDS``. Rules stand by country and segment (``b2b``, ``b2c``, ``b2g``);
``("", segment)`` is any other country. Which sentences no source of the house confirms is named in docs/letters.md.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, get_args

Tone = Literal["pre_due", "friendly", "firm", "last", "default_notice"]
TONES: Final[tuple[Tone, ...]] = get_args(Tone)


@dataclass(frozen=True, slots=True)
class Words:
    """What a reminder alone says in one language."""

    subject: str
    titles: Mapping[Tone, str]
    texts: Mapping[Tone, str]  # small Markdown, the house's own
    assigned: str  # the house writes for itself
    assigned_all: str  # and for what several sold to it
    on_behalf: str  # the house writes for a creditor
    interest: Mapping[tuple[str, str], str]  # the rule
    costs: Mapping[tuple[str, str], str]
    first_notice: str  # BE, consumer: XIX.2
    from_mail: str
    from_post: str
    no_more: str  # where nothing was agreed that could be claimed after the period
    damages: str
    fourteen_days: str  # NL, consumer: 6:96(6)
    by_mandate: str  # FR: R124-4
    default: Mapping[str, str]  # by country: what the notice of default is in law
    head: tuple[str, str, str, str, str, str, str, str]
    principal: str
    interest_sum: str
    costs_sum: str
    to_pay: str
    invoices: str
    basis: tuple[str, str]  # of one invoice, of several
    how: str  # heading above the rules
    pay_by: str
    online: str
    online_row: str
    look: str
    paid: str
    disputed: str
    questions: str
    person: str
    answer: str  # titles of an answer
    answer_to: str
    privacy: str

    def rule(self, of: Literal["interest", "costs"], country: str, segment: str) -> str:
        """The sentence of a country's law on interest or costs; blank where it has none."""
        rules = self.interest if of == "interest" else self.costs
        return rules.get((country, segment), rules.get(("", segment), ""))


@cache
def words(language: str) -> Words:
    """The words of a language of this folder."""
    found: Words = importlib.import_module(f"{__name__}.{language}").WORDS
    return found
