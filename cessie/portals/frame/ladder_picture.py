"""A ladder drawn along its days: when each step comes at the earliest, and the due date."""

from __future__ import annotations

from html import escape
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cessie.domain.dunning.rules.ladder import TONES, Ladder, Step
from cessie.portals.frame import ladder_words
from cessie.portals.frame.vocabulary import TONES as TONE_WORDS

WIDTH, HEIGHT, EDGE, LINE = 720, 92, 34, 46
#: Between two marks, so that their numbers stay apart.
APART: Final = 26


def picture(ladder: Ladder) -> SafeString:
    """The steps from the first to the last day, each as far along as its day allows; the list below says the same."""
    days = [ladder.earliest(step.number) for step in ladder.steps]
    first, last = min([0, *days]), max([1, *days])
    span = max(1, last - first)
    parts = [f'<line class="grid-line" x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{LINE}" y2="{LINE}"/>']
    due = EDGE + (WIDTH - 2 * EDGE) * (0 - first) / span
    parts.append(
        f'<line class="line" x1="{due:.0f}" x2="{due:.0f}" y1="{LINE - 16}" y2="{LINE + 16}"/>'
        f'<text x="{due:.0f}" y="{LINE - 24}" text-anchor="middle">{escape(_("due"))}</text>'
    )
    former = -float(APART)
    for step, day in zip(ladder.steps, days, strict=True):
        x = max(EDGE + (WIDTH - 2 * EDGE) * (day - first) / span, former + APART)
        former = x
        parts.append(_mark(step, day, min(x, WIDTH - 12)))
    label = escape(_("The steps of the ladder by day"))
    return mark_safe(  # noqa: S308 - every text in it has gone through escape, in this file
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
    )


def _mark(step: Step, day: int, x: float) -> str:
    act = _(ladder_words.STEP_ACTS[step.act]) if step.act != "message" else _(TONE_WORDS[step.tone])
    said = escape(f"{step.number}. {act}, {day:+d}")
    age = min(4, TONES.index(step.tone))
    return (
        f'<g><title>{said}</title><circle class="bar b{age}" cx="{x:.0f}" cy="{LINE}" r="11"/>'
        f'<text class="value" x="{x:.0f}" y="{LINE + 30}" text-anchor="middle">{step.number}</text>'
        f'<text x="{x:.0f}" y="{LINE + 43}" text-anchor="middle">{day:+d}</text></g>'
    )
