"""What an agent says on the telephone: by phase, segment and country, in the debtor's language. Pure.

A module is named for its language and has ``WORDS``. It is a script to keep to, not to read aloud: who it is comes
first (nothing of a debt is said to another), then the sum, the question why, and for each outcome what is agreed.
Written by the house and read by no lawyer (unverified).
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

from cessie.law.facts import Segment
from cessie.lib.money import Money

Phase = Literal["first", "later", "broken", "last"]
LANGUAGES: Final = ("nl", "fr", "en")
#: Outcomes of a call (``models.RESULTS``) for which something is said before it ends.
ENDS: Final = ("promise", "plan", "dispute", "copy", "refuses", "insolvent", "wrong_number", "vulnerable", "no_answer")


@dataclass(frozen=True, slots=True)
class Words:
    """One language: ``who`` comes first; ``law`` by country (or none) and segment; ``ends`` by outcome."""

    who: str
    opening: Mapping[Phase, str]
    why: str
    law: Mapping[tuple[str, Segment], str]
    ends: Mapping[str, str]
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """What the script is filled with. ``tone``: of the last letter; ``reached``: calls that reached him; ``broken``:
    promises that he broke."""

    country: str
    segment: Segment
    agent: str
    house: str
    debtor: str
    creditor: str
    asked: Money
    since: date
    pay_by: date
    tone: str = ""
    reached: int = 0
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """``says``: sentence groups in their order; ``ends``: what is said at each outcome."""

    language: str
    phase: Phase
    says: tuple[str, ...]
    ends: tuple[tuple[str, str], ...]


def phase_of(call: Call) -> Phase:
    """Which opening fits: a broken promise is named first, then a last letter, then that he was spoken to before."""
    if call.broken:
        return "broken"
    if call.tone in ("last", "before_court"):
        return "last"
    return "later" if call.reached else "first"


def script(call: Call, language: str) -> Script:
    """The script of a call; in English where the debtor's language has none."""
    spoken = language if language in LANGUAGES else "en"
    words, phase = words_of(spoken), phase_of(call)
    law = words.law.get((call.country, call.segment), words.law.get(("", call.segment), ""))
    values = {
        "agent": call.agent, "house": call.house, "debtor": call.debtor, "creditor": call.creditor,
        "amount": _money(call.asked, spoken), "since": _day(call.since, words), "pay_by": _day(call.pay_by, words),
    }  # fmt: skip
    says = tuple(text.format(**values) for text in (words.who, words.opening[phase], words.why, law) if text)
    return Script(spoken, phase, says, tuple((end, words.ends[end].format(**values)) for end in ENDS))


@cache
def words_of(language: str) -> Words:
    """The words of a language of this folder."""
    found: Words = importlib.import_module(f"{__name__}.{language}").WORDS
    return found


def _money(amount: Money, language: str) -> str:
    """As it is said: 1.250,50 euro."""
    plain = f"{amount.decimal:,.2f}"
    if language == "en":
        return f"{plain} euro"
    group = "." if language == "nl" else "\u202f"
    said = plain.replace(",", " ").replace(".", ",").replace(" ", group)
    return f"{said} euros" if language == "fr" else f"{said} euro"


def _day(day: date, words: Words) -> str:
    return f"{day.day} {words.months[day.month - 1]}"
