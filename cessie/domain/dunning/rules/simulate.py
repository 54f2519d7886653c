"""Before a ladder is switched on: who would get what, when, at what cost, if nobody paid. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from cessie.domain.dunning.rules.decide import decide
from cessie.domain.dunning.rules.items import Decision, Discharged, Due, LawFacts, Notice, OpenItem
from cessie.domain.dunning.rules.ladder import Act, Ladder, Tone
from cessie.domain.dunning.rules.lawful import tells
from cessie.lib.money import Money

_DAY = timedelta(days=1)
FREE = Money(0)
Way = Literal["post", "electronic"]


@dataclass(frozen=True, slots=True)
class Row:
    """One step towards one debtor: with so many invoices, asking ``total``, and costing the creditor ``cost``."""

    on: date
    debtor_id: UUID
    step: int
    act: Act
    tone: Tone
    channel: str
    items: int
    total: Money
    cost: Money


def simulate(
    ladder: Ladder,
    debtors: Iterable[Sequence[OpenItem]],
    start: date,
    days: int,
    law: LawFacts,
    prices: Mapping[str, Money] | None = None,
) -> Iterator[Row]:
    """Each step of each debtor from ``start`` on, so many days, as rows while they are worked out, debtor by debtor.

    ``prices``: what a message costs by channel, "" where the cheapest lawful one is left to be chosen; "call" and
    "hand_over" price those acts. Letters are taken to go by post, the slower way: what follows comes late, not early.
    """
    priced = prices or {}
    for items in debtors:
        yield from _of_debtor(ladder, list(items), start, days, law, priced)


def _of_debtor(
    ladder: Ladder, items: list[OpenItem], start: date, days: int, law: LawFacts, prices: Mapping[str, Money]
) -> Iterator[Row]:
    day, end = start, start + timedelta(days=days)
    while items and (day := next_day(ladder, items, day)) < end:
        found = decide(ladder, items, day, law)
        if found.step is not None:
            step = found.step
            cost = prices.get(step.channel if step.act == "message" else step.act, FREE)
            yield Row(
                day, found.debtor_id, step.number, step.act, step.tone, step.channel, len(found.items), found.total,
                cost,
            )  # fmt: skip
            items = carried_out(ladder, items, found)
        day += _DAY


def next_day(ladder: Ladder, items: Sequence[OpenItem], day: date) -> date:
    """The first day from ``day`` on which any step can come; it may turn out to be none, never is one before it."""
    days = [first for item in items if (first := _earliest(ladder, item, day)) is not None]
    return max(day, min(days)) if days else date.max


def _earliest(ladder: Ladder, item: OpenItem, day: date) -> date | None:
    """When the next step of an invoice can come at the earliest; None where no step is left."""
    if item.open.cents <= 0:
        return None
    days = []
    for step in ladder.steps[item.reached :]:
        if step.tone == "pre_due" and day > item.due and not item.pauses:
            continue  # its time has passed; an instalment's may be yet to come
        if step.after == "due":
            days.append(item.due + timedelta(days=step.days))
        elif item.reached_on is not None and step.number == item.reached + 1:
            days.append(item.reached_on + timedelta(days=step.days))
    return min(days, default=None)


def carried_out(ladder: Ladder, items: Sequence[OpenItem], found: Decision, *, channel: Way = "post") -> list[OpenItem]:
    """The invoices once the decision was carried out on its day, unpaid: what to keep of each for the next day."""
    moved = {due.item.invoice_id: due for due in found.items if not due.rides}
    return [_moved(ladder, item, moved.get(item.invoice_id), found, channel) for item in items]


def _moved(ladder: Ladder, item: OpenItem, due: Due | None, found: Decision, channel: Way) -> OpenItem:
    if due is None or found.step is None:
        return item
    told, own = item.notice is None and tells(found.step), ladder.step(due.step)
    return replace(
        item,
        reached=due.step,
        reached_on=found.on,
        notice=Notice(found.on, channel) if told else item.notice,
        claimed=due.costs + _paid(item) if own is not None and own.costs == "law" else item.claimed,
        discharged=None if item.discharged is None else _to(item.discharged, due, found.on),
    )


def _paid(item: OpenItem) -> Money:
    """What of the costs was paid or given up before."""
    return item.discharged.costs if item.discharged is not None else FREE


def _to(before: Discharged, due: Due, on: date) -> Discharged:
    """What was discharged, once a message claimed interest up to its day."""
    return replace(before, claimed=due.interest + before.interest, to=on) if due.interest else before
