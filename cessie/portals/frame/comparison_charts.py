"""Charts of a comparison: classes instead of colours, a title on each mark; the tables beside say the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cessie.domain.comparison.rules.outcome import Outcome
from cessie.domain.comparison.rules.whole import Comparison
from cessie.domain.comparison.words import euro_words
from cessie.lib.money import Money, half_up
from cessie.portals.frame.charts import round_top, short

WIDTH, HEIGHT = 640, 300
_LEFT, _TOP, _RIGHT, _BOTTOM = 64, 22, 24, 44
_ACROSS, _DOWN = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
#: So many are numbered in the picture, by rank.
NUMBERED = 20


def frontier(told: Comparison, *, own: str = "") -> SafeString:
    """Each way by what it freed on average (to the right) and what it cost (upwards), numbered by rank; those that
    nothing beats are filled and joined. ``own``: the contract as it stands, with a ring around it."""
    right = round_top(max(1, *(half_up(each.freed) for each in told.outcomes)))
    top = round_top(max(1, *(each.cost for each in told.outcomes)))

    def at(each: Outcome) -> tuple[int, int]:
        return _LEFT + _ACROSS * max(0, half_up(each.freed)) // right, _TOP + _DOWN - _DOWN * each.cost // top

    best = sorted((each for each in told.outcomes if each.name in told.best), key=lambda each: each.cost)
    edge = " ".join(f"{x},{y}" for x, y in map(at, best))
    parts = [
        *_grid(0, top),
        *(_below(_LEFT + _ACROSS * n // 4, _short(right * n // 4)) for n in range(5)),
        f'<text x="{_LEFT}" y="12">{escape(_("Cost without VAT, euro"))}</text>',
        f'<text x="{WIDTH - _RIGHT}" y="{HEIGHT - 6}" text-anchor="end">{escape(_("Freed on average, euro"))}</text>',
        f'<polyline class="line" points="{edge}"/>',
    ]
    for place, each in enumerate(told.outcomes, 1):
        x, y = at(each)
        said = escape(f"{place}. {each.name}: {euro_words(each.cost)}, {euro_words(each.freed)}")
        number = f'<text class="value" x="{x + 7}" y="{y - 6}">{place}</text>' if place <= NUMBERED else ""
        kind = "dot full" if each.name in told.best else "dot"
        ring = f'<circle class="dot" cx="{x}" cy="{y}" r="10"/>' if own and each.name == own else ""
        parts.append(f'<g><title>{said}</title>{ring}<circle class="{kind}" cx="{x}" cy="{y}" r="5"/>{number}</g>')
    return _svg(_("Cost against liquidity"), parts)


def freed(of: Outcome) -> SafeString:
    """What was freed at the end of each day."""
    top, bottom = round_top(max(1, *of.daily)), -round_top(-min(of.daily)) if min(of.daily) < 0 else 0
    last = max(1, of.days - 1)
    points = " ".join(
        f"{_LEFT + _ACROSS * n // last},{_TOP + _DOWN * (top - cents) // (top - bottom)}"
        for n, cents in enumerate(of.daily)
    )
    above = f'<text x="{_LEFT}" y="12">{escape(_("Euro freed at the end of each day"))}</text>'
    parts = [*_grid(bottom, top), above, f'<polyline class="line" points="{points}"/>']
    for n in range(4):
        day = formats.date_format(of.first + timedelta(days=(of.days - 1) * n // 3), "SHORT_DATE_FORMAT")
        parts.append(_below(_LEFT + _ACROSS * n // 3, escape(str(day)), ("start", "middle", "middle", "end")[n]))
    return _svg(_("Freed at the end of each day"), parts)


def _grid(bottom: int, top: int) -> Sequence[str]:
    parts = []
    for n in range(5):
        y = _TOP + _DOWN * n // 4
        parts.append(
            f'<line class="grid-line" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
            f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{_short(top - (top - bottom) * n // 4)}</text>'
        )
    return parts


def _below(x: int, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x}" y="{HEIGHT - 24}" text-anchor="{anchor}">{text}</text>'


def _svg(label: str, parts: Sequence[str]) -> SafeString:
    return mark_safe(  # noqa: S308 - every text in it has gone through escape, in this file
        f'<svg class="chart wide" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )


def _short(cents: int) -> str:
    return escape(short(Money(cents)))
