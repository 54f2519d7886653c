"""Words for companies that ask to be financed: tasks, acts, rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

TASKS: Final[Mapping[str, str]] = {
    "onboarding.decide": N_("Company asks to be financed"),
    "onboarding.agree": N_("Decision against the advice"),
    "onboarding.quote_to_send": N_("Quote to be sent"),
    "onboarding.quote_accepted": N_("Quote accepted"),
}
RIGHTS: Final[Mapping[str, str]] = {
    "onboarding.assess": N_("score companies that ask to be financed"),
    "onboarding.decide": N_("decide on companies that ask to be financed"),
}
ACTS: Final[Mapping[str, str]] = {
    "onboarding.take_in": N_("noted a company that asks to be financed"),
    "onboarding.join": N_("said which client the company became"),
    "onboarding.assess": N_("worked out an entry score"),
    "onboarding.note_chart": N_("found accounts of the company without a code"),
    "onboarding.say_chart": N_("said what accounts of the company are"),
    "onboarding.show": N_("showed a customer to the house"),
    "onboarding.override": N_("wants to decide against the advice"),
    "onboarding.decline": N_("did not agree to a decision against the advice"),
    "onboarding.accept": N_("accepted the company as a client"),
    "onboarding.refuse": N_("turned the company down"),
    "onboarding.quote": N_("drafted a quote"),
    "onboarding.quote_sent": N_("sent a quote"),
    "onboarding.quote_replaced": N_("put a quote out of force by a newer one"),
    "onboarding.quote_accepted": N_("accepted the quote"),
    "onboarding.quote_declined": N_("declined the quote"),
    "onboarding.quote_lapsed": N_("the quote's day was over"),
    "onboarding.quote_taken": N_("made client and contract from a quote"),
}
