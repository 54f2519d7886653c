"""Charts as SVG text from figures: classes instead of colours, a title on each mark, no script.

The page shows the same figures as a table or in words; a chart is the second way to read them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from html import escape

from django.utils import formats
from django.utils.safestring import SafeString, mark_safe

from cessie.lib.money import Money

WIDTH, HEIGHT = 480, 210
LEFT, BOTTOM, TOP = 46, 24, 20


def _svg(label: str, body: str, width: int = WIDTH, height: int = HEIGHT) -> SafeString:
    return mark_safe(  # noqa: S308 - every text in it has gone through escape, in this file
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">{body}</svg>'
    )


def short(amount: Money) -> str:
    """A figure for an axis: three digits that matter, in thousands or millions, with the reader's decimal mark.

    >>> short(Money(214_000_00)), short(Money(990_00)), short(Money(3_750_00)), short(Money(1_250_000_00))
    ('214k', '990', '3.75k', '1.25M')
    >>> short(Money(1_40)), short(Money(0))
    ('1.40', '0')
    """
    if 0 < abs(amount.cents) < 10_00:
        return str(formats.number_format(amount.decimal, decimal_pos=2, use_l10n=True))
    units = amount.decimal.to_integral_value()
    for unit, size in (("M", 1_000_000), ("k", 1_000)):
        if abs(units) >= size:
            digits = 3 - len(str(abs(units) // size))
            figure = (units / size).quantize(Decimal(1).scaleb(-max(0, digits))).normalize()
            return f"{formats.number_format(Decimal(f'{figure:f}'), use_l10n=True)}{unit}"
    return str(units)


def round_top(cents: int) -> int:
    """A round ceiling for the axis: 1, 2, 2.5 or 5 times a power of ten."""
    if cents <= 0:
        return 100
    power: int = 10 ** (len(str(cents)) - 1)
    return next(step for m in (10, 20, 25, 50, 100) if (step := power * m // 10) >= cents)


def _lines(ceiling: int, currency: str) -> str:
    parts = []
    for i in range(5):
        y = HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * i / 4
        text = escape(short(Money(ceiling * i // 4, currency)))
        parts.append(
            f'<line class="grid-line" x1="{LEFT}" x2="{WIDTH - 6}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{text}</text>'
        )
    return "".join(parts)


def bars(label: str, figures: Sequence[tuple[str, Money]]) -> SafeString:
    """One bar a figure, in the colours of age from left to right; amounts not negative."""
    ceiling = round_top(max((amount.cents for _, amount in figures), default=0))
    currency = figures[0][1].currency if figures else "EUR"
    parts = [_lines(ceiling, currency)]
    slot = (WIDTH - LEFT - 6) / max(1, len(figures))
    for i, (name, amount) in enumerate(figures):
        height = (HEIGHT - BOTTOM - TOP) * amount.cents / ceiling
        x, y = LEFT + slot * i + slot * 0.2, HEIGHT - BOTTOM - height
        middle = x + slot * 0.3
        parts.append(
            f"<g><title>{escape(f'{name}: {amount}')}</title>"
            f'<rect class="bar b{min(i, 4)}" x="{x:.1f}" y="{y:.1f}" width="{slot * 0.6:.1f}"'
            f' height="{height:.1f}" rx="3"/>'
            f'<text class="value" x="{middle:.1f}" y="{y - 6:.1f}" text-anchor="middle">'
            f"{escape(short(amount))}</text></g>"
            f'<text x="{middle:.1f}" y="{HEIGHT - 6}" text-anchor="middle">{escape(name)}</text>'
        )
    return _svg(label, "".join(parts))


def counts(label: str, figures: Sequence[tuple[str, int]]) -> SafeString:
    """One bar a count, in the colours of age from left to right, with its count above it."""
    most = max((count for _, count in figures), default=0) or 1
    slot = (WIDTH - 12) / max(1, len(figures))
    parts = []
    for i, (name, count) in enumerate(figures):
        height = (HEIGHT - BOTTOM - TOP) * count / most
        x, y = 6 + slot * i + slot * 0.2, HEIGHT - BOTTOM - height
        parts.append(
            f"<g><title>{escape(f'{name}: {count}')}</title>"
            f'<rect class="bar b{min(i, 4)}" x="{x:.1f}" y="{y:.1f}" width="{slot * 0.6:.1f}"'
            f' height="{height:.1f}" rx="3"/>'
            f'<text class="value" x="{x + slot * 0.3:.1f}" y="{y - 6:.1f}" text-anchor="middle">{count}</text></g>'
            f'<text x="{x + slot * 0.3:.1f}" y="{HEIGHT - 6}" text-anchor="middle">{escape(name)}</text>'
        )
    return _svg(label, "".join(parts))


def line(label: str, figures: Sequence[tuple[str, Money]]) -> SafeString:
    """A line over time, at least two figures, amounts not negative."""
    if len(figures) < 2:
        return _svg(label, "")
    ceiling = round_top(max(amount.cents for _, amount in figures))
    step = (WIDTH - LEFT - 24) / (len(figures) - 1)
    points = [
        (LEFT + 8 + step * i, HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * amount.cents / ceiling)
        for i, (_, amount) in enumerate(figures)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    floor = HEIGHT - BOTTOM
    every = math.ceil(len(figures) / 7)
    parts = [
        _lines(ceiling, figures[0][1].currency),
        f'<polygon class="area" points="{points[0][0]:.1f},{floor} {path} {points[-1][0]:.1f},{floor}"/>',
        f'<polyline class="line" points="{path}"/>',
    ]
    for i, ((name, amount), (x, y)) in enumerate(zip(figures, points, strict=True)):
        parts.append(
            f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{escape(f"{name}: {amount}")}</title></circle>'
        )
        if i % every == 0:
            parts.append(f'<text x="{x:.1f}" y="{HEIGHT - 6}" text-anchor="middle">{escape(name)}</text>')
    return _svg(label, "".join(parts))


def gauge(label: str, used: Money, whole: Money) -> SafeString:
    """Half a ring that fills with the share used, in percent; amber from 80, red from 100."""
    share = min(100, max(0, used.cents * 100 // whole.cents)) if whole.cents > 0 else 0
    length = math.pi * 70
    state = " bad" if share >= 100 else " warn" if share >= 80 else ""
    arc = 'd="M 20 95 A 70 70 0 0 1 160 95" stroke-width="15" stroke-linecap="round"'
    body = (
        f'<path class="track" {arc}/>'
        f'<path class="gauge{state}" {arc} stroke-dasharray="{length * share / 100:.1f} {length:.1f}"/>'
        f'<text class="big" x="90" y="90" text-anchor="middle">{share} %</text>'
    )
    return _svg(f"{label}: {share} %", body, 180, 112)


def meter(label: str, used: Money, whole: Money) -> SafeString:
    """A bar that fills with the share used, in percent; amber from 80, red from 100. For a row of a table."""
    share = min(100, max(0, used.cents * 100 // whole.cents)) if whole.cents > 0 else 0
    state = " bad" if share >= 100 else " warn" if share >= 80 else ""
    body = (
        '<rect class="track" x="0" y="0" width="100" height="8" rx="4"/>'
        f'<rect class="gauge{state}" x="0" y="0" width="{share}" height="8" rx="4"/>'
    )
    text = escape(f"{label}: {share} %")
    return mark_safe(  # noqa: S308 - every text in it has gone through escape, in this file
        f'<svg class="meter" viewBox="0 0 100 8" role="img" aria-label="{text}">{body}</svg><small>{share} %</small>'
    )


def spans(label: str, figures: Sequence[tuple[str, Decimal, Decimal, Decimal]]) -> SafeString:
    """Shares in percent with their intervals (name, low, share, high), one below the other: a line and a dot each."""
    left, right = 190, 26
    row = min(48, max(26, (HEIGHT - TOP - BOTTOM) // max(1, len(figures))))
    height = max(HEIGHT, TOP + row * len(figures) + BOTTOM)  # a flat picture would be blown up to the panel's width
    wide = Decimal(WIDTH - left - right) / 100
    parts = []
    for tick in range(0, 101, 25):
        x = left + wide * tick
        parts.append(
            f'<line class="grid-line" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 8}" y2="{height - BOTTOM}"/>'
            f'<text x="{x:.1f}" y="{height - 8}" text-anchor="middle">{tick} %</text>'
        )
    for i, (name, low, share, high) in enumerate(figures):
        y = TOP + row * i + row // 2
        parts.append(
            f"<g><title>{escape(f'{name}: {share} % ({low} – {high})')}</title>"
            f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{escape(name[:34])}</text>'
            f'<line class="line" x1="{left + wide * low:.1f}" x2="{left + wide * high:.1f}" y1="{y}" y2="{y}"/>'
            f'<circle class="dot" cx="{left + wide * share:.1f}" cy="{y}" r="4"/></g>'
        )
    return _svg(label, "".join(parts), WIDTH, height)
