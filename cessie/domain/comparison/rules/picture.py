"""Pictures of a comparison: the frontier of cost against liquidity, and what was freed day by day.

SVG that stands alone, readable without colours; the words in them are the reader's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Final

from cessie.domain.comparison.rules.outcome import Outcome
from cessie.domain.comparison.rules.ranking import frontier
from cessie.lib.money import half_up

WIDTH: Final = 760
_PLOT: Final = 360  # height of the field
_LEFT, _TOP, _RIGHT, _ROW = 96, 48, 48, 20
_ACROSS: Final = WIDTH - _LEFT - _RIGHT
#: So many are named below the field, by rank.
NAMED: Final = 20
#: So many are drawn day by day: more cannot be told apart.
DRAWN: Final = 4
_DASHES: Final = ("", "8 4", "2 4", "10 4 2 4")
_STYLE: Final = (
    "text{font:13px 'Libertinus Serif',system-ui,sans-serif;fill:#1d2733}.faint{fill:#5b6774}.axis{stroke:#c9d1d9}"
    ".edge{fill:none;stroke:#1f5f8b;stroke-width:2}.dot{fill:#fff;stroke:#5b6774;stroke-width:1.5}"
    ".best{fill:#1f5f8b;stroke:#1f5f8b}.zero{stroke:#5b6774}"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a picture; ``title`` counts the offers, ``point`` tells of one."""

    title: str = "Cost against liquidity of {count} offers"
    cost: str = "Cost without VAT, euro"
    freed: str = "Freed on average, euro"
    point: str = "{name}: cost {cost}, freed {freed}"
    daily: str = "Freed at the end of each day, euro"


ENGLISH: Final = Words()


def picture(outcomes: Sequence[Outcome], words: Words = ENGLISH, *, named: int = NAMED) -> str:
    """Each outcome as a point: what it freed on average to the right, what it cost upwards; those that nothing beats
    are filled and joined. ``outcomes`` in the order of their rank, by which they are numbered; so many are ``named``
    below."""
    best = frontier(outcomes)
    right = _ceiling(max([*(each.freed for each in outcomes), Fraction(1)]))
    top = _ceiling(max([*(Fraction(each.cost) for each in outcomes), Fraction(1)]))

    def at(outcome: Outcome) -> tuple[int, int]:
        x = half_up(max(Fraction(0), outcome.freed) * _ACROSS / right)
        return _LEFT + x, _TOP + _PLOT - half_up(Fraction(outcome.cost * _PLOT, top))

    edge = " ".join(f"{x},{y}" for x, y in map(at, best))
    below = outcomes[:named]
    parts = [
        f'<text x="{_LEFT}" y="24">{escape(words.cost)}</text>',
        *_axes(top, right, words.freed),
        f'<polyline class="edge" points="{edge}"/>',
        *(_dot(place, each, at(each), words, best=each in best) for place, each in enumerate(outcomes, 1)),
        *(_row(place, each, best=each in best) for place, each in enumerate(below, 1)),
    ]
    return _svg(words.title.format(count=len(outcomes)), parts, _TOP + _PLOT + 56 + _ROW * len(below))


def curves(outcomes: Sequence[Outcome], words: Words = ENGLISH) -> str:
    """What the first of them freed at the end of each day, a line each, told apart by their dashes. By rank."""
    drawn = outcomes[:DRAWN]
    most = max(1, *(cents for each in drawn for cents in each.daily))
    least = min(0, *(cents for each in drawn for cents in each.daily))
    top, bottom = _ceiling(Fraction(most)), -_ceiling(Fraction(-least)) if least < 0 else 0
    last = max(1, drawn[0].days - 1)

    def line(place: int, each: Outcome) -> str:
        points = " ".join(
            f"{_LEFT + _ACROSS * n // last},{_TOP + _PLOT * (top - cents) // (top - bottom)}"
            for n, cents in enumerate(each.daily)
        )
        return f'<polyline class="edge" stroke-dasharray="{_DASHES[place]}" points="{points}"/>'

    parts = [
        f'<text x="{_LEFT}" y="24">{escape(words.daily)}</text>',
        *_days(drawn[0], top, bottom),
        *(line(place, each) for place, each in enumerate(drawn)),
    ]
    for place, each in enumerate(drawn):
        y = _TOP + _PLOT + 48 + _ROW * place
        dash = f'class="edge" stroke-dasharray="{_DASHES[place]}"'
        parts.append(f'<line {dash} x1="{_LEFT}" x2="{_LEFT + 56}" y1="{y - 4}" y2="{y - 4}"/>')
        parts.append(f'<text x="{_LEFT + 66}" y="{y}">{place + 1}. {escape(_short(each.name))}</text>')
    return _svg(words.daily, parts, _TOP + _PLOT + 56 + _ROW * len(drawn))


def _svg(title: str, parts: Sequence[str], height: int) -> str:
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title">',
        f'<title id="title">{escape(title)}</title><style>{_STYLE}</style>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    return "\n".join([*head, *parts, "</svg>"]) + "\n"


def _days(of: Outcome, top: int, bottom: int) -> list[str]:
    parts = []
    for n in range(5):
        y = _TOP + _PLOT * n // 4
        level = top - (top - bottom) * n // 4
        parts += [
            f'<line class="axis" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>',
            f'<text class="faint" x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{_euro(level)}</text>',
        ]
    if bottom < 0:
        y = _TOP + _PLOT * top // (top - bottom)
        parts.append(f'<line class="zero" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
    for n in (0, 1, 2, 3):
        day = of.first + timedelta(days=(of.days - 1) * n // 3)
        where = f'x="{_LEFT + _ACROSS * n // 3}" y="{_TOP + _PLOT + 20}" text-anchor="middle"'
        parts.append(f'<text class="faint" {where}>{day.isoformat()}</text>')
    return parts


def _axes(top: int, right: int, freed: str) -> list[str]:
    parts, below = [], _TOP + _PLOT + 20
    for n in range(5):
        y = _TOP + _PLOT - _PLOT * n // 4
        x = _LEFT + _ACROSS * n // 4
        parts += [
            f'<line class="axis" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>',
            f'<text class="faint" x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{_euro(top * n // 4)}</text>',
            f'<text class="faint" x="{x}" y="{below}" text-anchor="middle">{_euro(right * n // 4)}</text>',
        ]
    parts.append(f'<text x="{WIDTH - _RIGHT}" y="{_TOP + _PLOT + 40}" text-anchor="end">{escape(freed)}</text>')
    return parts


def _dot(place: int, outcome: Outcome, where: tuple[int, int], words: Words, *, best: bool) -> str:
    x, y = where
    number = f'<text x="{x + 7}" y="{y - 6}">{place}</text>' if place <= NAMED else ""
    figures = {"cost": _euro(outcome.cost), "freed": _euro(half_up(outcome.freed))}
    name = escape(words.point.format(name=outcome.name, **figures))
    kind = "dot best" if best else "dot"
    return f'<g><title>{name}</title><circle class="{kind}" cx="{x}" cy="{y}" r="5"/>{number}</g>'


def _row(place: int, outcome: Outcome, *, best: bool) -> str:
    y = _TOP + _PLOT + 56 + _ROW * place - 8
    rate = "–" if outcome.rate is None else f"{outcome.rate} %"
    mark = " *" if best else ""
    return (
        f'<text x="{_LEFT}" y="{y}">{place}. {escape(_short(outcome.name))}{mark}</text>'
        f'<text class="faint" x="{WIDTH - _RIGHT}" y="{y}" text-anchor="end">{rate}</text>'
    )


def _short(name: str) -> str:
    return name if len(name) <= 70 else name[:69] + "…"


def _ceiling(most: Fraction) -> int:
    """A round end of an axis at or above ``most``: 1, 2, 2.5 or 5 times a power of ten."""
    power: int = 10 ** max(0, len(str(int(most))) - 1)
    return next(step for m in (10, 20, 25, 50, 100) if (step := power * m // 10) >= most)


def _euro(cents: int) -> str:
    return f"{half_up(Decimal(cents) / 100):,}".replace(",", "\u202f")
