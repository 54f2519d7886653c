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

#: Why the debtors of a confidential contract are told.
TRIGGERS: Final[Mapping[str, str]] = {
    "overdue": N_("debtors pay too late"),
    "breach": N_("the client broke the contract"),
    "insolvency": N_("the client is insolvent"),
    "unproved": N_("the client's ledger cannot be proved"),
    "audit": N_("findings of an audit"),
    "client_wish": N_("the client wishes it"),
}
