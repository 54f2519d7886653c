"""The words for cases before lawyer, bailiff and court: what the trail says, tasks, and the parties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

ACTS: Final[Mapping[str, str]] = {
    "proceedings.open": N_("began a procedure"),
    "proceedings.report_file": N_("reported acts and costs by a file"),
    "proceedings.report": N_("reported an act of the procedure"),
    "proceedings.assign": N_("offered the case to a partner"),
    "proceedings.take": N_("took the case"),
    "proceedings.refuse": N_("refused the case"),
    "proceedings.cost": N_("asked for a cost"),
    "proceedings.decide_cost": N_("decided about a cost"),
    "proceedings.ask": N_("wrote in the case"),
    "proceedings.package": N_("took the package of the case along"),
    "proceedings.partner": N_("took a partner in"),
    "proceedings.end_partner": N_("ended a partner"),
    "proceedings.let_in": N_("let a partner's person in"),
    "proceedings.let_out": N_("let a partner's person in no more"),
    "proceedings.enter_tariff": N_("entered a tariff"),
    "proceedings.confirm_tariff": N_("confirmed a tariff"),
    "proceedings.drop_tariff": N_("dropped a tariff"),
}
TASKS: Final[Mapping[str, str]] = {
    "case.missing": N_("Dossier that goes to court without a case"),
    "case.unanswered": N_("Case without an answer"),
    "case.unassigned": N_("Case to be given to a partner"),
    "case.cost": N_("Cost above the tariff"),
    "case.question": N_("Question about a case"),
    "case.instalments": N_("Instalments asked in a case"),
    "case.tariff": N_("Tariff to confirm"),
}
#: Who has a case, who spoke.
ROLES: Final[Mapping[str, str]] = {
    "staff": N_("the house"),
    "lawyer": N_("Lawyer"),
    "bailiff": N_("Bailiff"),
    "debtor": N_("Debtor"),
}
#: How far an assignment, a cost or a row of the tariff is.
GIVEN: Final[Mapping[str, str]] = {
    "offered": N_("offered"),
    "accepted": N_("taken"),
    "refused": N_("refused"),
    "ended": N_("ended"),
    "asked": N_("to decide"),
    "agreed": N_("agreed"),
    "entered": N_("to confirm"),
    "confirmed": N_("in force"),
    "dropped": N_("dropped"),
}
#: Rights, as a person's page names them.
RIGHTS: Final[Mapping[str, str]] = {
    "proceedings.work": N_("work on cases before the court"),
    "proceedings.set": N_("set partners and their tariff"),
    "proceedings.decide": N_("decide about partners' costs and tariff"),
}
#: What the one who acts vouches for.
VOUCHED: Final[Mapping[str, str]] = {
    "solvency_acceptable": N_("The debtor's solvency is acceptable"),
    "register_opened": N_("The file in the central register is opened"),
    "evidence_attached": N_("The evidence is attached"),
    "reply_form_attached": N_("The reply form is attached"),
    "debtor_absent": N_("The debtor did not appear"),
    "provisionally_enforceable": N_("The judgment is enforceable at once"),
    "judgment_served": N_("The judgment was served"),
    "terms_agreed": N_("The debtor agreed to amount and terms"),
}
#: The amounts of a summons.
AMOUNTS: Final[Mapping[str, str]] = {
    "principal": N_("Principal"),
    "interest": N_("Interest and clause"),
    "given_up": N_("Given up above 10 %"),
    "costs": N_("Costs by law"),
    "total": N_("To be paid"),
}
