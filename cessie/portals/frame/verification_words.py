"""Words for samples, questions to debtors, findings and visits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.domain.verification.rules import kinds
from cessie.lib.reasons import N_
from cessie.portals.frame import onboarding_words

CHECKLIST: Final = kinds.CHECKLIST
DIFFERENCES: Final = kinds.DIFFERENCES
PROOF_KINDS: Final = kinds.PROOFS
VISIT_RESULTS: Final = kinds.RESULT_WORDS
WEIGHTS: Final = kinds.WEIGHTS

TASKS: Final[Mapping[str, str]] = {
    "verification.proof": N_("Proof to judge"),
    "verification.finding": N_("Finding to clear"),
    "verification.silent": N_("Customer did not answer"),
    "verification.visit": N_("Visit to a client"),
    "verification.figures": N_("Figures of the house to confirm"),
}
#: State of a document in a sample -> word and tone.
ITEM_STATES: Final[Mapping[str, tuple[str, str]]] = {
    "asked": (N_("Proof asked for"), "warn"),
    "handed_in": (N_("To be judged"), "info"),
    "good": (N_("Proven"), "good"),
    "wrong": (N_("Not right"), "bad"),
    "missing": (N_("Missing"), "bad"),
}
VERIFICATION_STATES: Final[Mapping[str, str]] = {
    "asked": N_("waits for an answer"),
    "agreed": N_("agrees"),
    "differs": N_("does not agree"),
    "unanswered": N_("no answer"),
    "open": N_("to be cleared"),
    "cleared": N_("cleared"),
    "planned": N_("planned"),
    "under_way": N_("under way"),
    "reported": N_("reported"),
    "cancelled": N_("cancelled"),
    "monthly": N_("of the month"),
    "extra": N_("extra"),
}
#: How a customer's answer about his balance came.
ANSWER_WAYS: Final[Mapping[str, str]] = {
    "page": N_("answered on his page"),
    "letter": N_("answered in writing"),
    "call": N_("answered on the telephone"),
}
#: Why a document was drawn, beside its amount.
WHY_DRAWN: Final[Mapping[str, str]] = {
    "new_debtor": N_("new customer"),
    "doubt": N_("held before"),
    "finding": N_("something was found before"),
}
POLICY_NAMES: Final[Mapping[str, str]] = {"sample": N_("Samples"), "score": N_("Entry score")}
RIGHTS: Final[Mapping[str, str]] = {
    **onboarding_words.RIGHTS,
    "verification.work": N_("draw samples and ask customers"),
    "verification.judge": N_("judge proofs and hold visits"),
    "verification.clear": N_("clear findings"),
    "verification.set_policy": N_("set the figures of samples and of the entry score"),
}
ACTS: Final[Mapping[str, str]] = {
    "verification.draw": N_("drew a sample"),
    "verification.hand_in": N_("handed in a proof"),
    "verification.good": N_("found the proof good"),
    "verification.wrong": N_("found the proof not right"),
    "verification.send_back": N_("asked for more proof"),
    "verification.miss": N_("noted that the proof is missing"),
    "verification.lapse": N_("noted that the customer did not answer"),
    "verification.find": N_("noted a finding"),
    "verification.clear": N_("cleared a finding"),
    "verification.enquire": N_("asked a customer about his balance"),
    "verification.answer": N_("noted the answer about a balance"),
    "verification.plan": N_("planned a visit"),
    "verification.begin_audit": N_("began a visit"),
    "verification.cancel_audit": N_("called a visit off"),
    "verification.point": N_("said what a visit saw"),
    "verification.report": N_("reported on a visit"),
    "verification.propose": N_("wants other figures of the house"),
    "verification.confirm_policy": N_("confirmed figures of the house"),
    "verification.decline_policy": N_("declined figures of the house"),
}
