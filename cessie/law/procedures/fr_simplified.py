"""The French simplified procedure for small debts, CPCE L125-1, R125-1 to R125-8.

Up to 5,000 euro of principal and interest the commissaire de justice invites the debtor, who has one month: only his
agreement on amount and terms gives a title; refusal or silence ends it. All costs stay with the creditor.
"""

from __future__ import annotations

from datetime import date, timedelta

from cessie.law.countries import country
from cessie.law.countries.fr import ORDER
from cessie.law.periods import ROLLED
from cessie.law.procedures._court import UNPAID
from cessie.law.procedures._titles import COMMON, at_any_time
from cessie.law.procedures.machine import Condition, Days, Move, Procedure
from cessie.lib.money import Money
from cessie.lib.reasons import N_

GUARD = "LAW-FR-05"
#: Principal and interest together (CPCE L125-1, R125-1).
LIMIT = Money(5_000_00)
RUNNING = ("preparing", "instructed", "invited", "agreed", "enforceable", "enforcement")


def invited(days: Days, on: date) -> Days:
    """One month to answer the invitation, as ``cessie law deadlines`` gives it."""
    last = country("FR").PROCEDURES["small_claims"]({"sent": on}, {}).dates["answer_until"]
    return {**days, "invited": on, "answer_until": last, "answer_passed": last + timedelta(days=1)}


PROCEDURE = Procedure(
    name="fr_simplified",
    country="FR",
    title=N_("French simplified procedure for small debts"),
    initial="preparing",
    moves={
        ("preparing", "instruct"): Move(
            "instructed", "house", needs=("no_insolvency", "certain_and_due", "contractual", "within_limit"),
            brings=("instruction", "claim_statement", "annexes"),
        ),
        ("instructed", "invited"): Move("invited", "bailiff", needs=("no_insolvency", "within_limit"), sets=invited),
        ("invited", "agreed"): Move(
            "agreed", "debtor", earliest="invited", latest="answer_until", known_late=True
        ),
        ("invited", "declined"): Move("ended_without_title", "debtor", earliest="invited", known_late=True),
        ("invited", "month_passes"): Move("ended_without_title", "clock", earliest="answer_passed"),
        ("agreed", "title_issued"): Move("enforceable", "bailiff", needs=("terms_agreed",)),
        ("enforceable", "enforced"): Move("enforcement", "bailiff", needs=UNPAID),
        **at_any_time(RUNNING, ("enforcement",)),
    },
    conditions={
        **COMMON,
        "contractual": Condition(GUARD, N_("The debt must come from a contract or a statute.")),
        "within_limit": Condition(GUARD, N_("Principal and interest exceed 5,000 euro.")),
        "terms_agreed": Condition(GUARD, N_("The debtor has not agreed to amount and terms.")),
    },
    guard=GUARD,
    sources=("CPCE L125-1", "CPCE R125-1 to R125-8"),
    unverified=(ORDER, ROLLED),
    leads_to={"ended_without_title": "fr_order"},
)  # fmt: skip
