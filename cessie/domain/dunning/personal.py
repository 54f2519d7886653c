"""What speaks of people in ladders and runs, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("dunning.Touch", ("note", "reasons", "left_out", "trouble"), of="debtor__company"),
    Fades("dunning.Waiver", ("note",), of="invoice__debtor__company"),
    Fades("dunning.LadderVersion", ("note",), since="set_at"),
)
