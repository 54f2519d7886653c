"""What is wrong with a ladder before it may be switched on, each with the step it is about. Pure.

The law is looked at a second time for each invoice on the day (``lawful``): here a person learns at his desk what could
never go out as he drew it.

>>> [fault.code for fault in faults(Ladder("b2c", (Step(1, 7, costs="law"),)))]
['dunning.costs_first']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import chain, pairwise
from typing import Final

from cessie.domain.dunning.rules.claims import PERIODS, guarded
from cessie.domain.dunning.rules.ladder import TONES, Ladder, Step
from cessie.domain.dunning.rules.lawful import presses, tells
from cessie.domain.dunning.rules.wordings import of_wordings
from cessie.law.guards import GUARDS, finding
from cessie.lib.reasons import N_, Reason

MOST_STEPS: Final = 20
#: The first and the last day of a step, from the due date.
FIRST_DAY, LAST_DAY = -60, 1095
#: A consumer is left in peace 14 days after the first reminder, which itself needs a day.
PEACE: Final = 15
_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def faults(ladder: Ladder, country: str = "", hosts: Collection[str] = ()) -> tuple[Reason, ...]:
    """Everything that is wrong, in the order of the steps; an empty answer lets the ladder be switched on.

    ``country``: the law to look at; "" looks at what holds in all of them. ``hosts``: where links of a text may lead.
    """
    found = (_of_whole(ladder), _of_order(ladder), _of_steps(ladder), _of_consumers(ladder, country))
    return (*chain.from_iterable(found), *of_wordings(ladder, hosts))


def _at(step: Step, code: str, words: str, **facts: str | int) -> Reason:
    return Reason(f"dunning.{code}", words, {"step": step.number, **facts})


def _of_whole(ladder: Ladder) -> Iterator[Reason]:
    if not 1 <= len(ladder.steps) <= MOST_STEPS:
        yield Reason("dunning.steps", N_("A ladder has 1 to {most} steps."), {"most": MOST_STEPS})
    if ladder.minimum.cents < 0 or ladder.minimum_item.cents < 0:
        yield Reason("dunning.minimum", N_("A least amount is not below zero."))
    if ladder.minimum.currency != ladder.minimum_item.currency:
        yield Reason("dunning.currencies", N_("Both least amounts are in one currency."))
    if not 1 <= ladder.rest <= 60:
        yield Reason("dunning.rest_days", N_("Between two steps lie 1 to 60 days."))
    if not all(_DAY.fullmatch(day) for period in ladder.quiet for day in period):
        yield Reason("dunning.quiet_days", N_("A quiet time of the year goes from a day to a day, as 12-24 to 01-02."))


def _of_order(ladder: Ladder) -> Iterator[Reason]:
    for number, step in enumerate(ladder.steps, start=1):
        if step.number != number:
            yield _at(step, "number", N_("Step {step} stands in place {place}."), place=number)
        if step.after == "former" and number == 1:
            yield _at(step, "no_former", N_("Step {step} has no former step to count from."))
        if step.after == "former" and step.days < 1:
            yield _at(step, "same_day", N_("Step {step} comes at least a day after the former."))
        if not FIRST_DAY <= ladder.earliest(number) <= LAST_DAY:
            words = N_("Step {step} comes at least {first} and at most {last} days from the due date.")
            yield _at(step, "days", words, first=FIRST_DAY, last=LAST_DAY)
    for former, step in pairwise(ladder.steps):
        if ladder.earliest(step.number) <= ladder.earliest(former.number):
            yield _at(step, "order", N_("Step {step} would come before the former, or on the same day."))
        if TONES.index(step.tone) < TONES.index(former.tone):
            yield _at(step, "tone", N_("Step {step} is milder than the former: the tone never falls."))
        if former.act == "hand_over":
            yield _at(step, "after_hand_over", N_("After a hand-over no step {step} can follow."))


def _of_steps(ladder: Ladder) -> Iterator[Reason]:
    told = False
    for step in ladder.steps:
        early = step.after == "due" and step.days <= 0
        if (step.tone == "pre_due") != early:
            words = N_("Step {step}: up to the due date one is told of it, and only then.")
            yield _at(step, "pre_due", words)
        if step.tone == "pre_due" and step.act != "message":
            yield _at(step, "pre_due_act", N_("Step {step}: before the due date only a message is sent."))
        if step.costs == "law" and step.act != "message":
            yield _at(step, "costs_unsaid", N_("Step {step} claims costs, but sends no message that tells them."))
        if step.costs == "law" and not told:
            yield _at(step, "costs_first", N_("Step {step} claims costs before any message told of the delay."))
        elif presses(step) and not told:
            yield _at(step, "press_first", N_("Step {step} comes before any message told of the delay."))
        told = told or (tells(step) and not presses(step))


def _of_consumers(ladder: Ladder, country: str) -> Iterator[Reason]:
    """What the law of consumers makes impossible in any case."""
    if ladder.segment != "b2c":
        return
    if country == "FR" and any(step.costs == "law" for step in ladder.steps):
        yield guarded(finding("LAW-FR-02", "dunning.no_costs", GUARDS["LAW-FR-02"].rule))
    first = next((step for step in ladder.steps if tells(step)), None)
    if first is None or country not in ("", *PERIODS):
        return
    guard = "LAW-NL-01" if country == "NL" else "LAW-BE-02"
    for step in ladder.steps[first.number :]:
        pressing = step.costs == "law" or (country != "NL" and step.act != "message")
        if pressing and ladder.earliest(step.number) - ladder.earliest(first.number) < PEACE:
            words = N_(
                "Step {step} comes less than {days} days after the first reminder, the time a consumer is given."
            )
            facts = {"step": step.number, "days": PEACE}
            yield guarded(finding(guard, "dunning.too_soon", words, **facts))
