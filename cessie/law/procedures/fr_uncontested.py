"""The French bill on uncontested commercial invoices (no. 187, 2025-2026, CPCE L126-1 ff.): present, and off.

The Senate adopted it on 29 January 2026; that it was enacted was not found. It copies the Belgian shape: a
commissaire de justice serves an order to pay, a month, a record eight days later at the earliest, made enforceable by
the clerk of the commercial court. To switch it on: take ``off`` away once a lawyer confirmed the text that is law.
"""

from __future__ import annotations

from datetime import date

from cessie.law.periods import ROLLED
from cessie.law.procedures._titles import COMMON, PROCEDURE_LAW, at_any_time
from cessie.law.procedures._uncontested import ELIGIBLE, STANDS_STILL, UNREASONED, reply_until, to_the_title
from cessie.law.procedures.machine import Condition, Days, Move, Procedure
from cessie.lib.calendars import working_day_from
from cessie.lib.days import add_months
from cessie.lib.reasons import N_, Reason

GUARD = "LAW-FR-06"
WORDS = {
    "both_registered": N_("Both parties must be merchants."),
    "business_debt": N_("The debt must come from the activity of an undertaking."),
    "no_authority": N_("Neither party may be a public authority."),
    "contractual": N_("The debt must come from a contract or a statute."),
    "undisputed": N_("The debt must not be disputed."),
    "solvency_acceptable": N_("The bailiff has not found the debtor solvent enough."),
    "register_opened": N_("No file was opened in the central register."),
    "evidence_attached": N_("The evidence is not attached to the summons."),
    "reply_form_attached": N_("The reply form is not attached to the summons."),
}


def served(days: Days, on: date) -> Days:
    """A month to reply, rolled to a working day; the record eight days later."""
    ends = add_months(on, 1)
    return reply_until({"served": on, "month_ends": ends}, working_day_from("FR", ends))


PROCEDURE = Procedure(
    name="fr_uncontested",
    country="FR",
    title=N_("French procedure for uncontested commercial invoices"),
    initial="amicable",
    moves={
        ("amicable", "instruct"): Move(
            "bailiff_assigned", "house", needs=ELIGIBLE, brings=("instruction", "claim_statement", "annexes")
        ),
        **to_the_title(served, "FR", leave="court_route"),
        **at_any_time(("amicable",)),
    },
    conditions={**COMMON, **{name: Condition(GUARD, words) for name, words in WORDS.items()}},
    guard=GUARD,
    sources=("Bill no. 187 (2025-2026)", "CPCE L126-1 ff. (bill)"),
    unverified=(PROCEDURE_LAW, ROLLED, STANDS_STILL, UNREASONED),
    leads_to={"court_route": "fr_order", "closed_contested": "fr_order"},
    off=Reason(
        "procedure.off", N_("This French procedure is a bill that is not in force as far as is known.")
    ),
)  # fmt: skip
