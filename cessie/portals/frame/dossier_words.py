"""The words for dossiers of the collection: states, acts, results, and what the trail and the timeline say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.domain.collection.rules.causes import CAUSES
from cessie.domain.collection.rules.states import WORDS
from cessie.lib.reasons import N_
from cessie.portals.frame.standing import Standing

_TONES: Final = {
    "amicable": "info", "promised": "good", "planned": "good", "disputed": "bad", "waiting_principal": "warn",
    "to_court": "bad", "closed_paid": "good", "closed_settled": "good",
}  # fmt: skip
STANDINGS: Final[Mapping[str, Standing]] = {
    code: Standing(code, label, _TONES.get(code, "")) for code, label in WORDS.items()
}

#: By which way it came.
SOURCES: Final[Mapping[str, str]] = {
    "hand_over": N_("handed over by the ladder"),
    "upload": N_("handed in by the principal"),
    "staff": N_("opened by the desk"),
}

#: What is done towards a debtor.
KINDS: Final[Mapping[str, str]] = {
    "letter": N_("letter"),
    "call": N_("call"),
    "sms": N_("text message"),
    "visit": N_("visit"),
}

#: How a letter speaks.
TONES: Final[Mapping[str, str]] = {
    "first": N_("first letter"),
    "firm": N_("firm letter"),
    "last": N_("last letter"),
    "before_court": N_("letter before court"),
}

#: What came of a call or a visit.
RESULTS: Final[Mapping[str, str]] = {
    "no_answer": N_("not reached"),
    "promise": N_("promises to pay"),
    "plan": N_("asks for instalments"),
    "dispute": N_("contests it"),
    "copy": N_("asks for copies"),
    "refuses": N_("refuses"),
    "insolvent": N_("says that he is insolvent"),
    "wrong_number": N_("wrong number"),
    "vulnerable": N_("is in distress"),
}

#: What the parts of a debt are called.
PARTS: Final[Mapping[str, str]] = {
    "principal": N_("Principal"),
    "interest": N_("Interest"),
    "costs": N_("Costs by law"),
    "extra": N_("Costs made"),
}

#: What a source says of a debtor.
FOUND: Final[Mapping[str, str]] = {
    "address": N_("Lives or works at another address"),
    "ceased": N_("No longer trades"),
    "insolvent": N_("Is insolvent"),
    "deceased": N_("Has passed away"),
    "guardian": N_("Is represented by a guardian or administrator"),
}

#: What happened in a dossier, in its timeline.
TURNS: Final[Mapping[str, str]] = {
    "open": N_("The dossier was opened"),
    "add": N_("Claims were taken in"),
    "take_out": N_("A claim was taken out"),
    "find_amicable": N_("Amicable collection"),
    "find_promised": N_("The debtor promised to pay"),
    "find_planned": N_("A plan of instalments runs"),
    "find_disputed": N_("The debtor contests it"),
    "ask_principal": N_("The principal was asked"),
    "answer_principal": N_("The principal answered"),
    "resume": N_("Collection goes on"),
    "go_to_court": N_("It goes to court"),
    "case_back": N_("The case came back"),
    "case_paid": N_("Paid in the case"),
    "case_stopped": N_("The case stopped"),
    "case_ended": N_("The case ended"),
    "pay": N_("Paid"),
    "settle": N_("Settled for less"),
    "recall": N_("Recalled by the principal"),
    "give_up": N_("Given up: cannot be collected"),
    "bar": N_("Time-barred"),
    "reopen": N_("Opened again"),
    "assign": N_("An agent was named"),
    "cause": N_("Why he does not pay"),
    "care": N_("To be treated with care"),
    "no_care": N_("No special care any more"),
    "note": N_("A note"),
    "cost": N_("Costs were added"),
    "drop_cost": N_("Costs were dropped"),
    "complain": N_("A complaint"),
    "answer_complaint": N_("The complaint was answered"),
    "act": N_("Done"),
    "drop_act": N_("Not done"),
    **{f"found_{what}": words for what, words in FOUND.items()},
}

#: Why a debtor does not pay.
LABELS: Final[Mapping[str, str]] = {code: cause.label for code, cause in CAUSES.items()}

#: Who is asked about a debtor.
SOURCES_ASKED: Final[Mapping[str, str]] = {
    "local-list": N_("The house's own list"),
    "kvk": N_("Dutch register of companies"),
    "recherche-entreprises": N_("French register of companies"),
    "insolvency-lookup": N_("Insolvency service"),
    "address-lookup": N_("Address service"),
}

TASKS: Final[Mapping[str, str]] = {
    "dossier.decide": N_("Dossier at the end of its track"),
    "dossier.principal": N_("Dossier that waits for its principal"),
    "dossier.complaint": N_("Complaint about a dossier"),
    "dossier.over": N_("Dossier paid too much"),
    "dossier.found": N_("Something found about a debtor"),
    "dossier.time_bar": N_("Claim that becomes time-barred"),
}
RIGHTS: Final[Mapping[str, str]] = {
    "collection.open": N_("open dossiers"),
    "collection.work": N_("work on dossiers"),
    "collection.close": N_("close dossiers"),
    "collection.set_contact": N_("propose limits of contact"),
    "collection.confirm_contact": N_("confirm limits of contact"),
}
ACTS: Final[Mapping[str, str]] = {
    "collection.open": N_("opened the dossier"),
    "collection.add": N_("took claims into the dossier"),
    "collection.take_out": N_("took a claim out of the dossier"),
    "collection.find_amicable": N_("found nothing that holds the dossier"),
    "collection.find_promised": N_("found a promise of the debtor"),
    "collection.find_planned": N_("found a plan of the debtor"),
    "collection.find_disputed": N_("found a dispute of the debtor"),
    "collection.ask_principal": N_("asked the principal"),
    "collection.resume": N_("let the collection go on"),
    "collection.go_to_court": N_("took the dossier to court"),
    "collection.pay": N_("closed the dossier as paid"),
    "collection.settle": N_("closed the dossier as settled"),
    "collection.recall": N_("recalled the dossier"),
    "collection.give_up": N_("gave the dossier up"),
    "collection.bar": N_("closed the dossier as time-barred"),
    "collection.reopen": N_("opened the dossier again"),
    "collection.assign": N_("named the agent"),
    "collection.set_cause": N_("noted why the debtor does not pay"),
    "collection.care": N_("noted special care"),
    "collection.note": N_("left a note in the dossier"),
    "collection.add_cost": N_("added costs to the dossier"),
    "collection.drop_cost": N_("dropped costs of the dossier"),
    "collection.complain": N_("noted a complaint"),
    "collection.answer_complaint": N_("answered the complaint"),
    "collection.plan_act": N_("planned an act towards the debtor"),
    "collection.do_act": N_("did an act towards the debtor"),
    "collection.drop_act": N_("dropped an act towards the debtor"),
    "collection.research": N_("asked about the debtor outside"),
    "collection.take_finding": N_("took over what was found about the debtor"),
    "collection.set_finding_aside": N_("set aside what was found about the debtor"),
    "collection.take_list": N_("took in a list of debtors"),
    "collection.set_contact": N_("wants other limits of contact"),
    "collection.confirm_contact": N_("confirmed the limits of contact"),
}
