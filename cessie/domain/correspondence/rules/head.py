"""The look of a letter: colour, logo and footer of whoever writes.

>>> contrast("#ffffff"), contrast("#000000"), contrast("#0d6e6e") > ENOUGH, contrast("#7fd0d0") > ENOUGH
(Decimal('1.00'), Decimal('21.00'), True, False)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

#: The house's own colour.
ACCENT: Final = "#0d6e6e"
#: WCAG 2.2, 1.4.3: text of any size on white paper.
ENOUGH: Final = Decimal("4.5")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Head:
    """``logo``: SVG that holds a picture of ours, re-encoded; ``footer``: lines at the foot in place of the address."""

    colour: str = ACCENT
    logo: str = ""
    footer: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For the template."""
        return {"colour": self.colour, "tint": tint(self.colour), "logo": self.logo, "footer": list(self.footer)}


def is_colour(text: str) -> bool:
    """Whether it is a colour as the screen's field gives it."""
    return _COLOUR.fullmatch(text) is not None


def contrast(colour: str) -> Decimal:
    """How far a colour stands off white paper (WCAG: 1 to 21)."""
    red, green, blue = (_linear(Decimal(int(colour[i : i + 2], 16)) / 255) for i in (1, 3, 5))
    luminance = Decimal("0.2126") * red + Decimal("0.7152") * green + Decimal("0.0722") * blue
    return round(Decimal("1.05") / (luminance + Decimal("0.05")), 2)


def _linear(part: Decimal) -> Decimal:
    """One of the three parts of a colour as light (WCAG: relative luminance)."""
    if part <= Decimal("0.04045"):
        return part / Decimal("12.92")
    return ((part + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")


def tint(colour: str) -> str:
    """The same colour as a breath on the paper, behind boxes.

    >>> tint(ACCENT), tint("#000000")
    ('#f0f6f5', '#eeeeee')
    """
    if colour == ACCENT:
        return "#f0f6f5"
    parts = (255 - (255 - int(colour[i : i + 2], 16)) * 7 // 100 for i in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)
