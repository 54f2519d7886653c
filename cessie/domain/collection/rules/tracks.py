"""What is done towards a debtor, step by step: by country, segment and why he does not pay; and what comes next. Pure.

A step waits for its day, for the law (the guards are asked on the day for what it does) and for whatever was agreed
with the debtor. What the law forbids for ever is left out, with its guard; what it forbids for now waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from cessie.domain.collection.rules.contact import Contact, Made, first_day
from cessie.domain.dunning.rules.claims import guarded
from cessie.law.acts import Act, Case, in_the_way
from cessie.law.countries import COUNTRIES
from cessie.law.facts import Segment
from cessie.lib.calendars import working_day_from
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

Kind = Literal["letter", "call", "sms", "visit"]
Tone = Literal["", "first", "firm", "last", "before_court"]
#: Guards that time lifts: the step waits. Any other leaves it out, or stops the whole.
PASSING: Final = frozenset({"LAW-BE-02", "LAW-NL-01", "LAW-GEN-04"})
#: Acts that a machine does by itself, in writing.
IN_WRITING: Final = ("letter", "sms")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One act: so many days after the one before (the first: after the dossier was opened), from this sum on."""

    kind: Kind
    tone: Tone
    after: int
    least: Money = Money(0)


_BUSINESS: Final = (
    Step("letter", "first", 0),
    Step("call", "", 5),
    Step("letter", "firm", 7),
    Step("call", "", 6),
    Step("letter", "last", 8),
    Step("visit", "", 7, Money(5_000_00)),
    Step("letter", "before_court", 10),
)
_CONSUMER: Final = (
    Step("letter", "first", 0),
    Step("call", "", 18),
    Step("letter", "firm", 7),
    Step("sms", "", 6),
    Step("call", "", 5),
    Step("letter", "last", 8),
    Step("letter", "before_court", 15),
)
_PUBLIC: Final = (
    Step("letter", "first", 0),
    Step("call", "", 14),
    Step("letter", "firm", 14),
    Step("letter", "last", 21),
)
TRACKS: Final = {"b2b": _BUSINESS, "b2c": _CONSUMER, "b2g": _PUBLIC}
#: A person in distress is written to, slowly, and brought to no court by a machine.
_GENTLE: Final = (Step("letter", "first", 0), Step("letter", "firm", 30), Step("letter", "firm", 30))


@dataclass(frozen=True, slots=True)
class Situation:
    """All that decides what comes next. ``asked``: what may be asked of him now; ``holds``: why the rest may not.

    ``last``: step and day of the last act that was done or left out in this round; ``free_until``: the last day of a
    consumer's first period, None where no reminder is known yet; ``past``: every contact that was made.
    """

    country: str
    segment: Segment
    opened: date
    asked: Money
    natural_person: bool = False
    registered: bool = False
    insolvent: bool = False
    vulnerable: bool = False
    complaint: bool = False
    cause: str = ""
    holds: tuple[Reason, ...] = ()
    last: tuple[int, date] | None = None
    free_until: date | None = None
    past: tuple[Made, ...] = ()


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next, and why. Without a step something holds, or (``ended``) the track is at its end."""

    number: int = 0
    step: Step | None = None
    due: date | None = None
    reasons: tuple[Reason, ...] = ()
    ended: bool = False


def track(situation: Situation) -> tuple[Step, ...]:
    """The steps that fit: gentle for whom it would harm, without calls to who cannot be found, straight to the last
    letter for who will not pay, to no court where there is nothing to get."""
    if situation.vulnerable:
        return _GENTLE
    steps = TRACKS[situation.segment]
    if situation.cause == "gone":
        return tuple(step for step in steps if step.kind in ("letter", "visit"))
    if situation.cause == "will_not":
        return tuple(step for step in steps if step.kind == "letter" and step.tone != "firm")
    if situation.cause in ("cannot", "insolvent"):
        return tuple(step for step in steps if step.tone != "before_court" and step.kind != "visit")
    return steps


def next_act(situation: Situation, contact: Contact, on: date) -> Next:
    """What is done next and on which day, or why nothing is."""
    if situation.complaint:
        words = N_("A complaint is open: nothing is done before it is answered.")
        return Next(reasons=(Reason("collection.complaint", words),))
    if situation.asked.cents <= 0:
        nothing = Reason("collection.nothing_asked", N_("Nothing may be asked of him now."))
        return Next(reasons=situation.holds or (nothing,))
    number, day = situation.last or (0, situation.opened)
    left_out: list[Reason] = []
    for place, step in enumerate(track(situation)[number:], start=number + 1):
        if situation.asked < step.least:
            continue
        stops = in_the_way(_case(situation, step, on))
        lasting = [guarded(each) for each in stops if each.guard not in PASSING]
        if lasting:
            left_out += [reason for reason in lasting if reason not in left_out]
            continue
        due = _day(situation, step, place, max(day + step.after * _DAY, situation.opened), contact)
        said = () if due > on or not stops else tuple(guarded(each) for each in stops)
        return Next(place, step, due, (*left_out, *situation.holds, *said))
    words = N_("The steps of the amicable collection are done: court, settlement or giving up is decided by a person.")
    return Next(reasons=(*left_out, *(() if left_out else (Reason("collection.track_done", words),))), ended=True)


def may_act(situation: Situation, step: Step, on: date) -> tuple[Reason, ...]:
    """What stands in the way of a step on a day: asked again just before it is done."""
    return tuple(guarded(each) for each in in_the_way(_case(situation, step, on)))


def _day(situation: Situation, step: Step, place: int, day: date, contact: Contact) -> date:
    """A working day on which the limits of contact and a consumer's first period are kept."""
    if place > 1 and situation.segment == "b2c" and situation.free_until is not None:
        day = max(day, situation.free_until + _DAY)
    where = situation.country if situation.country in COUNTRIES else "BE"  # where the house works
    while True:
        found = first_day(contact, step.kind, situation.past, working_day_from(where, day))
        if found == working_day_from(where, found):
            return found
        day = found


def _case(situation: Situation, step: Step, on: date) -> Case:
    first = step.tone == "first"
    act: Act = "remind" if first else "collect"
    over = situation.segment != "b2c" or (situation.free_until is not None and on > situation.free_until)
    return Case(
        situation.country, situation.segment, act, natural_person=situation.natural_person, for_others=True,
        registered=situation.registered, insolvent=situation.insolvent, period_over=over, letter_complete=True,
    )  # fmt: skip
