"""Walks a procedure through every sequence of acts, on the worst days, beside laws that are stated here a second time.

At each standing every act of the procedure is tried: on the day before, the day of and the day after each day that was
computed, around the last act, with every condition, without each single one and with none. What the machine lets
happen goes to ``Seen``, which shares no line with it: own months, own working days, own order of acts. A standing that
was seen before with the same ``Seen`` is not walked twice; the sequences that lead to it are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

import holidays

from cessie.law.procedures import procedure
from cessie.law.procedures.machine import Act, Procedure, Standing, in_the_way, step

ONE, FAR = timedelta(days=1), date(2100, 1, 1)
ENDS = {"closed_contested", "closed_judged", "closed_paid", "court_route", "ended_without_title",
        "stopped_concurrence", "withdrawn"}  # fmt: skip
NINE = {"both_registered", "business_debt", "no_authority", "no_insolvency", "contractual", "certain_and_due",
        "undisputed"}  # fmt: skip
SERVING = {"no_insolvency", "certain_and_due", "undisputed", "solvency_acceptable", "register_opened",
           "evidence_attached", "reply_form_attached"}  # fmt: skip
MONEY = {"paid_in_part", "paid_in_full", "insolvency", "withdraw"}


class Broken(AssertionError):
    """The machine let something happen that the law does not allow."""


def must(holds: bool, words: str) -> None:
    """The law, as a sentence."""
    if not holds:
        raise Broken(words)


def month_after(day: date) -> date:
    """From date to date; the last of the month where it has no such day."""
    year, month, number = (day.year + 1, 1, day.day) if day.month == 12 else (day.year, day.month + 1, day.day)
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


@cache
def worked(country: str, day: date) -> date:
    """The first day from here on which people work."""
    kinds = ("public", "optional") if country == "NL" else ("public",)
    closed = holidays.country_holidays(country, years=[day.year, day.year + 1], categories=kinds)
    while day.weekday() > 4 or day in closed:
        day += ONE
    return day


@dataclass(frozen=True)
class Seen:
    """What happened so far, as the law needs it."""

    done: frozenset[str] = frozenset()
    served: date | None = None
    reply: date | None = None
    asked: date | None = None
    hearing: date | None = None
    oppose: date | None = None
    over: bool = False

    def after(self, *names: str, **facts: object) -> Seen:
        """With these acts done."""
        return replace(self, done=self.done | set(names), **facts)  # type: ignore[arg-type]  # named as the fields


Law = Callable[[Seen, Act], Seen]


def uncontested(country: str, *, lawyer: bool) -> Law:
    """A month to reply and eight days more; nothing after a contest; the title only after its record."""

    def law(seen: Seen, act: Act) -> Seen:
        name, on = act.name, act.on
        if name == "approve":
            must(act.holds >= {*NINE, "within_cap", "by_lawyer"}, "approved without G1 to G9")
        if name in ("escalate", "instruct"):
            must(act.holds >= NINE, "handed over without G1 to G7")
        if name == "served":
            must(("approve" if lawyer else "instruct") in seen.done, "served without the lawyer's word")
            must(act.holds >= SERVING, "served without its papers")
            return seen.after(name, served=on, reply=worked(country, month_after(on)))
        if name in ("contested", "contested_in_part", "contested_without_reason", "instalments_asked"):
            assert seen.served is not None
            assert seen.reply is not None
            must(seen.served <= on <= seen.reply, "a reply outside the month")
        if name == "instalments_asked":
            return seen.after(name, asked=on)
        if name in ("plan_refused", "instalment_missed"):
            assert seen.reply is not None
            assert seen.asked is not None
            return seen.after(name, asked=None, reply=worked(country, seen.reply + (on - seen.asked)))
        _to_the_title(seen, act)
        return seen.after(name)

    return law


def _to_the_title(seen: Seen, act: Act) -> None:
    name, on, last = act.name, act.on, seen.reply or FAR
    if name == "month_passes":
        must(on > last and not seen.asked, "the month was not over")
    if name in ("eight_days_pass", "record_drawn"):
        must(on >= last + timedelta(days=8), "before the eighth day after the month")
        must(not seen.asked, "while instalments were asked or paid")
    if name == "record_drawn":
        must(act.holds >= {"unpaid_balance", "undisputed", "no_insolvency", "no_plan"}, "a record without ground")
    for later, earlier in (("record_submitted", "record_drawn"), ("declared_enforceable", "record_submitted"),
                           ("title_served", "declared_enforceable"), ("petition", "declared_enforceable")):  # fmt: skip
        if name == later:
            must(earlier in seen.done, f"{later} without {earlier}")
    if name == "title_served":
        must("no_insolvency" in act.holds and "unpaid_balance" in act.holds, "enforced without ground")


def court(gap: int, until: Callable[[date], date]) -> Law:
    """So many days to the hearing, no judgment before it, no enforcement before the time to oppose is over."""

    def law(seen: Seen, act: Act) -> Seen:
        name, on = act.name, act.on
        if name == "summoned":
            must(act.fixed is not None and (act.fixed - on).days >= gap, "too few days to the hearing")
            must(act.holds >= {"no_insolvency", "certain_and_due", "rate_published"}, "summoned without ground")
        if name in ("summoned", "postponed"):
            return seen.after(name, hearing=act.fixed)
        if name in ("judged", "judged_by_default") and "opposed" not in seen.done:
            must(seen.hearing is not None and on >= seen.hearing, "judged before the hearing")
        if name == "title_served":
            return seen.after(name, served=on, oppose=until(on))
        if name == "title_served_elsewhere":
            return seen.after(name, served=on, oppose=None)
        return _enforced(seen, act, until)

    return law


def _enforced(seen: Seen, act: Act, until: Callable[[date], date]) -> Seen:
    if act.name == "enforced":
        must(seen.oppose is not None and act.on > seen.oppose, "enforced while it could be opposed")
    if act.name == "enforced_at_once":
        must("provisionally_enforceable" in act.holds and seen.served is not None, "enforced without a word for it")
    if act.name.startswith("enforced"):
        must(act.holds >= {"no_insolvency", "unpaid_balance", "no_plan"}, "enforced without ground")
    if act.name == "opposed":
        must(seen.served is not None and act.on >= seen.served, "opposed before it was served")
        must(seen.oppose is None or act.on <= seen.oppose, "opposed too late")
    if act.name == "enforced_at_once" and seen.oppose is None:
        return seen.after(act.name, oppose=until(act.on))
    return seen.after(act.name)


def order(seen: Seen, act: Act) -> Seen:
    """The French order: a month from service, nothing enforced before or after opposition without a judgment."""
    if act.name == "title_served":
        must("no_insolvency" in act.holds, "served on an insolvent debtor")
        return seen.after(act.name, served=act.on, oppose=worked("FR", month_after(act.on)))
    if act.name == "enforced" and "opposed" in seen.done:
        must("judged" in seen.done and "judgment_served" in act.holds, "enforced without the judgment")
    elif act.name in ("enforced", "month_passes"):
        must(seen.oppose is not None and act.on > seen.oppose, "the month was not over")
    return _enforced(seen, replace(act, name="opposed"), month_after) if act.name == "opposed" else seen.after(act.name)


def simplified(seen: Seen, act: Act) -> Seen:
    """The French simplified procedure: a title only by agreement within the month, on agreed terms, to the limit."""
    if act.name == "invited":
        must("within_limit" in act.holds, "above 5,000 euro")
        return seen.after(act.name, served=act.on, reply=worked("FR", month_after(act.on)))
    if act.name == "agreed":
        must(bool(seen.served and seen.reply) and seen.served <= act.on <= seen.reply, "agreed outside the month")  # type: ignore[operator]
    if act.name == "month_passes":
        must(seen.reply is not None and act.on > seen.reply, "the month was not over")
    if act.name == "title_issued":
        must("agreed" in seen.done and "terms_agreed" in act.holds, "a title without agreement")
    if act.name == "enforced":
        must("title_issued" in seen.done, "enforced without a title")
    return seen.after(act.name)


def _four_weeks(day: date) -> date:
    return worked("NL", day + timedelta(days=28))


LAWS: dict[str, Law] = {
    "be_ios": uncontested("BE", lawyer=True),
    "be_court": court(9, lambda day: worked("BE", month_after(day))),
    "nl_summons": court(8, _four_weeks),
    "fr_order": order,
    "fr_simplified": simplified,
    "fr_uncontested": uncontested("FR", lawyer=False),
}


@dataclass
class Proof:
    """What was walked: different standings, states, acts tried and refused, sequences of the full length or ended."""

    standings: int = 0
    states: set[str] = field(default_factory=set)
    tried: int = 0
    refused: int = 0
    sequences: int = 0


def walk(asked: Procedure, first: date, depth: int, law: Law | None = None) -> Proof:
    """Every sequence of up to ``depth`` acts that begins on ``first``; ``Broken`` at the first that the law forbids."""
    law, proof = law or LAWS[asked.name], Proof()
    level = Counter({(Standing(asked.initial, first), Seen()): 1})
    known: dict[tuple[Standing, Seen], list[tuple[Standing, Seen]]] = {}
    for _ in range(depth):
        after: Counter[tuple[Standing, Seen]] = Counter()
        for place, ways in level.items():
            if place not in known:
                known[place] = list(_onward(asked, *place, law, proof))
            for next_place in known[place]:
                after[next_place] += ways
            proof.sequences += 0 if known[place] else ways
        level = after
    proof.sequences += sum(level.values())
    proof.standings = len(known.keys() | level.keys())
    proof.states = {standing.state for standing, _ in known.keys() | level.keys()}
    return proof


def _onward(asked: Procedure, at: Standing, seen: Seen, law: Law, proof: Proof) -> Iterator[tuple[Standing, Seen]]:
    for act in tries(asked, at):
        proof.tried += 1
        if in_the_way(asked, at, act, today=FAR):
            proof.refused += 1
            continue
        must(not seen.over, f"{act.name} after the case was over")
        if act.name == "insolvency":
            must(asked.moves[at.state, act.name].leads == "stopped_concurrence", "insolvency does not stop the case")
        then = step(asked, at, act, today=FAR)
        yield then, replace(law(seen, act), over=then.state in ENDS)


def tries(asked: Procedure, at: Standing) -> Iterator[Act]:
    """Every act on the worst days with the worst conditions; what is not in the table once.

    An act between two days is tried a day outside, on and within both; any other on the day of the last act, and before
    and after it. Waiting longer opens nothing that these days do not.
    """
    everything = frozenset(asked.conditions)
    for name in asked.acts:
        move = asked.moves.get((at.state, name))
        if move is None or name in MONEY:
            yield Act(name, at.since, everything)
            yield Act(name, at.since)
            continue
        limits = [day for limit in (move.earliest, move.latest) if limit and (day := at.day(limit))]
        around = {day + shift * ONE for day in limits for shift in (-1, 0, 1)}
        for on in sorted(around or {at.since - ONE, at.since, at.since + 3 * ONE}):
            fixed = (None, on + (move.gap - 1) * ONE, on + move.gap * ONE) if move.fixes else (None,)
            yield from (Act(name, on, everything, day) for day in fixed)
        worst = max([at.since, *limits[:1]])
        for need in asked.conditions if move.by not in ("clock", "debtor") else ():
            yield Act(name, worst, everything - {need}, worst + move.gap * ONE)


def without(name: str, state: str, act: str, **changed: object) -> Procedure:
    """The procedure with a fault planted in one move."""
    sound = procedure(name)
    move = replace(sound.moves[state, act], **changed)  # type: ignore[arg-type]  # named as the fields
    return replace(sound, moves={**sound.moves, (state, act): move})
