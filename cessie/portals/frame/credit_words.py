"""The credit desk's words for its checks, and for the states of its claims and requests; ``vocabulary`` shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

#: The states of a client's request for a limit.
REQUESTS: Final[Mapping[str, str]] = {
    "asked": N_("Waits for the answer"),
    "granted": N_("Granted"),
    "refused": N_("Refused"),
    "withdrawn": N_("Withdrawn"),
}

#: The states of a question to the insurer.
COVERS: Final[Mapping[str, str]] = {
    "to_send": N_("Insurer will be asked"),
    "sending": N_("Insurer is being asked"),
    "pending": N_("Insurer looks at it"),
    "decided": N_("Insurer has decided"),
    "failed": N_("Insurer did not take it"),
    "unsure": N_("No answer of the insurer"),
}

#: The states of a client's policy.
INSURED: Final[Mapping[str, str]] = {
    "noted": N_("Waits for a second person"),
    "confirmed": N_("Counts"),
    "declined": N_("Declined"),
}

#: The states of a claim on the insurer.
CLAIMS: Final[Mapping[str, str]] = {
    "filed": N_("Filed"),
    "accepted": N_("Accepted by the insurer"),
    "paid": N_("Indemnity paid"),
    "refused": N_("Refused by the insurer"),
    "withdrawn": N_("Withdrawn"),
}

#: What a check does when it fires.
STRENGTHS: Final[Mapping[str, str]] = {
    "off": N_("Off"),
    "note": N_("Warns"),
    "hold": N_("Holds"),
    "reject": N_("Rejects"),
}

#: The states of a change of the checks.
POLICIES: Final[Mapping[str, str]] = {
    "proposed": N_("Waits for a second person"),
    "confirmed": N_("Confirmed"),
    "declined": N_("Declined"),
}

#: What somebody says of a sign of fraud.
VERDICTS: Final[Mapping[str, str]] = {
    "right": N_("right"),
    "wrong": N_("wrong"),
    "known": N_("known of this client"),
}
