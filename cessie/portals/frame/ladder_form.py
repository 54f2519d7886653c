"""A ladder as a form: its steps in the order of the page, read back as they were typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from cessie.domain.correspondence.rules.language import LANGUAGES
from cessie.domain.dunning.rules.ladder import ACTS, PARTS, Ladder, Segment, Step
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame import ladder_words
from cessie.portals.frame.channel_words import CHANNELS as WAYS
from cessie.portals.frame.typed import amount_of
from cessie.portals.frame.vocabulary import LANGUAGES as LANGUAGE_WORDS
from cessie.portals.frame.vocabulary import TONES

#: What of a step is typed, in the order of ``Step``; then its texts in single languages, and the second wording.
FIELDS: Final = ("days", "after", "act", "tone", "channel", "costs", "text")
TEXTS: Final = {f"text_{language}": language for language in LANGUAGES}
SECOND: Final = {"second": "", **{f"second_{language}": language for language in LANGUAGES}}
#: Channels that may be asked for; the first lets the cheapest lawful one be chosen.
CHANNELS: Final = ("", "email", "post", "sms", "peppol", "registered_email", "registered_post")
#: The step that a person adds.
NEW: Final = Step(0, 10, "former")
_Row = dict[str, str]
#: ``act`` is the button's.
_NAMES: Final = {"act": "act_of_step"}


def choices() -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in the form, with its words."""
    return {
        "acts_of_steps": [(act, _(ladder_words.STEP_ACTS[act])) for act in ACTS],
        "tones": [(tone, _(words)) for tone, words in TONES.items()],
        "modes": [(mode, _(words)) for mode, words in ladder_words.MODES.items()],
        "parts_of_day": [(part, _(ladder_words.PARTS[part])) for part in PARTS],
        "text_languages": [(language, _(LANGUAGE_WORDS[language])) for language in LANGUAGES],
        "channels": [(way, _(WAYS[way]) if way else _("the cheapest lawful way")) for way in CHANNELS],
    }


def rows_of(ladder: Ladder) -> list[_Row]:
    """The steps as the form shows them."""
    return [_row(step) for step in ladder.steps]


def _row(step: Step) -> _Row:
    texts, second = dict(step.texts), dict(step.second)
    row = {name: str(getattr(step, name)) for name in FIELDS}
    row |= {name: texts.get(language, "") for name, language in TEXTS.items()}
    return row | {name: second.get(language, "") for name, language in SECOND.items()}


def letters(row: _Row) -> list[tuple[str, str]]:
    """The letters of a step to look at, each with the query of its picture: the first wording, the second, and each of
    them in the languages that have words of their own; one that says nothing of its own only as the first."""
    first = [("", row["text"]), *((language, row[name]) for name, language in TEXTS.items())]
    second = [(language, row[name]) for name, language in SECOND.items()]
    shown = [(_("The letter of this step, to nobody"), *each) for each in first if each[1].strip() or not each[0]]
    shown += [(_("The letter with the second wording, to nobody"), *each) for each in second if each[1].strip()]
    return [
        (
            f"{words} ({_(LANGUAGE_WORDS[language])})" if language else words,
            urlencode({"tone": row["tone"], "language": language, "text": text}),
        )
        for words, language, text in shown
    ]


def rows_typed(said: QueryDict) -> list[_Row]:
    """The steps as they were typed, with what a button did to them: ``add``, ``remove-2``, ``up-3``."""
    columns = [said.getlist(_NAMES.get(name, name)) for name in FIELDS]
    rows = [dict(zip(FIELDS, each, strict=True)) for each in zip(*columns, strict=False)]
    for name in (*TEXTS, *SECOND):
        typed = said.getlist(name)
        for number, row in enumerate(rows):
            row[name] = typed[number] if number < len(typed) else ""
    act, _dash, place = said.get("act", "").partition("-")
    at = int(place) - 1 if place.isascii() and place.isdecimal() and len(place) < 4 else -1
    if act == "add":
        tone = rows[-1]["tone"] if rows else NEW.tone
        rows.append(_row(NEW) | {"tone": tone})
    elif act == "remove" and 0 <= at < len(rows):
        del rows[at]
    elif act == "up" and 0 < at < len(rows):
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    return rows


def ladder_typed(said: QueryDict, segment: Segment) -> Ladder:
    """The ladder of the form; refused where a field is no number, no amount or no word of its list."""
    steps = [_step(number, row) for number, row in enumerate(rows_typed(said), start=1)]
    value: dict[str, Any] = {
        "segment": segment,
        "steps": steps,
        "minimum_cents": _amount(said.get("minimum", "")).cents,
        "minimum_item_cents": _amount(said.get("minimum_item", "")).cents,
        "quiet": list(_quiet(said.get("quiet", ""))),
        "consolidate": "consolidate" in said,
        "learns": "learns" in said,
        "parts": said.getlist("parts"),
        "rest": _whole(said.get("rest", "1")),
    }
    return Ladder.from_json(value)


def _step(number: int, row: _Row) -> dict[str, Any]:
    plain: dict[str, Any] = {name: row[name] for name in FIELDS}
    texts = {language: row[name] for name, language in TEXTS.items()}
    second = {language: row[name] for name, language in SECOND.items()}
    return plain | {"days": _whole(row["days"]), "number": number, "texts": texts, "second": second}


def quiet_words(quiet: Sequence[tuple[str, str]]) -> str:
    """The quiet times of the year as one types them."""
    return ", ".join(f"{first}/{last}" for first, last in quiet)


def _quiet(text: str) -> Iterator[tuple[str, str]]:
    for part in text.replace(";", ",").split(","):
        if part.strip():
            first, _slash, last = part.strip().partition("/")
            yield first.strip(), last.strip() or first.strip()


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Refusal("typed.no_number", N_("{text} is no whole number."), text=text[:20]) from None


def _amount(text: str) -> Money:
    return amount_of(text) if text.strip() else Money(0)
