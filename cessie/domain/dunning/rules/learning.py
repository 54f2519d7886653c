"""Which time, channel and wording gets paid soonest: learned from what happened, with a group that never changes. Pure.

An outcome is one message and the days until its debtor paid (or how long he has not). By segment, each way of writing
is compared with the control group: a fixed tenth of the debtors, by a hash of who they are, who are always written to
in the creditor's own way. Nothing is said before there is enough to say, and nothing is done by itself: ``suggest``
proposes; only where the creditor switched it on, ``chosen`` gives the others a way by what worked so far.

What is chosen by is only what was drawn by lot (``results(..., lots=True)``): each lot changes one thing beside the
control group (the channel, the wording or the part of the day), so that what one does is not taken for another's.

>>> controlled(UUID(int=2)), sum(controlled(UUID(int=n)) for n in range(10_000)) // 100
(False, 10)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import blake2b
from typing import Final, Literal, get_args
from uuid import UUID

from cessie.domain.dunning.rules.intervals import Difference, Share, Z, difference, median_days, quantile, share
from cessie.lib.reasons import N_, Fact, Reason

#: Thousandths of the debtors who are always written to as before.
CONTROL: Final = 100
#: "Paid soon" is within so many days.
SOON: Final = 14
#: Fewer outcomes than these, in the way or in the control group, say nothing.
ENOUGH: Final = 50
#: Where it is switched on, so many thousandths try a way at random; the others get the best one.
TRIALS: Final = 200
#: The chance that anything is wrongly called surely better or worse in one look at a step, all its ways together: as
#: small as looking twelve times a year allows for one in twenty in all (Pocock 1977, Biometrika 64: .0098 a look).
CHANCE: Final = Fraction(98, 10_000)
#: What a lot can change, and how a message came by its way: the control group, by lot, by what worked, as the ladder.
DIMENSIONS: Final = ("channel", "wording", "part")
Lot = Literal["control", "trial", "learned", "own"]
LOTS: Final[tuple[Lot, ...]] = get_args(Lot)


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """How a message was written: by which channel, with which text, on which weekday (0: Monday) and in which part of
    the day; "" where the creditor's own setting holds."""

    channel: str = ""
    wording: str = ""
    weekday: int | None = None
    part: str = ""

    @property
    def changes(self) -> tuple[str, ...]:
        """What of that a lot can change it changes."""
        return tuple(name for name in DIMENSIONS if getattr(self, name))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One message to a debtor and what became of it, as it is known on a day.

    ``paid_on`` is None while anything of it is open; ``until`` is the day to which it was watched: today, or the day of
    the next step, from which on the next message has its share in what happens.
    """

    debtor_id: UUID
    segment: str
    step: int
    way: Way
    sent: date
    until: date
    paid_on: date | None = None

    @property
    def life(self) -> tuple[int, bool]:
        """The days that it was watched, and whether it was paid at their end."""
        paid = self.paid_on is not None and self.paid_on <= self.until
        return ((self.paid_on if paid and self.paid_on else self.until) - self.sent).days, paid


@dataclass(frozen=True, slots=True)
class Result:
    """What one way did for a segment: paid within 14 days, half paid by ``median`` days, beside the control group.

    ``said`` is the honest sentence about it; ``better`` is None while too little is known to say.
    """

    segment: str
    step: int
    way: Way
    soon: Share
    median: int | None
    control: Share
    more: Difference
    better: bool | None
    said: Reason


def controlled(debtor_id: UUID, thousandths: int = CONTROL) -> bool:
    """Whether a debtor belongs to the control group: for ever, whatever is tried on the others."""
    return drawn(debtor_id, "control") < thousandths


def drawn(debtor_id: UUID, salt: str) -> int:
    """A number below 1,000 that is the same whenever it is asked, and even over debtors."""
    digest = blake2b(debtor_id.bytes, key=salt.encode()[:64], digest_size=8).digest()
    return int.from_bytes(digest) * 1000 >> 64


def results(outcomes: Iterable[Outcome], *, lots: bool = False) -> tuple[Result, ...]:
    """Every way by segment and step, the best first, each beside the control group of the same segment and step.

    Outcomes that were watched for less than 14 days and not paid count in the median alone: they may yet be paid.
    ``lots``: the ways were given by lot, and one may be chosen by what they did. Then all ways of a step together are
    wrongly judged with ``CHANCE`` only, and each is held against the control group since the day of its first lot.
    """
    tried: dict[tuple[str, int], dict[Way, list[Outcome]]] = {}
    control: dict[tuple[str, int], list[Outcome]] = {}
    for outcome in outcomes:
        place = (outcome.segment, outcome.step)
        if controlled(outcome.debtor_id):
            control.setdefault(place, []).append(outcome)
        else:
            tried.setdefault(place, {}).setdefault(outcome.way, []).append(outcome)
    found = []
    for place, ways in tried.items():
        z, base = quantile(CHANCE / len(ways)) if lots else Z, control.get(place, [])
        for way, rows in ways.items():
            first = min(row.sent for row in rows)
            beside = [row for row in base if row.sent >= first] if lots else base
            found.append(_result(*place, way, rows, beside, z))
    return tuple(sorted(found, key=lambda one: (one.segment, one.step, -one.soon.thousandths, str(one.way))))


def _result(
    segment: str, step: int, way: Way, rows: Sequence[Outcome], control: Sequence[Outcome], z: Decimal
) -> Result:
    soon, base = soon_paid(rows), soon_paid(control)
    more = difference(soon, base, z)
    median = median_days(row.life for row in rows)
    known = min(soon.of, base.of) >= ENOUGH
    better = more.low > 0 if known and more.sure else None
    return Result(segment, step, way, soon, median, base, more, better, _said(soon, base, more, known))


def soon_paid(rows: Iterable[Outcome]) -> Share:
    """Paid within 14 days, of those of whom it is known by now."""
    lives = [row.life for row in rows]
    known = [(days, paid) for days, paid in lives if paid or days >= SOON]
    return share(sum(paid and days <= SOON for days, paid in known), len(known))


def _said(soon: Share, base: Share, more: Difference, known: bool) -> Reason:
    facts: dict[str, Fact] = {"tried": soon.of, "control": base.of, "enough": ENOUGH}
    if not known:
        words = N_("Too few to say: {tried} messages, {control} in the control group; {enough} of each are needed.")
        return Reason("dunning.too_few", words, facts)
    facts |= {"low": _points(more.low), "high": _points(more.high)}
    if not more.sure:
        words = N_("No difference that is sure: between {low} and {high} points against the control group.")
        return Reason("dunning.no_difference", words, facts)
    if more.low > 0:
        words = N_("Paid sooner: between {low} and {high} points more within 14 days than the control group.")
        return Reason("dunning.sooner", words, facts)
    words = N_("Paid later: between {low} and {high} points against the control group.")
    return Reason("dunning.later", words, facts)


def _points(thousandths: int) -> str:
    """Percentage points with one decimal."""
    sign = "-" if thousandths < 0 else ""
    return f"{sign}{abs(thousandths) // 10}.{abs(thousandths) % 10}"


def suggest(found: Iterable[Result]) -> Mapping[tuple[str, int], Result]:
    """The way to propose for each segment and step: the best of those that are surely better than the control group."""
    best: dict[tuple[str, int], Result] = {}
    for result in found:
        place = (result.segment, result.step)
        if result.better and (place not in best or result.more.low > best[place].more.low):
            best[place] = result
    return best


@dataclass(frozen=True, slots=True)
class Choice:
    """How one debtor is written to at a step, how he came by it, and why in words."""

    way: Way
    lot: Lot
    reasons: tuple[Reason, ...]


def arms(
    *, channels: Iterable[str] = (), wording: str = "", parts: Iterable[str] = (), own_channel: str = ""
) -> tuple[Way, ...]:
    """What a step can have tried, one change each: the channels where it names none itself (``own_channel``), its
    second wording, the parts of the day.

    >>> [way.changes for way in arms(channels=["email"], wording="c8f4519d", parts=["morning"])]
    [('channel',), ('wording',), ('part',)]
    >>> arms(channels=["email"], own_channel="post")
    ()
    """
    found = [Way(channel=each) for each in channels] if not own_channel else []
    found += [Way(wording=wording)] if wording else []
    return (*found, *(Way(part=each) for each in parts))


def chosen(debtor_id: UUID, segment: str, step: int, ways: Sequence[Way], found: Iterable[Result]) -> Choice:
    """How to write to a debtor where the choice is switched on, and why.

    The control group still is written to as before, a fifth of the others try one of the ways by lot (the same for a
    debtor and step at every asking), and the rest get what surely works better: of the channels the best, the second
    wording, the best part of the day, each where it was surely better by itself.
    """
    if controlled(debtor_id):
        words = N_("He is in the control group: he is written to as the ladder says, so that others can be compared.")
        return Choice(Way(), "control", (Reason("dunning.control", words),))
    lot = drawn(debtor_id, f"trial:{segment}:{step}")
    if lot < TRIALS and ways:
        way = sorted(ways, key=str)[lot * len(ways) // TRIALS]
        return Choice(way, "trial", (_tried(way),))
    best = [result for result in _best(found, ways) if (result.segment, result.step) == (segment, step)]
    if not best:
        words = N_("Nothing surely works better here yet: he is written to as the ladder says.")
        return Choice(Way(), "own", (Reason("dunning.nothing_better", words),))
    way = Way(**{name: getattr(result.way, name) for result in best for name in result.way.changes})
    return Choice(way, "learned", tuple(_learned(result) for result in best))


def _best(found: Iterable[Result], ways: Sequence[Way]) -> Iterator[Result]:
    """Of each thing that a lot can change the surely best, of the ways that may be chosen."""
    mine = [result for result in found if result.way in ways]
    for name in DIMENSIONS:
        yield from suggest(result for result in mine if result.way.changes == (name,)).values()


def _tried(way: Way) -> Reason:
    if way.wording:
        return Reason(
            "dunning.trial_wording", N_("By lot: the second wording is tried, to learn what is paid soonest.")
        )
    if way.part == "morning":
        return Reason(
            "dunning.trial_part", N_("By lot: he is written to in the morning, to learn what is paid soonest.")
        )
    if way.part:
        words = N_("By lot: he is written to in the afternoon, to learn what is paid soonest.")
        return Reason("dunning.trial_part", words)
    words = N_("By lot: {channel} is tried, to learn what is paid soonest.")
    return Reason("dunning.trial", words, {"channel": way.channel})


def _learned(result: Result) -> Reason:
    way, told = result.way, {"low": _points(result.more.low), "high": _points(result.more.high)}
    if way.wording:
        words = N_("The second wording is chosen: between {low} and {high} points more were paid within 14 days by it.")
        return Reason("dunning.learned_wording", words, {**told})
    if way.part == "morning":
        words = N_("The morning is chosen: between {low} and {high} points more were paid within 14 days by it.")
        return Reason("dunning.learned_part", words, {**told})
    if way.part:
        words = N_("The afternoon is chosen: between {low} and {high} points more were paid within 14 days by it.")
        return Reason("dunning.learned_part", words, {**told})
    words = N_("{channel} is chosen: between {low} and {high} points more were paid within 14 days by it.")
    return Reason("dunning.learned", words, {"channel": way.channel, **told})
