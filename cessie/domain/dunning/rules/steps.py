"""How soon each step of a ladder is followed by the money, whatever the channel and the words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cessie.domain.dunning.rules.intervals import Share, Span, median_span
from cessie.domain.dunning.rules.learning import Outcome, soon_paid


@dataclass(frozen=True, slots=True)
class StepPaid:
    """One step of a segment's ladder: so many ``messages``, paid ``soon`` (within 14 days), half by ``days``."""

    segment: str
    step: int
    messages: int
    soon: Share
    days: Span


def by_step(outcomes: Iterable[Outcome]) -> tuple[StepPaid, ...]:
    """Every step that wrote anything, by segment and in the order of the ladder."""
    found: dict[tuple[str, int], list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault((outcome.segment, outcome.step), []).append(outcome)
    return tuple(
        StepPaid(*place, len(rows), soon_paid(rows), median_span(row.life for row in rows))
        for place, rows in sorted(found.items())
    )
