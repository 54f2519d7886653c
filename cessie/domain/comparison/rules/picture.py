"""The frontier of cost against liquidity as a picture: SVG that stands alone, readable without colours."""

from __future__ import annotations

from collections.abc import Sequence
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
_STYLE: Final = (
    "text{font:13px system-ui,sans-serif;fill:#1d2733}.faint{fill:#5b6774}.axis{stroke:#c9d1d9}"
    ".edge{fill:none;stroke:#1f5f8b;stroke-width:2}.dot{fill:#fff;stroke:#5b6774;stroke-width:1.5}"
    ".best{fill:#1f5f8b;stroke:#1f5f8b}"
)


def picture(outcomes: Sequence[Outcome]) -> str:
    """Each outcome as a point: what it freed on average to the right, what it cost upwards; those that nothing beats
    are filled and joined. ``outcomes`` in the order of their rank, by which they are numbered."""
    best = frontier(outcomes)
    right = _ceiling(max([*(each.freed for each in outcomes), Fraction(1)]))
    top = _ceiling(max([*(Fraction(each.cost) for each in outcomes), Fraction(1)]))

    def at(outcome: Outcome) -> tuple[int, int]:
        x = half_up(max(Fraction(0), outcome.freed) * _ACROSS / right)
        return _LEFT + x, _TOP + _PLOT - half_up(Fraction(outcome.cost * _PLOT, top))

    edge = " ".join(f"{x},{y}" for x, y in map(at, best))
    named = outcomes[:NAMED]
    height = _TOP + _PLOT + 56 + _ROW * len(named)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title">',
        f'<title id="title">Cost against liquidity of {len(outcomes)} offers</title><style>{_STYLE}</style>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="24">Cost without VAT, euro</text>',
        *_axes(top, right),
        f'<polyline class="edge" points="{edge}"/>',
        *(_dot(place, each, at(each), best=each in best) for place, each in enumerate(outcomes, 1)),
        *(_row(place, each, best=each in best) for place, each in enumerate(named, 1)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _axes(top: int, right: int) -> list[str]:
    parts, below = [], _TOP + _PLOT + 20
    for n in range(5):
        y = _TOP + _PLOT - _PLOT * n // 4
        x = _LEFT + _ACROSS * n // 4
        parts += [
            f'<line class="axis" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>',
            f'<text class="faint" x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{_euro(top * n // 4)}</text>',
            f'<text class="faint" x="{x}" y="{below}" text-anchor="middle">{_euro(right * n // 4)}</text>',
        ]
    parts.append(f'<text x="{WIDTH - _RIGHT}" y="{_TOP + _PLOT + 40}" text-anchor="end">Freed on average, euro</text>')
    return parts


def _dot(place: int, outcome: Outcome, where: tuple[int, int], *, best: bool) -> str:
    x, y = where
    number = f'<text x="{x + 7}" y="{y - 6}">{place}</text>' if place <= NAMED else ""
    name = escape(f"{outcome.name}: cost {_euro(outcome.cost)}, freed {_euro(half_up(outcome.freed))}")
    kind = "dot best" if best else "dot"
    return f'<g><title>{name}</title><circle class="{kind}" cx="{x}" cy="{y}" r="5"/>{number}</g>'


def _row(place: int, outcome: Outcome, *, best: bool) -> str:
    y = _TOP + _PLOT + 56 + _ROW * place - 8
    rate = "–" if outcome.rate is None else f"{outcome.rate} %"
    name = outcome.name if len(outcome.name) <= 70 else outcome.name[:69] + "…"
    mark = " *" if best else ""
    return (
        f'<text x="{_LEFT}" y="{y}">{place}. {escape(name)}{mark}</text>'
        f'<text class="faint" x="{WIDTH - _RIGHT}" y="{y}" text-anchor="end">{rate}</text>'
    )


def _ceiling(most: Fraction) -> int:
    """A round end of an axis at or above ``most``: 1, 2, 2.5 or 5 times a power of ten."""
    power: int = 10 ** max(0, len(str(int(most))) - 1)
    return next(step for m in (10, 20, 25, 50, 100) if (step := power * m // 10) >= most)


def _euro(cents: int) -> str:
    return f"{half_up(Decimal(cents) / 100):,}".replace(",", "\u202f")
