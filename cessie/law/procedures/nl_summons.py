"""The Dutch summons (dagvaarding), Rv 93 to 143: no order for payment exists.

A bailiff summons at least a week before the hearing (Rv 114). Up to 25,000 euro, interest to the day of the summons
included, the subdistrict judge decides and the parties may appear in person (Rv 93); above that a lawyer acts. Who does
not appear is judged by default (Rv 139), and has four weeks to oppose from service in person or, where it was not
served in person, from an act of enforcement that he knew of (Rv 143).
"""

from __future__ import annotations

from datetime import date

from cessie.law.countries import country
from cessie.law.procedures import _court
from cessie.law.procedures._titles import COMMON, at_any_time
from cessie.law.procedures.machine import Condition, Days, Move, Procedure
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

GUARD = "LAW-NL-05"
#: What the subdistrict judge decides, interest to the day of the summons included (Rv 93).
SUBDISTRICT = Money(25_000_00)
AT_ONCE = Reason(
    "procedure.nl_at_once",
    N_("When a Dutch judgment may be enforced before the time to oppose is over was not checked."),
)


def served(days: Days, on: date) -> Days:
    """Served in person: four weeks to oppose, extended to a working day."""
    return _court.opposable(
        days, on, country("NL").PROCEDURES["opposition"]({"served": on}, {}).dates["opposition_until"]
    )


def served_elsewhere(days: Days, on: date) -> Days:
    """Not served in person: the four weeks begin with an act that the debtor knows of, not with an older service."""
    return {**{name: day for name, day in days.items() if not name.startswith("oppose_")}, "served": on}


def enforced(days: Days, on: date) -> Days:
    """The first act of enforcement that the debtor knows of begins his four weeks, where service did not."""
    return days if "oppose_until" in days else {**served(days, on), "served": days["served"]}


def _moves() -> dict[tuple[str, str], Move]:
    table = _court.moves(served, gap=8)
    at_once = table["served", "enforced_at_once"]
    elsewhere = Move("served", "bailiff", sets=served_elsewhere)
    return {
        ("preparing", "instruct"): Move(
            "instructed", "house", needs=("no_insolvency", "certain_and_due", "notices_sent", "subdistrict"),
            brings=("instruction", "claim_statement", "annexes"),
        ),
        ("preparing", "escalate"): Move(
            "lawyer_review", "house", needs=("no_insolvency", "certain_and_due", "notices_sent"),
            brings=("instruction", "claim_statement", "annexes"),
        ),
        ("lawyer_review", "approve"): Move("instructed", "lawyer", needs=("no_insolvency", "certain_and_due")),
        ("lawyer_review", "reject"): Move("preparing", "lawyer"),
        **table,
        ("judged_by_default", "title_served_elsewhere"): elsewhere,
        ("judged", "title_served_elsewhere"): elsewhere,
        ("served", "enforced_at_once"): Move(
            at_once.leads, at_once.by, needs=at_once.needs, earliest="served", sets=enforced
        ),
        **at_any_time(("preparing", "lawyer_review")),
    }  # fmt: skip


PROCEDURE = Procedure(
    name="nl_summons",
    country="NL",
    title=N_("Dutch summons"),
    initial="preparing",
    moves=_moves(),
    conditions={
        **COMMON,
        **_court.conditions(GUARD),
        "notices_sent": Condition(GUARD, N_("No notice of default was sent before.")),
        "subdistrict": Condition(
            GUARD, N_("Above 25,000 euro with interest the district court decides: it needs a lawyer.")
        ),
    },
    guard=GUARD,
    sources=("Rv 93", "Rv 114", "Rv 139", "Rv 143", "Algemene termijnenwet, art. 1"),
    unverified=(AT_ONCE,),
)
