"""The shape of a case before a judge: summons, hearing, judgment, service, the time to oppose, enforcement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from cessie.law.procedures._titles import at_any_time
from cessie.law.procedures.machine import Condition, Days, Move
from cessie.lib.reasons import N_

BEFORE = ("instructed", "summoned")
JUDGED = ("judged", "judged_by_default", "served", "opposed")
ENFORCING = ("enforcement",)
SUMMONED = ("no_insolvency", "certain_and_due", "rate_published", "evidence_attached")
UNPAID = ("no_insolvency", "unpaid_balance", "no_plan")


def conditions(guard: str) -> Mapping[str, Condition]:
    """What a court asks beside the conditions of every procedure."""
    return {
        "evidence_attached": Condition(guard, N_("The evidence is not attached to the summons.")),
        "provisionally_enforceable": Condition(guard, N_("The judgment does not say that it is enforceable at once.")),
        "debtor_absent": Condition(guard, N_("A default judgment needs a debtor who did not appear.")),
    }


def opposable(days: Days, on: date, last: date) -> Days:
    """A title that was served on a day and can be opposed until the ``last``."""
    return {**days, "served": on, "oppose_until": last, "oppose_passed": last + timedelta(days=1)}


def moves(served: Callable[[Days, date], Days], *, gap: int) -> dict[tuple[str, str], Move]:
    """The table from the summons on: ``gap`` days to the hearing; ``served`` gives the days to oppose the judgment."""
    opposed = Move("opposed", "debtor", earliest="served", latest="oppose_until", known_late=True)
    return {
        ("instructed", "summoned"): Move(
            "summoned", "bailiff", needs=SUMMONED, fixes="hearing", gap=gap, brings=("claim_statement", "annexes")
        ),
        ("summoned", "postponed"): Move("summoned", "court", fixes="hearing"),
        ("summoned", "judged_by_default"): Move(
            "judged_by_default", "court", needs=("debtor_absent",), earliest="hearing"
        ),
        ("summoned", "judged"): Move("judged", "court", earliest="hearing"),
        ("summoned", "dismissed"): Move("closed_judged", "court", earliest="hearing"),
        ("judged_by_default", "title_served"): Move("served", "bailiff", sets=served),
        ("judged", "title_served"): Move("served", "bailiff", sets=served),
        ("served", "opposed"): opposed,
        ("served", "enforced"): Move("enforcement", "bailiff", needs=UNPAID, earliest="oppose_passed"),
        ("served", "enforced_at_once"): Move(
            "enforcement", "bailiff", needs=(*UNPAID, "provisionally_enforceable"), earliest="served"
        ),
        ("opposed", "judged"): Move("judged", "court"),
        ("opposed", "dismissed"): Move("closed_judged", "court"),
        ("enforcement", "opposed"): opposed,
        **at_any_time((*BEFORE, *JUDGED, *ENFORCING), ENFORCING),
    }
