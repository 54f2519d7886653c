"""A ladder as a form: its steps in the order of the page, read back as they were typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from cessie.domain.dunning.rules.ladder import ACTS, Ladder, Segment, Step
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame import ladder_words
from cessie.portals.frame.channel_words import CHANNELS as WAYS
from cessie.portals.frame.typed import amount_of
from cessie.portals.frame.vocabulary import TONES

#: What of a step is typed, in the order of ``Step``.
FIELDS: Final = ("days", "after", "act", "tone", "channel", "costs", "text")
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
        "channels": [(way, _(WAYS[way]) if way else _("the cheapest lawful way")) for way in CHANNELS],
    }


def rows_of(ladder: Ladder) -> list[_Row]:
    """The steps as the form shows them."""
    return [{name: str(getattr(step, name)) for name in FIELDS} for step in ladder.steps]


def rows_typed(said: QueryDict) -> list[_Row]:
    """The steps as they were typed, with what a button did to them: ``add``, ``remove-2``, ``up-3``."""
    columns = [said.getlist(_NAMES.get(name, name)) for name in FIELDS]
    rows = [dict(zip(FIELDS, each, strict=True)) for each in zip(*columns, strict=False)]
    act, _dash, place = said.get("act", "").partition("-")
    at = int(place) - 1 if place.isascii() and place.isdecimal() and len(place) < 4 else -1
    if act == "add":
        tone = rows[-1]["tone"] if rows else NEW.tone
        rows.append({name: str(getattr(NEW, name)) for name in FIELDS} | {"tone": tone})
    elif act == "remove" and 0 <= at < len(rows):
        del rows[at]
    elif act == "up" and 0 < at < len(rows):
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    return rows


def ladder_typed(said: QueryDict, segment: Segment) -> Ladder:
    """The ladder of the form; refused where a field is no number, no amount or no word of its list."""
    steps = [
        {**row, "days": _whole(row["days"]), "number": number} for number, row in enumerate(rows_typed(said), start=1)
    ]
    value: dict[str, Any] = {
        "segment": segment,
        "steps": steps,
        "minimum_cents": _amount(said.get("minimum", "")).cents,
        "minimum_item_cents": _amount(said.get("minimum_item", "")).cents,
        "quiet": list(_quiet(said.get("quiet", ""))),
        "consolidate": "consolidate" in said,
        "learns": "learns" in said,
        "rest": _whole(said.get("rest", "1")),
    }
    return Ladder.from_json(value)


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
