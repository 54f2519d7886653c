"""What happens to a debtor on a day: at most one step, for all his invoices that are due for it. Pure.

It looks at the state alone: which step each invoice has reached and when. So a day that was missed is caught up by one
message at the highest step whose time has come, and the same day again gives nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from cessie.domain.dunning.rules.claims import Tariff, free_period, tariff
from cessie.domain.dunning.rules.items import Decision, Due, LawFacts, Notice, OpenItem
from cessie.domain.dunning.rules.ladder import Ladder, Step
from cessie.domain.dunning.rules.lawful import announces, claimable, presses, tells, unlawful
from cessie.domain.dunning.rules.standing import Standing, standing
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Fact, Reason

#: Days to pay that a message gives where the law gives no period.
PAY_DAYS: Final = 8
#: An invoice whose time for a step has come.
Ready = tuple[Standing, Step]
LeftOut = list[tuple[OpenItem, Reason]]
Cents = Mapping[UUID, int]


def decide(ladder: Ladder, items: Sequence[OpenItem], on: date, law: LawFacts, *, last: date | None = None) -> Decision:
    """The step for one debtor of one sender on a day, or none and why.

    ``items`` are all his open invoices of that sender; ``last`` is the day of the last step towards him where that was
    for an invoice which is no longer open. What the law refuses is left out or done by a milder step, with the guard.
    """
    debtor = items[0].debtor_id
    if any(item.debtor_id != debtor for item in items):
        raise ValueError("a decision is about one debtor")
    waits = _waits(ladder, items, on, last)
    if waits:
        return Decision(debtor, on, reasons=(waits,))
    today = tariff(law, on)
    ready, late, reasons, left_out = _sorted_out(ladder, items, on, today)
    if not ready:
        return Decision(debtor, on, reasons=once(reasons), left_out=tuple(left_out))
    little = _too_little(ladder, items, ready, late)
    if little:
        left_out += [(found.item, little) for found, _ in ready]
        return Decision(debtor, on, reasons=once([*reasons, little]), left_out=tuple(left_out))
    taken = _together(ready, left_out)
    step = max((step for _, step in taken), key=lambda step: step.number)
    riding = _riding(late, taken, left_out, today) if ladder.consolidate and tells(step) else []
    dues = _dues(taken, riding, late, on, today)
    reasons.insert(0, _why(step, taken))
    return Decision(debtor, on, step, dues, _pay_by(step, taken, on), once(reasons), tuple(left_out))


def _waits(ladder: Ladder, items: Sequence[OpenItem], on: date, last: date | None) -> Reason | None:
    """Why nothing happens to the debtor at all on this day."""
    if ladder.rests(on):
        return Reason("dunning.quiet", N_("The ladder rests on this day."))
    days = [item.reached_on for item in items if item.reached_on is not None]
    former = max([*days, last] if last is not None else days, default=None)
    if former is None or on >= former + timedelta(days=max(1, ladder.rest)):
        return None
    return Reason("dunning.rest", N_("The last step was on {day}: the next comes later."), {"day": former})


def _sorted_out(
    ladder: Ladder, items: Sequence[OpenItem], on: date, today: Tariff
) -> tuple[list[Ready], list[Standing], list[Reason], LeftOut]:
    """What is ready for a step, what is late, why the law refused steps, and what is left out and why."""
    ready: list[Ready] = []
    late: list[Standing] = []
    reasons: list[Reason] = []
    left_out: LeftOut = []
    for item in items:
        found = _asked(ladder, item, on)
        if isinstance(found, Reason):
            left_out.append((item, found))
            continue
        step, refused = _highest(ladder, found, on, today)
        reasons += refused
        if step:
            ready.append((found, step))
        elif refused:
            left_out.append((item, refused[0]))
        if found.since < on:
            late.append(found)
    return ready, late, reasons, left_out


def _asked(ladder: Ladder, item: OpenItem, on: date) -> Standing | Reason:
    found = standing(item, on)
    if isinstance(found, Reason):
        return found
    if item.open.currency != ladder.minimum.currency:
        words = N_("The ladder asks in {currency}: this invoice is in another currency.")
        return Reason("dunning.currency", words, {"currency": ladder.minimum.currency})
    if found.cents < ladder.minimum_item.cents:
        words = N_("Less is asked of it than the least of {minimum}.")
        return Reason("dunning.small_item", words, {"minimum": ladder.minimum_item})
    return found


def _highest(ladder: Ladder, found: Standing, on: date, today: Tariff) -> tuple[Step | None, list[Reason]]:
    """The highest step whose time has come and that the law allows; and why the higher ones were refused."""
    refused: list[Reason] = []
    for step in _in_time(ladder, found, on):
        no = unlawful(found, step.act, today, charges=step.costs == "law")
        if no is None:
            return step, refused
        refused.append(no)
    return None, refused


def _in_time(ladder: Ladder, found: Standing, on: date) -> Iterator[Step]:
    """The steps above the one reached whose time has come, from the highest down."""
    item, days = found.item, (on - found.since).days
    for step in reversed(ladder.steps[item.reached :]):
        if step.after == "due":
            come = days >= step.days
        else:
            come = step.number == item.reached + 1 and item.reached_on is not None
            come = come and (on - (item.reached_on or on)).days >= step.days
        if not come or (step.tone == "pre_due" and days > 0) or (presses(step) and not _reminded(ladder, item)):
            continue
        yield step


def _reminded(ladder: Ladder, item: OpenItem) -> bool:
    """Whether the debtor was told after the due date; a ladder without any such message needs none."""
    told = [step.number for step in ladder.steps if tells(step) and not presses(step)]
    return item.notice is not None or not told or item.reached >= told[0]


def _too_little(ladder: Ladder, items: Sequence[OpenItem], ready: list[Ready], late: list[Standing]) -> Reason | None:
    """Whether the debtor owes less in all than the ladder asks for; what he has to his credit counts."""
    counted = {found.item.invoice_id: found.cents for found in (*late, *(found for found, _ in ready))}
    owed: dict[UUID, int] = defaultdict(int)  # a credit lowers what the same creditor's invoices ask, no other's
    for item in items:
        owed[item.client_id] += counted.get(item.invoice_id, 0) if item.open.cents > 0 else item.open.cents
    whole = sum(max(0, cents) for cents in owed.values())
    if whole > 0 and whole >= ladder.minimum.cents:
        return None
    facts: dict[str, Fact] = {"whole": Money(whole, ladder.minimum.currency), "minimum": ladder.minimum}
    return Reason("dunning.small", N_("In all {whole} is asked, less than the least of {minimum}."), facts)


def _together(ready: list[Ready], left_out: LeftOut) -> list[Ready]:
    """The invoices of one message (or call, or hand-over), led by the highest step; the others come on a later day.

    A consumer's first reminder is free: it never stands in a message that claims costs of him.
    """
    highest = max((step for _, step in ready), key=lambda step: step.number)
    taken: list[Ready] = []
    for found, step in ready:
        if same(step, highest):
            taken.append((found, step))
        else:
            left_out.append((found.item, Reason("dunning.other_act", N_("Another step is taken first today."))))
    if not any(_costly(found.item, step) for found, step in taken):
        return taken
    first = [found.item for found, step in taken if announces(found.item, step)]
    words = N_("A first reminder is free: it goes in a message of its own.")
    left_out += [(item, Reason("dunning.free_first", words)) for item in first]
    return [(found, step) for found, step in taken if not announces(found.item, step)]


def _costly(item: OpenItem, step: Step | None = None) -> bool:
    """Whether a consumer sees costs on the invoice: claimed by this step or before."""
    claims = step is not None and step.costs == "law" and claimable(item)
    return item.segment == "b2c" and (claims or item.claimed is not None)


def same(step: Step, other: Step) -> bool:
    """Whether two steps are one act in the debtor's eyes: a message before the due date stands alone."""
    return step.act == other.act and (step.tone == "pre_due") == (other.tone == "pre_due")


def _riding(late: list[Standing], taken: list[Ready], left_out: LeftOut, today: Tariff) -> list[Standing]:
    """What else is late and stands in the same message without going a step up.

    A consumer's invoice that was never reminded of does not: its first mention must be its own first reminder,
    and that shows no costs of others.
    """
    free = any(announces(found.item, step) for found, step in taken)
    out = {found.item.invoice_id for found, _ in taken} | {item.invoice_id for item, _ in left_out}
    return [
        found
        for found in late
        if found.item.invoice_id not in out
        and (found.item.segment != "b2c" or found.item.notice is not None)
        and not (free and _costly(found.item))
        and unlawful(found, "message", today, charges=found.item.claimed is not None) is None
    ]


def _dues(taken: list[Ready], riding: list[Standing], late: list[Standing], on: date, today: Tariff) -> tuple[Due, ...]:
    """Each invoice with what is claimed on it: by its own step, not by that of the message."""
    charged = [(found.item, found.cents) for found, step in taken if _charges(found.item, step)]
    fresh = {item.invoice_id for item, _ in charged}
    charged += [
        (found.item, found.cents)  # what was claimed before counts in the sum, also where it is not in the message
        for found in late
        if found.item.claimed is not None and found.item.invoice_id not in fresh
    ]
    told = [(found.item, found.cents) for found, step in taken if announces(found.item, step)]
    costs = today.costs(charged)
    later = today.costs([pair for pair in told if claimable(pair[0])], announced=True)
    rows = [(found, step.number, False, _charges(found.item, step)) for found, step in taken]
    rows += [(found, found.item.reached, True, False) for found in riding]
    return tuple(_due(*row, on, today, costs, later) for row in rows)


def _charges(item: OpenItem, step: Step) -> bool:
    return step.costs == "law" and item.open.currency == EUR


def _due(
    found: Standing, number: int, rides: bool, charged: bool, on: date, today: Tariff, costs: Cents, later: Cents
) -> Due:
    item, currency, gone = found.item, found.item.open.currency, found.item.discharged
    stands = item.claimed.cents if item.claimed is not None else 0
    claims = charged or item.claimed is not None
    paid = gone.costs.cents if gone is not None else 0
    return Due(
        item=item,
        interest=Money(_interest(found, today) if claims else 0, currency),
        costs=Money(max(0, costs.get(item.invoice_id, stands) - paid), currency),
        days_late=max(0, (on - found.since).days),
        step=number,
        asked=Money(found.cents, currency),
        since=found.since,
        rides=rides,
        announced=Money(later.get(item.invoice_id, 0), currency),
    )


def _interest(found: Standing, today: Tariff) -> int:
    """Cents of interest to the day. Once some of it was paid or given up, what is left of that stands, and new interest
    runs on what is open since the day up to which it was claimed: nothing is claimed twice."""
    gone = found.item.discharged
    if gone is None:
        return today.interest(found.item, found.cents, found.since)
    left = max(0, gone.claimed.cents - gone.interest.cents)
    return left + today.interest(found.item, found.cents, max(found.since, gone.to))


def _pay_by(step: Step, taken: list[Ready], on: date) -> date | None:
    """The last day to pay that the message names: the law's free period by whichever channel is slower."""
    if step.act != "message":
        return None
    if step.tone == "pre_due":
        return max(found.since for found, _ in taken)
    first = [found.item for found, own in taken if announces(found.item, own)]
    free = [free_period(item, notice) for item in first for notice in (Notice(on, "post"), Notice(on, "electronic"))]
    return max([on + timedelta(days=PAY_DAYS), *free])


def _why(step: Step, taken: list[Ready]) -> Reason:
    oldest = min((found for found, own in taken if own is step), key=lambda found: found.since)
    if step.after == "former":
        words = N_("Step {step}: {days} days after step {former} on {number}.")
    else:
        words = N_("Step {step}: {days} days from the due date of {number}.")
    facts: dict[str, Fact] = {
        "step": step.number,
        "days": step.days,
        "number": oldest.item.number,
        "former": step.number - 1,
    }
    return Reason("dunning.step", words, facts)


def once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each reason once, by its code: a hundred invoices may have the same."""
    return tuple({reason.code: reason for reason in reasons}.values())
