"""The expected noes of this app that callers tell apart."""

from __future__ import annotations

from collections.abc import Sequence

from cessie.lib.reasons import N_, Reason, Refusal


class NotBuyable(Refusal):
    """An invoice that cannot be bought as it stands, or terms under which nothing is bought."""


class AlreadyDecided(Refusal):
    """The proposal was decided before; nothing happens a second time."""


class Expired(Refusal):
    """The offer has lapsed."""


class ChangedFigures(Refusal):
    """What would be approved is not what was shown."""


class Blocked(Refusal):
    """What the offer stood on does not hold any more: ``reasons`` say what."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__("purchase.blocked", N_("This offer cannot be taken any more; a new one will be made."))
        self.reasons = tuple(reasons)
