"""The credit desk's words for its checks, and for the states of its claims and requests; ``vocabulary`` shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_
from cessie.portals.frame import onboarding_words

#: Tasks of insurance and limits.
TASKS: Final[Mapping[str, str]] = {
    **onboarding_words.TASKS,
    "invoice.report": N_("To report to the insurer"),
    "limit.request": N_("Limit asked for"),
    "availability.over": N_("More in use than available"),
    "availability.call": N_("Call for what is too much in use"),
    "claim.waiting": N_("Claim: waiting period over"),
    "limit.lapsing": N_("Limit about to end"),
    "cover.unanswered": N_("Insurer did not answer"),
    "policy.noted": N_("Policy of a client to look at"),
    "limit.noted": N_("Limits of a client's insurer to look at"),
    "claim.untold": N_("Insurer was not told"),
    "claim.answered": N_("Insurer answered a claim"),
}

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

#: What was done with policies and the limits under them.
ACTS: Final[Mapping[str, str]] = {
    "availability.call": N_("proposed to ask back what is too much in use"),
    "availability.call_sent": N_("sent the call for what is too much in use"),
    "availability.call_dropped": N_("dropped the call for what is too much in use"),
    "availability.call_told": N_("mailed the call to the client"),
    "availability.call_set_off": N_("set off what was not paid by the last day"),
    "availability.call_covered": N_("ended the call: nothing is too much any more"),
    "credit.insure": N_("entered an insurance policy"),
    "credit.delegate": N_("noted a client's insurance policy"),
    "credit.confirm_policy": N_("confirmed a client's insurance policy"),
    "credit.decline_policy": N_("declined a client's insurance policy"),
    "credit.end_policy": N_("ended a client's insurance policy"),
    "credit.confirm_limits": N_("confirmed limits of a client's insurer"),
    "credit.decline_limits": N_("declined limits of a client's insurer"),
}

#: How far an unpaid document is on its way to the insurer.
DECLARED: Final[Mapping[str, str]] = {
    "soon": N_("Soon"),
    "due": N_("To be declared"),
    "late": N_("Too late: cover lost"),
    "on_the_way": N_("On its way to the insurer"),
    "declared": N_("Declared"),
    "declared_late": N_("Declared too late"),
}

#: How far something is that the insurer is told over his service.
TELLINGS: Final[Mapping[str, str]] = {
    "to_send": N_("Insurer will be told"),
    "sending": N_("Insurer is being told"),
    "told": N_("Insurer was told"),
    "failed": N_("Insurer did not take it"),
    "unsure": N_("No answer of the insurer"),
}

#: What an insurer says of a claim.
OUTCOMES: Final[Mapping[str, str]] = {
    "granted": N_("grants it"),
    "partly": N_("grants part of it"),
    "refused": N_("refuses it"),
}

#: The states of a claim on the insurer.
CLAIMS: Final[Mapping[str, str]] = {
    "filed": N_("Filed"),
    "accepted": N_("Accepted by the insurer"),
    "paid": N_("Indemnity paid"),
    "refused": N_("Refused by the insurer"),
    "withdrawn": N_("Withdrawn"),
}

#: The states of a call for what is too much in use.
CALLS: Final[Mapping[str, str]] = {
    "proposed": N_("Call waits for a second person"),
    "sent": N_("Client is asked to pay"),
    "set_off": N_("Last day over: is set off"),
    "covered": N_("Nothing is too much any more"),
    "dropped": N_("Call was dropped"),
}

#: Why a line of a ledger is not financed any more.
APART: Final[Mapping[str, str]] = {
    "doubtful": N_("Written down as doubtful"),
    "charged_back": N_("Went back to the client"),
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
