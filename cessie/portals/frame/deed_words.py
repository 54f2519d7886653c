"""The words of deeds: their states, what was done with them, what of them waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_
from cessie.portals.frame.standing import Standing

#: What the trail says.
ACTS: Final[Mapping[str, str]] = {
    "ledgers.cede": N_("transferred the ledger by its deed"),
    "purchase.print_deed": N_("had the deed printed"),
    "purchase.note_deed": N_("noted that the deed is registered"),
    "purchase.confirm_deed": N_("confirmed the registration of the deed"),
    "purchase.decline_deed": N_("declined the registration that was noted"),
    "purchase.let_go": N_("let the payout go that waited for the registration"),
}
#: What waits for a person.
TASKS: Final[Mapping[str, str]] = {"deed.unregistered": N_("Deed to be registered")}
#: Where a deed stands.
DEEDS: Final[Mapping[str, Standing]] = {
    "standing": Standing("standing", N_("Stands without registration"), "good"),
    "unregistered": Standing("unregistered", N_("To be registered"), "bad"),
    "noted": Standing("noted", N_("Registration waits for a second person"), "warn"),
    "registered": Standing("registered", N_("Registered"), "good"),
}
