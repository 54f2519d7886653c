"""Which time, channel and wording gets paid soonest: learned from what happened, with a group that never changes. Pure.

An outcome is one message and the days until its debtor paid (or how long he has not). By segment, each way of writing
is compared with the control group: a fixed tenth of the debtors, by a hash of who they are, who are always written to
in the creditor's own way. Nothing is said before there is enough to say, and nothing is done by itself: ``suggest``
proposes; only where the creditor switched it on, ``assign`` gives the others a way by what worked so far.

>>> controlled(UUID(int=2)), sum(controlled(UUID(int=n)) for n in range(10_000)) // 100
(False, 10)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Final
from uuid import UUID

from cessie.domain.dunning.rules.intervals import Difference, Share, difference, median_days, share
from cessie.lib.reasons import N_, Fact, Reason

#: Thousandths of the debtors who are always written to as before.
CONTROL: Final = 100
#: "Paid soon" is within so many days.
SOON: Final = 14
#: Fewer outcomes than these, in the way or in the control group, say nothing.
ENOUGH: Final = 50
#: Where it is switched on, so many thousandths try a way at random; the others get the best one.
TRIALS: Final = 200


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """How a message was written: by which channel, with which text, on which weekday (0: Monday) and in which part of
    the day; "" where the creditor's own setting holds."""

    channel: str = ""
    wording: str = ""
    weekday: int | None = None
    part: str = ""


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


def results(outcomes: Iterable[Outcome]) -> tuple[Result, ...]:
    """Every way by segment and step, the best first, each beside the control group of the same segment and step.

    Outcomes that were watched for less than 14 days and not paid count in the median alone: they may yet be paid.
    """
    tried: dict[tuple[str, int], dict[Way, list[Outcome]]] = {}
    control: dict[tuple[str, int], list[Outcome]] = {}
    for outcome in outcomes:
        place = (outcome.segment, outcome.step)
        if controlled(outcome.debtor_id):
            control.setdefault(place, []).append(outcome)
        else:
            tried.setdefault(place, {}).setdefault(outcome.way, []).append(outcome)
    found = [
        _result(*place, way, rows, control.get(place, []))
        for place, ways in tried.items()
        for way, rows in ways.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.segment, one.step, -one.soon.thousandths, str(one.way))))


def _result(segment: str, step: int, way: Way, rows: Sequence[Outcome], control: Sequence[Outcome]) -> Result:
    soon, base = soon_paid(rows), soon_paid(control)
    more = difference(soon, base)
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


def chosen(
    debtor_id: UUID, segment: str, step: int, ways: Sequence[Way], found: Sequence[Result]
) -> tuple[Way, Reason]:
    """``assign`` where the choice is switched on, and why: the control group, a lot, what surely works, or nothing."""
    way, facts = assign(debtor_id, segment, step, ways, found, on=True), {"channel": ""}
    if controlled(debtor_id):
        words = N_("He is in the control group: he is written to as the ladder says, so that others can be compared.")
        return way, Reason("dunning.control", words)
    facts["channel"] = way.channel
    if way != Way() and drawn(debtor_id, f"trial:{segment}:{step}") < TRIALS:
        return way, Reason("dunning.trial", N_("By lot: {channel} is tried, to learn what is paid soonest."), {**facts})
    best = suggest(result for result in found if result.way in ways).get((segment, step))
    if way == Way() or best is None:
        words = N_("Nothing surely works better here yet: he is written to as the ladder says.")
        return way, Reason("dunning.nothing_better", words)
    told: dict[str, Fact] = {**facts, "low": _points(best.more.low), "high": _points(best.more.high)}
    words = N_("{channel} is chosen: between {low} and {high} points more were paid within 14 days by it.")
    return way, Reason("dunning.learned", words, told)


def assign(
    debtor_id: UUID, segment: str, step: int, ways: Sequence[Way], found: Iterable[Result], *, on: bool = False
) -> Way:
    """How to write to a debtor: as the creditor set it (``Way()``), unless he switched the choice on.

    Then the control group still is written to as before, a fifth of the others try one of the ways by lot (the same
    for a debtor and step at every asking), and the rest get the one that surely works better, if there is one.
    """
    if not on or not ways or controlled(debtor_id):
        return Way()
    lot = drawn(debtor_id, f"trial:{segment}:{step}")
    if lot < TRIALS:
        return sorted(ways, key=str)[lot * len(ways) // TRIALS]
    best = suggest(result for result in found if result.way in ways)
    return best[segment, step].way if (segment, step) in best else Way()
