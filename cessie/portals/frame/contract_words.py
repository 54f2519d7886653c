"""The words for the life of a contract and for its end; ``vocabulary`` shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

#: The states of a contract.
CONTRACTS: Final[Mapping[str, str]] = {
    "running": N_("Runs"),
    "ending": N_("Notice given"),
    "run_off": N_("Ended, being settled"),
    "closed": N_("Ended and settled"),
}

#: The states of a proposal to end a contract or to go on with it.
ENDINGS: Final[Mapping[str, str]] = {
    "proposed": N_("Waits for a second person"),
    "agreed": N_("Agreed"),
    "declined": N_("Declined"),
}

#: On what ground a contract ends, and who gave notice.
GROUNDS: Final[Mapping[str, str]] = {
    "notice": N_("by notice"),
    "agreement": N_("by agreement of both"),
    "breach": N_("because of a breach"),
}
SIDES: Final[Mapping[str, str]] = {"client": N_("the client"), "house": N_("the house")}
