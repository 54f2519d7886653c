"""The machine of a procedure: states, acts, who may do them, the days before and after which they are void.

A procedure is one table: ``moves[(state, act)]``. A move names the days (earliest, latest) and the conditions that must
hold; an act that is not in the table, too early, too late, or without a condition is refused with guard and article.
The days are computed when an act sets them off, kept in the standing and never passed early.

>>> days = {"replied": date(2026, 3, 2)}
>>> ask, passes = Move("asked", "house", sets=lambda _, on: days), Move("over", "clock", earliest="replied")
>>> table = {("new", "ask"): ask, ("asked", "pass"): passes}
>>> small = Procedure("small", "BE", "Small", "new", table, {}, "LAW-BE-07", ("Article 1",))
>>> asked = step(small, begin(small, date(2026, 2, 1)), Act("ask", date(2026, 2, 2)), today=date(2026, 3, 1))
>>> [found.guard for found in in_the_way(small, asked, Act("pass", date(2026, 3, 1)), today=date(2026, 3, 1))]
['LAW-BE-07']
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from cessie.law.guards import Finding, Unlawful, finding
from cessie.lib.reasons import N_, Reason

#: Who can do an act: ``books`` is money that was booked, ``clock`` a period that passed.
Role = Literal["house", "lawyer", "bailiff", "debtor", "court", "clock", "books"]
Days = Mapping[str, date]
Sets = Callable[[Days, date], Days]


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for an act: the guard that asks for it, its number in the trade (G1) and the words where it fails.

    A condition that nobody stated does not hold.
    """

    guard: str
    words: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Where an act leads. ``earliest`` and ``latest`` name days of the standing; both days themselves are in time.

    ``known_late``: the act may have happened before the last one and be heard of only now (a reply that reached the
    bailiff in time, a payment, a published insolvency). ``sets`` computes the days that the act sets off. ``fixes``
    names a day that the act itself fixes (a hearing), at the earliest ``gap`` days after it. ``brings``: the papers.
    """

    leads: str
    by: Role
    needs: tuple[str, ...] = ()
    earliest: str | None = None
    latest: str | None = None
    known_late: bool = False
    sets: Sets | None = None
    fixes: str | None = None
    gap: int = 0
    brings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Procedure:
    """One way to a title. ``guard`` names the rule of its periods; ``off`` says why it cannot be used.

    ``leads_to``: from these last states another procedure goes on. ``unverified``: what no lawyer has confirmed for us.
    """

    name: str
    country: str
    title: str
    initial: str
    moves: Mapping[tuple[str, str], Move]
    conditions: Mapping[str, Condition]
    guard: str
    sources: tuple[str, ...]
    unverified: tuple[Reason, ...] = ()
    leads_to: Mapping[str, str] = field(default_factory=dict)
    off: Reason | None = None

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, sorted."""
        leads = (move.leads for move in self.moves.values())
        return tuple(sorted({self.initial, *(state for state, _ in self.moves), *leads}))

    @property
    def acts(self) -> tuple[str, ...]:
        """Every act, sorted."""
        return tuple(sorted({act for _, act in self.moves}))

    @property
    def last(self) -> tuple[str, ...]:
        """The states that nothing leaves."""
        return tuple(state for state in self.states if not any(begun == state for begun, _ in self.moves))


@dataclass(frozen=True, slots=True)
class Act:
    """What happened on a day; ``holds`` names the conditions found to hold, ``fixed`` the day that the act fixes."""

    name: str
    on: date
    holds: frozenset[str] = frozenset()
    fixed: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands since a day, and the days that were computed for it."""

    state: str
    since: date
    days: tuple[tuple[str, date], ...] = ()

    def day(self, name: str) -> date | None:
        """A computed day by its name; None where no act has set it off yet."""
        return dict(self.days).get(name)


@dataclass(frozen=True, slots=True)
class Ahead:
    """An act that may come next, who does it, and between which days."""

    act: str
    by: Role
    leads: str
    earliest: date | None
    latest: date | None
    needs: tuple[str, ...]


def begin(procedure: Procedure, on: date) -> Standing:
    """A case that begins; refused (``Unlawful``) where the procedure is not in force."""
    if procedure.off:
        raise Unlawful(procedure.guard, procedure.off.code, procedure.off.message, **procedure.off.facts)
    return Standing(procedure.initial, on)


def in_the_way(procedure: Procedure, standing: Standing, act: Act, *, today: date) -> tuple[Finding, ...]:
    """Everything that forbids the act on its day, each with its guard; an empty answer lets it happen."""
    move = procedure.moves.get((standing.state, act.name))
    if move is None:
        words = N_("As the case stands this act cannot be done.")
        return (finding(procedure.guard, "procedure.not_now", words, act=act.name, state=standing.state),)
    lacking = (procedure.conditions[name] for name in move.needs if name not in act.holds)
    return (
        *_wrong_day(procedure, standing, move, act, today),
        *(finding(each.guard, f"procedure.{each.number.lower() or 'condition'}", each.words) for each in lacking),
    )


def _wrong_day(procedure: Procedure, standing: Standing, move: Move, act: Act, today: date) -> tuple[Finding, ...]:
    """The act lies in the future, before the last act, before its earliest or after its latest day, or fixes too soon.

    Without the day that opens an act it stays shut; without the day that ends it nobody is too late.
    """
    on, found = act.on, list[Finding]()

    def say(code: str, words: str, **facts: date) -> None:
        found.append(finding(procedure.guard, f"procedure.{code}", words, on=on, **facts))

    if on > today:
        say("future", N_("An act is reported once it is done: {on} is still to come."))
    if on < standing.since and not move.known_late:
        say("before_last", N_("{on} lies before the last act of the case, on {since}."), since=standing.since)
    earliest, latest = _limits(standing, move)
    if move.earliest and (earliest is None or on < earliest):
        if earliest is None:
            say("not_open", N_("Nothing has set off the period after which this can be done ({on})."))
        else:
            words = N_("Too early: on {on} this cannot be done, the first day is {earliest}.")
            say("early", words, earliest=earliest)
    if latest is not None and on > latest:
        say("late", N_("Too late: the last day was {latest}, not {on}."), latest=latest)
    fixed_from = on + timedelta(days=move.gap)
    if move.fixes and (act.fixed is None or act.fixed < fixed_from):
        say("fixed_early", N_("The day that this act fixes is {earliest} at the earliest."), earliest=fixed_from)
    return tuple(found)


def _limits(standing: Standing, move: Move) -> tuple[date | None, date | None]:
    return (
        standing.day(move.earliest) if move.earliest else None,
        standing.day(move.latest) if move.latest else None,
    )


def step(procedure: Procedure, standing: Standing, act: Act, *, today: date) -> Standing:
    """The case after the act; refused (``Unlawful``, with guard and article) by the first thing in its way."""
    stops = in_the_way(procedure, standing, act, today=today)
    if stops:
        why = stops[0]
        raise Unlawful(why.guard, why.reason.code, why.reason.message, **why.reason.facts)
    move = procedure.moves[standing.state, act.name]
    days: Days = MappingProxyType(dict(standing.days))
    if move.sets:
        days = move.sets(days, act.on)
    if move.fixes and act.fixed:
        days = {**days, move.fixes: act.fixed}
    return Standing(move.leads, max(standing.since, act.on), tuple(days.items()))


def ahead(procedure: Procedure, standing: Standing) -> tuple[Ahead, ...]:
    """What may come next, with the days between which it may; in the order of the table."""
    return tuple(
        Ahead(act, move.by, move.leads, *_limits(standing, move), move.needs)
        for (state, act), move in procedure.moves.items()
        if state == standing.state
    )


def anywhere(states: Collection[str], act: str, move: Move) -> dict[tuple[str, str], Move]:
    """The same move from each of these states."""
    return {(state, act): move for state in states}
