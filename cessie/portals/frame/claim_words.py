"""The collection desk's words for disputes, promises and plans: states with their tone, acts, tasks and rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_
from cessie.portals.frame.standing import Standing

#: Where a dispute stands.
DISPUTES: Final[Mapping[str, Standing]] = {
    "open": Standing("open", N_("Waits for an answer"), "warn"),
    "answered": Standing("answered", N_("Answered"), "info"),
    "legal": Standing("legal", N_("Before a court"), "bad"),
    "resolved_pay": Standing("resolved_pay", N_("To be paid"), "good"),
    "resolved_credit": Standing("resolved_credit", N_("Credited"), "good"),
    "resolved_partly": Standing("resolved_partly", N_("Credited in part"), "good"),
    "withdrawn": Standing("withdrawn", N_("Taken back")),
}
#: What a turn of a dispute did.
TURNS: Final[Mapping[str, str]] = {
    "raise": N_("Contested"),
    "answer": N_("Answer"),
    "withdraw": N_("Taken back"),
    "reopen": N_("Opened again"),
    "resolve_pay": N_("Is to be paid"),
    "resolve_credit": N_("Will be credited"),
    "resolve_partly": N_("Will be credited in part"),
    "go_legal": N_("Taken to court"),
}
#: Where a promise or a plan stands.
ARRANGEMENTS: Final[Mapping[str, Standing]] = {
    "asked": Standing("asked", N_("Asked for"), "warn"),
    "running": Standing("running", N_("Running"), "info"),
    "kept": Standing("kept", N_("Kept"), "good"),
    "broken": Standing("broken", N_("Broken"), "bad"),
    "declined": Standing("declined", N_("Declined")),
    "ended": Standing("ended", N_("Ended")),
}
#: What was agreed.
KINDS: Final[Mapping[str, str]] = {
    "promise": N_("Promise"),
    "plan": N_("Instalment plan"),
    "paid": N_("Payment on its way"),
}
TASKS: Final[Mapping[str, str]] = {
    "dispute.bought": N_("Bought invoice contested"),
    "dispute.due": N_("Dispute without an answer"),
    "arrangement.asked": N_("Plan asked for"),
    "arrangement.missed": N_("Instalment missed"),
}
RIGHTS: Final[Mapping[str, str]] = {
    "disputes.decide": N_("decide on disputes"),
    "arrangements.decide": N_("decide on promises and plans"),
}
