"""What a creditor's wish for a channel costs: his messages of the past, sent by it wherever it might have carried them.

Each message was kept with every channel of the house, and with what each would have cost on average (``choice``). A
wish makes nothing lawful: where the channel might not carry a message, the cheapest that might goes on as before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cessie.domain.correspondence.rules.means import CHANNELS, Channel
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Effect:
    """One channel over ``of`` messages, of which it might have carried ``able``: what all would have cost with the
    wish, and at the ``least`` that is lawful."""

    channel: Channel
    able: int
    of: int
    cost: Money
    least: Money

    @property
    def more(self) -> Money:
        """By how much the wish is dearer."""
        return self.cost - self.least


def effects(messages: Iterable[Sequence[Mapping[str, Any]]]) -> tuple[Effect, ...]:
    """Every channel that might have carried at least one, the cheapest first.

    ``messages``: of each what was considered (``Candidate.to_json``). One without any price says nothing and is left
    out.

    >>> letter = [{"channel": "post", "expected": 150}, {"channel": "email", "expected": 2}]
    >>> mail = [{"channel": "email", "expected": 2}, {"channel": "post", "expected": None}]
    >>> [(each.channel, each.able, each.of, each.more.cents) for each in effects([letter, mail, []])]
    [('email', 2, 2, 0), ('post', 1, 2, 148)]
    """
    able: Counter[str] = Counter()
    more: Counter[str] = Counter()
    least = count = 0
    for considered in messages:
        costs = {one["channel"]: one["expected"] for one in considered if one["expected"] is not None}
        if not costs:
            continue
        cheapest = min(costs.values())
        least, count = least + cheapest, count + 1
        for channel, cost in costs.items():
            able[channel] += 1
            more[channel] += cost - cheapest
    found = [
        Effect(channel, able[channel], count, Money(least + more[channel]), Money(least))
        for channel in CHANNELS
        if able[channel]
    ]
    return tuple(sorted(found, key=lambda each: (each.cost.cents, -each.able)))
