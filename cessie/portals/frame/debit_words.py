"""The words of direct debit: the lives of mandates and collections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

#: State -> word and tone, as in ``vocabulary.STATES``.
STATES: Final[Mapping[str, tuple[str, str]]] = {
    "signed": (N_("To be confirmed"), "warn"),
    "active": (N_("In use"), "good"),
    "paused": (N_("Resting"), "warn"),
    "settled": (N_("Collected"), "good"),
}
