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

#: In the trail: how a mandate rests and ends, and what the service was told of that.
ACTS: Final[Mapping[str, str]] = {
    "mandates.pause": N_("let the mandate rest"),
    "mandates.resume": N_("let the mandate serve again"),
    "mandates.revoke": N_("revoked the mandate"),
    "mandates.expire": N_("let the mandate lapse"),
    "mandates.told_back": N_("told the service that the mandate is revoked"),
    "mandates.untold_back": N_("could not tell the service that the mandate is revoked"),
    "mandates.tell_again": N_("had the service told again that the mandate is revoked"),
    "mandates.seen_there": N_("noted that the mandate is over at the service"),
}

#: On whose pages debtors sign.
SIGN_AT: Final[Mapping[str, str]] = {"": N_("on our page"), "twikey": "Twikey"}

#: What a service told of a mandate.
TOLD: Final[Mapping[str, str]] = {
    "signed": N_("signed"), "amended": N_("changed"), "cancelled": N_("taken back"),
}  # fmt: skip

#: How far a debtor is who was asked to sign.
SIGNINGS: Final[Mapping[str, str]] = {
    "created": N_("link made"),
    "sent": N_("link sent"),
    "opened": N_("link opened"),
    "code_sent": N_("code sent"),
    "signed": N_("signed"),
    "declined": N_("declined"),
    "expired": N_("run out"),
    "locked": N_("locked after wrong codes"),
}
