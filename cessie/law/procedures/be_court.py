"""The Belgian court route: a summons before the enterprise court, for what the IOS cannot carry or was contested.

The choice between the two is the creditor's (Ghent Court of Appeal, 24 March 2017, 2017/AR/153). The periods, eight
days to the hearing and one month to oppose or appeal, are general knowledge: a lawyer must confirm them.
"""

from __future__ import annotations

from datetime import date

from cessie.law.periods import ROLLED
from cessie.law.procedures import _court
from cessie.law.procedures._titles import COMMON, PROCEDURE_LAW, at_any_time
from cessie.law.procedures.machine import Condition, Days, Move, Procedure
from cessie.lib.calendars import working_day_from
from cessie.lib.days import add_months
from cessie.lib.reasons import N_

GUARD = "LAW-BE-08"


def served(days: Days, on: date) -> Days:
    """A month to oppose a default judgment or to appeal, rolled to a working day."""
    return _court.opposable(days, on, working_day_from("BE", add_months(on, 1)))


PROCEDURE = Procedure(
    name="be_court",
    country="BE",
    title=N_("Summons before the Belgian court"),
    initial="preparing",
    moves={
        ("preparing", "escalate"): Move(
            "lawyer_review", "house", needs=("no_insolvency", "certain_and_due", "notices_sent"),
            brings=("instruction", "claim_statement", "annexes"),
        ),
        ("lawyer_review", "approve"): Move("instructed", "lawyer", needs=("no_insolvency", "certain_and_due")),
        ("lawyer_review", "reject"): Move("preparing", "lawyer"),
        **_court.moves(served, gap=9),
        **at_any_time(("preparing", "lawyer_review")),
    },
    conditions={
        **COMMON,
        **_court.conditions(GUARD),
        "notices_sent": Condition(GUARD, N_("No notice of default was sent before.")),
    },
    guard=GUARD,
    sources=("Judicial Code, art. 707 (unverified)", "Judicial Code, art. 1048 and 1051 (unverified)"),
    unverified=(PROCEDURE_LAW, ROLLED),
)  # fmt: skip
