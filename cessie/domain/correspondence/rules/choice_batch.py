"""The choice for a whole batch, where prices step by volume: what is dearest alone may be cheapest for all together.

Channels whose price depends on how many go by them (a print partner's set-up and steps; the house's machine, which
takes so many and no more) are tried in each of their steps. Within a combination of steps each piece has one price, and
the pieces are shared out at the least cost (``assign``); the cheapest combination wins. Combinations that cannot beat
the best one found, even without their bounds, are left out. The result is exact, in prices and in what failures cost on
average.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Final

from cessie.domain.correspondence.rules.assign import assign
from cessie.domain.correspondence.rules.choice import ASKERS, Asker, Choice, Offers, choose, settle
from cessie.domain.correspondence.rules.lawful import Need, Reach
from cessie.domain.correspondence.rules.means import CHANNELS, MEANS, Channel
from cessie.domain.correspondence.rules.tariff import Tariff
from cessie.lib.money import half_up
from cessie.lib.reasons import N_, Reason

#: Costs are compared in millionths of a cent; below that the days decide, so that ties go to the faster.
_FINE: Final = 10**6
_DAYS: Final = 10**3


@dataclass(frozen=True, slots=True)
class Asked:
    """One message of the batch."""

    need: Need
    reach: Reach
    wishes: tuple[tuple[Asker, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Kind:
    """Messages that cost the same everywhere: their weight and country, and what follows a failure by channel."""

    country: str
    grams: int
    pages: int
    able: tuple[tuple[Channel, Fraction, int], ...]  # channel, cents that follow on average, days


@dataclass(frozen=True, slots=True)
class _Level:
    """One step of a channel: from ``least`` to ``most`` pieces, priced as a batch of ``priced`` of them."""

    least: int
    most: int | None
    priced: int


def choose_batch(asked: Sequence[Asked], offers: Offers) -> tuple[Choice, ...]:
    """A choice for each, in their order, so that the whole costs least. Wishes and the law bind as in ``choose``.

    Where a machine takes fewer than have no other way, each stays with its own choice: some wait for the next batch.
    """
    alone = _alone(asked, offers)
    kinds: dict[_Kind, list[int]] = {}
    for index, (each, choice) in enumerate(zip(asked, alone, strict=True)):
        kind = _kind(each.need, choice)
        if kind is not None:
            kinds.setdefault(kind, []).append(index)
    if not kinds:
        return tuple(alone)
    shares, levels = _cheapest(list(kinds), [len(found) for found in kinds.values()], offers)
    if not shares:
        return tuple(alone)
    chosen = list(alone)
    for (kind, found), share in zip(kinds.items(), shares, strict=True):
        queue = iter(found)
        for channel, count in share.items():
            for index in (next(queue) for _ in range(count)):
                chosen[index] = _settled(alone[index], kind, channel, levels[channel], offers.tariff)
    return tuple(chosen)


def batch_cost(choices: Sequence[Choice], tariff: Tariff) -> Fraction:
    """What sending it so costs on average, in cents: the pieces at the prices of their batches, what follows where they
    fail, and what each batch costs besides."""
    total, counts = Fraction(0), dict.fromkeys(CHANNELS, 0)
    for choice in choices:
        first = choice.considered[0] if choice.considered else None
        if first is not None and first.expected is not None:
            total += first.expected
            counts[first.channel] += 1
    return total + sum(tariff.batch(channel, pieces=n).cents for channel, n in counts.items() if n)


def _alone(asked: Sequence[Asked], offers: Offers) -> list[Choice]:
    known: dict[Asked, Choice] = {}
    for each in asked:
        if each not in known:
            known[each] = choose(each.need, each.reach, offers, dict(each.wishes))
    return [known[each] for each in asked]


def _kind(need: Need, choice: Choice) -> _Kind | None:
    """What it costs by each channel that is left to it; None where there is nothing to choose by price."""
    wished = choice.why.code in {f"choice.wished_{asker}" for asker in ASKERS}
    open_ = choice.considered[:1] if wished else choice.considered
    able = tuple(
        (each.channel, each.expected - each.price.cents, each.days)
        for each in sorted(open_, key=lambda one: CHANNELS.index(one.channel))
        if each.expected is not None and each.price is not None
    )
    return _Kind(need.country, need.grams, need.pages, able) if able else None


def _cheapest(
    kinds: Sequence[_Kind], counts: Sequence[int], offers: Offers
) -> tuple[list[dict[Channel, int]], Mapping[Channel, _Level]]:
    """How many of each kind go by each channel, and the step that each channel is in."""
    channels = [channel for channel in CHANNELS if any(channel == able[0] for kind in kinds for able in kind.able)]
    plans = sorted(_plans(kinds, counts, channels, offers), key=lambda plan: plan[0])
    best: int | None = None
    shares: list[dict[Channel, int]] = []
    used: Mapping[Channel, _Level] = {}
    for least, costs, fixed, levels in plans:
        if best is not None and least >= best:
            break
        found = assign(costs, counts, [(levels[channel].least, levels[channel].most) for channel in channels])
        if found is not None and (best is None or found[0] + fixed < best):
            best, used = found[0] + fixed, levels
            shares = [{c: n for c, n in zip(channels, row, strict=True) if n} for row in found[1]]
    return shares, used


def _plans(
    kinds: Sequence[_Kind], counts: Sequence[int], channels: Sequence[Channel], offers: Offers
) -> Iterator[tuple[int, list[list[int | None]], int, Mapping[Channel, _Level]]]:
    """Every combination of steps: what it costs at least, the prices of its pieces, and of its batches."""
    for levels in product(*(_levels(channel, sum(counts), offers) for channel in channels)):
        costs = [[_cost(kind, c, level, offers.tariff) for c, level in zip(channels, levels, strict=True)]
                 for kind in kinds]  # fmt: skip
        if any(all(cost is None for cost in row) for row in costs):
            continue
        fixed = sum(offers.tariff.batch(c, pieces=level.priced).cents
                    for c, level in zip(channels, levels, strict=True) if level.least)  # fmt: skip
        cheapest = (min(cost for cost in row if cost is not None) for row in costs)
        floor = sum(n * cost for n, cost in zip(counts, cheapest, strict=True))
        fine = fixed * _FINE * _DAYS
        yield floor + fine, costs, fine, dict(zip(channels, levels, strict=True))


def _levels(channel: Channel, pieces: int, offers: Offers) -> list[_Level]:
    """Not used at all, or used in one of the steps that so many pieces can reach."""
    steps, most = offers.tariff.steps(channel), offers.most.get(channel)
    priced = [offers.tariff.batch(channel, pieces=step) for step in steps]
    if not MEANS[channel].together or (len(steps) == 1 and most is None and not priced[0]):
        return [_Level(0, None, 1)]
    ends = [*(step - 1 for step in steps[1:]), most]
    found = [_Level(0, 0, 1)]
    for step, end in zip(steps, ends, strict=True):
        last = end if most is None or end is None else min(end, most)
        if step <= pieces and (last is None or step <= last):
            found.append(_Level(step, last, step))
    return found


def _cost(kind: _Kind, channel: Channel, level: _Level, tariff: Tariff) -> int | None:
    """One piece of a kind by a channel in a step, in the fine measure; None where it cannot go there."""
    follows = next((able for able in kind.able if able[0] == channel), None)
    if follows is None or level.most == 0:
        return None
    price = tariff.piece(channel, country=kind.country, grams=kind.grams, pages=kind.pages, pieces=level.priced)
    if price is None:
        return None
    return half_up((price.cents + follows[1]) * _FINE) * _DAYS + follows[2]


def _settled(choice: Choice, kind: _Kind, channel: Channel, level: _Level, tariff: Tariff) -> Choice:
    """The choice for one message within the whole, at the price that its batch has."""
    one = next(each for each in choice.considered if each.channel == channel)
    price = tariff.piece(channel, country=kind.country, grams=kind.grams, pages=kind.pages, pieces=level.priced)
    if one.price is not None and one.expected is not None and price is not None:
        one = replace(one, price=price, expected=one.expected - one.price.cents + price.cents, no=None)
    if channel == choice.channel:
        return Choice(channel, choice.why, (one, *choice.considered[1:]))
    words = N_("The cheapest for the batch as a whole, where prices depend on the number of letters.")
    others = [each for each in choice.considered if each.channel != channel]
    return settle(one, Reason("choice.batch", words), others)
