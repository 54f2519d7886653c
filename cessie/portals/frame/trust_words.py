"""The words of third-party money: what was done with it, what of it waits, where a movement stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_
from cessie.portals.frame.standing import Standing

#: What the trail says.
ACTS: Final[Mapping[str, str]] = {
    "trust.receive": N_("booked third-party money"),
    "trust.assign": N_("said for which claim the money is"),
    "trust.take_back": N_("noted that the money went back"),
    "trust.put_in": N_("made third-party money good"),
    "trust.book_charge": N_("booked a bank charge on the third-party account"),
    "trust.refund": N_("ordered a refund to the payer"),
    "trust.report_direct": N_("reported a payment made to the principal"),
    "trust.withdraw_direct": N_("withdrew a payment made to the principal"),
    "trust.remit": N_("made a remittance"),
    "collection.state_month": N_("told a principal his month"),
}
#: What waits for a person.
TASKS: Final[Mapping[str, str]] = {
    "trust.unknown": N_("Third-party money without a claim"),
    "trust.short": N_("Third-party money to make good"),
    "trust.old": N_("Third-party money that waits too long"),
    "trust.not_remitted": N_("Remittance not made"),
}
#: What a movement on a claim is.
KINDS: Final[Mapping[str, str]] = {
    "receipt": N_("Received"),
    "direct": N_("Paid to you"),
    "back": N_("Went back"),
    "refund": N_("Given back"),
}
#: Where money on the third-party account stands.
RECEIPTS: Final[Mapping[str, Standing]] = {
    "waiting": Standing("waiting", N_("Nobody's yet"), "warn"),
    "kept": Standing("kept", N_("For a claim"), "good"),
    "gone": Standing("gone", N_("Gone")),
}
#: How often money is passed on.
PERIODS: Final[Mapping[str, str]] = {
    "WEEKLY": N_("every week"),
    "MONTHLY": N_("every month"),
    "ON_DEMAND": N_("on demand"),
}
