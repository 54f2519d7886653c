"""The look of a letter: colour, logo and footer of whoever writes.

>>> contrast("#ffffff"), contrast("#0d6e6e") > ENOUGH, contrast("#7fd0d0") > ENOUGH
(1.0, True, False)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

#: The house's own colour.
ACCENT: Final = "#0d6e6e"
#: WCAG 2.2, 1.4.3: text of any size on white paper.
ENOUGH: Final = 4.5
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


def contrast(colour: str) -> float:
    """How far a colour stands off white paper (WCAG: 1 to 21)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def tint(colour: str) -> str:
    """The same colour as a breath on the paper, behind boxes.

    >>> tint(ACCENT)
    '#f0f6f5'
    """
    if colour == ACCENT:
        return "#f0f6f5"
    parts = (round(255 - (255 - int(colour[i : i + 2], 16)) * 0.07) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)
