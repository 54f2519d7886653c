"""A ladder: what a creditor does about late invoices, step by step, as he set it. Pure.

>>> ladder = Ladder("b2b", (Step(1, 7), Step(2, 14, after="former", tone="firm", costs="law")))
>>> Ladder.from_json(ladder.to_json()) == ladder, ladder.earliest(2)
(True, 21)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any, Final, Literal, TypeVar, get_args

from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Refusal

Segment = Literal["b2b", "b2c", "public", "vip"]
After = Literal["due", "former"]
Act = Literal["message", "call", "hand_over"]
Tone = Literal["pre_due", "friendly", "firm", "last", "default_notice"]
Charge = Literal["none", "law"]
SEGMENTS: Final[tuple[Segment, ...]] = get_args(Segment)
ACTS: Final[tuple[Act, ...]] = get_args(Act)
#: From mild to stern: a ladder never goes back.
TONES: Final[tuple[Tone, ...]] = get_args(Tone)
#: Parts of a day in which a message may be let go, where the creditor has the time of day tried.
Part = Literal["morning", "afternoon"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
#: A text by language, "" for those that have none of their own; in the order of the languages.
Texts = tuple[tuple[str, str], ...]
Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``days`` after the due date (before it: negative), or after the former step was taken.

    ``channel`` "" is the cheapest lawful one; ``text`` is the creditor's own small Markdown, "" the house's; ``costs``
    "law" claims the interest and the costs that the law gives on that day, "none" claims nothing new.

    ``texts``: the own text in single languages, before ``text``; ``second``: another wording of the same step, to be
    tried beside it.
    """

    number: int
    days: int
    after: After = "due"
    act: Act = "message"
    tone: Tone = "friendly"
    channel: str = ""
    text: str = ""
    costs: Charge = "none"
    texts: Texts = ()
    second: Texts = ()

    def words(self, wording: str) -> tuple[str, Texts]:
        """The own text with its language versions: of the first wording, or of the second if ``wording`` names any."""
        if not wording:
            return self.text, self.texts
        by_language = dict(self.second)
        return by_language.pop("", ""), tuple(by_language.items())

    @property
    def wording(self) -> str:
        """By what the second wording is known in what was learned of it: another text is another one; "" for none.

        >>> Step(1, 7).wording, Step(1, 7, second=(("", "Pay."),)).wording
        ('', 'c8f4519d')
        """
        if not self.second:
            return ""
        said = "\x1f".join(part for pair in self.second for part in pair)
        return blake2b(said.encode(), digest_size=4).hexdigest()


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps for a creditor's debtors of a segment.

    ``minimum``: the least that a debtor owes in all before he is written to, ``minimum_item`` the least that an invoice
    counts with; ``quiet``: parts of each year without any step, from and to as "MM-DD" (both count, "12-24" to "01-02"
    passes the new year); ``consolidate``: what else is late stands in the same message; ``rest``: the least days
    between two messages to one debtor; ``learns``: what surely is paid sooner is chosen, ``parts`` of the day among it.
    """

    segment: Segment
    steps: tuple[Step, ...]
    minimum: Money = Money(0)
    minimum_item: Money = Money(0)
    quiet: tuple[tuple[str, str], ...] = ()
    consolidate: bool = True
    rest: int = 1
    learns: bool = False
    parts: tuple[Part, ...] = ()

    def step(self, number: int) -> Step | None:
        """The step of this number; None for 0, and where a shorter ladder came since."""
        return self.steps[number - 1] if 0 < number <= len(self.steps) else None

    def earliest(self, number: int) -> int:
        """The days after the due date on which a step comes at the earliest, if every step is taken on its day."""
        days = 0
        for step in self.steps[:number]:
            days = step.days if step.after == "due" else days + step.days
        return days

    def rests(self, on: date) -> bool:
        """Whether the day lies in a quiet part of the year."""
        day = on.strftime("%m-%d")
        return any(first <= day <= last if first <= last else not last < day < first for first, last in self.quiet)

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        return {
            "segment": self.segment,
            "steps": [_plain(step) for step in self.steps],
            "currency": self.minimum.currency,
            "minimum_cents": self.minimum.cents,
            "minimum_item_cents": self.minimum_item.cents,
            "quiet": [list(period) for period in self.quiet],
            "consolidate": self.consolidate,
            "rest": self.rest,
            "learns": self.learns,
            "parts": list(self.parts),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Ladder:
        """The ladder that ``to_json`` wrote, or that a person wrote like it; refused (``dunning.unreadable``) else."""
        try:
            currency = _text(value.get("currency", EUR))
            return cls(
                segment=_word(value["segment"], SEGMENTS),
                steps=tuple(_step(number, entry) for number, entry in enumerate(value["steps"], start=1)),
                minimum=Money(_whole(value.get("minimum_cents", 0)), currency),
                minimum_item=Money(_whole(value.get("minimum_item_cents", 0)), currency),
                quiet=tuple((_text(first), _text(last)) for first, last in value.get("quiet", ())),
                consolidate=value.get("consolidate", True) is True,
                rest=_whole(value.get("rest", 1)),
                learns=value.get("learns", False) is True,
                parts=tuple(part for part in PARTS if part in [_word(each, PARTS) for each in value.get("parts", ())]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as wrong:
            words = N_("This is no ladder: {what}.")
            raise Refusal("dunning.unreadable", words, what=str(wrong)[:80]) from None


def _plain(step: Step) -> dict[str, Any]:
    plain = {name: getattr(step, name) for name in Step.__slots__}
    return plain | {"texts": dict(step.texts), "second": dict(step.second)}


def _texts(value: Mapping[str, Any]) -> Texts:
    """The texts that say anything, in one order."""
    said = {_text(language): _text(words) for language, words in value.items()}
    return tuple((language, said[language]) for language in sorted(said) if said[language].strip())


def _step(number: int, entry: Mapping[str, Any]) -> Step:
    if entry.get("number", number) != number:
        raise ValueError(f"step {entry['number']} in place {number}")
    return Step(
        number=number,
        days=_whole(entry["days"]),
        after=_word(entry.get("after", "due"), get_args(After)),
        act=_word(entry.get("act", "message"), ACTS),
        tone=_word(entry.get("tone", "friendly"), TONES),
        channel=_text(entry.get("channel", "")),
        text=_text(entry.get("text", "")),
        costs=_word(entry.get("costs", "none"), get_args(Charge)),
        texts=_texts(entry.get("texts", {})),
        second=_texts(entry.get("second", {})),
    )


def _word(value: object, known: tuple[Word, ...]) -> Word:
    for word in known:
        if word == value:
            return word
    raise ValueError(f"{value!r}, not one of {', '.join(known)}")


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no whole number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
