"""What the trail and the pages say of comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_
from cessie.portals.frame import onboarding_words

ACTS: Final[Mapping[str, str]] = {
    **onboarding_words.ACTS,
    "comparison.broker": N_("took a broker in"),
    "comparison.end_broker": N_("ended the work with a broker"),
    "comparison.let_in": N_("let a broker's person in"),
    "comparison.let_out": N_("let a broker's person in no more"),
    "comparison.customer": N_("took up a customer"),
    "comparison.forget": N_("forgot a customer"),
    "comparison.ledger": N_("laid down a customer's ledger"),
    "comparison.offer": N_("noted an offer"),
    "comparison.drop_offer": N_("took an offer off the table"),
    "comparison.ask": N_("asked for a comparison"),
    "comparison.cancel": N_("cancelled the comparison"),
    "comparison.done": N_("finished the comparison"),
    "comparison.refused": N_("could not play the comparison"),
}

#: How far a comparison is.
STATES: Final[Mapping[str, str]] = {
    "waiting": N_("waits"),
    "running": N_("is being played"),
    "done": N_("finished"),
    "cancelled": N_("cancelled"),
    "refused": N_("cannot be played"),
}
