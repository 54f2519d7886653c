"""How the promise of a payout stands, in the field's words, with the colour of its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

#: How the promise of a payout stands: while it runs, and once it is paid.
PROMISES: Final[Mapping[str, tuple[str, str]]] = {
    "in_time": (N_("in time"), ""),
    "soon": (N_("soon due"), "warn"),
    "late": (N_("late"), "bad"),
    "kept": (N_("kept"), "good"),
    "broken": (N_("not kept"), "bad"),
}
