"""Figures of a score as pages and papers show them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.utils import formats

from cessie.lib.money import half_up

#: What would raise the score: so many figures.
RAISES: Final = 3


def shown(value: Fraction | None) -> str:
    """A figure with one decimal, as the language that is active writes it; a dash where it is not known."""
    if value is None:
        return "–"
    tenths = half_up(value * 10)
    return str(formats.number_format(Decimal(tenths) / 10, decimal_pos=1, use_l10n=True, force_grouping=True))
