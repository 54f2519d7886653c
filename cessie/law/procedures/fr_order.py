"""The French order for payment (injonction de payer), CPC 1405 to 1425: an order on request, without a hearing.

The commissaire de justice serves it; the debtor has one month to oppose, and opposition brings the case to a hearing.
"""

from __future__ import annotations

from datetime import date

from cessie.law.countries import country
from cessie.law.countries.fr import ORDER
from cessie.law.periods import ROLLED
from cessie.law.procedures._court import UNPAID, opposable
from cessie.law.procedures._titles import COMMON, at_any_time
from cessie.law.procedures.machine import Condition, Days, Move, Procedure
from cessie.lib.reasons import N_

GUARD = "LAW-FR-04"
RUNNING = ("preparing", "requested", "ordered", "served", "opposed", "judged", "enforceable", "enforcement")


def served(days: Days, on: date) -> Days:
    """A month to oppose from service, as ``cessie law deadlines`` gives it."""
    return opposable(days, on, country("FR").PROCEDURES["order_to_pay"]({"served": on}, {}).dates["opposition_until"])


PROCEDURE = Procedure(
    name="fr_order",
    country="FR",
    title=N_("French order for payment"),
    initial="preparing",
    moves={
        ("preparing", "requested"): Move(
            "requested", "house", needs=("no_insolvency", "certain_and_due", "contractual", "rate_published"),
            brings=("instruction", "claim_statement", "annexes"),
        ),
        ("requested", "ordered"): Move("ordered", "court"),
        ("requested", "ordered_in_part"): Move("ordered", "court"),
        ("requested", "refused"): Move("court_route", "court"),
        ("ordered", "title_served"): Move("served", "bailiff", needs=("no_insolvency",), sets=served),
        ("served", "opposed"): Move("opposed", "debtor", earliest="served", latest="oppose_until", known_late=True),
        ("served", "month_passes"): Move("enforceable", "clock", earliest="oppose_passed"),
        ("enforceable", "opposed"): Move(
            "opposed", "debtor", earliest="served", latest="oppose_until", known_late=True
        ),
        ("enforceable", "enforced"): Move("enforcement", "bailiff", needs=UNPAID, earliest="oppose_passed"),
        ("opposed", "judged"): Move("judged", "court"),
        ("opposed", "dismissed"): Move("closed_judged", "court"),
        ("judged", "enforced"): Move("enforcement", "bailiff", needs=(*UNPAID, "judgment_served")),
        **at_any_time(RUNNING, ("enforcement",)),
    },
    conditions={
        **COMMON,
        "contractual": Condition(GUARD, N_("The debt must come from a contract or a statute.")),
        "judgment_served": Condition(GUARD, N_("The judgment on the opposition was not served.")),
    },
    guard=GUARD,
    sources=("CPC 1405 to 1425",),
    unverified=(ORDER, ROLLED),
)  # fmt: skip
