"""The Belgian summons for uncontested money debts (IOS), Judicial Code art. 1394/20 to 1394/27.

A lawyer tests the nine conditions, a bailiff serves the summons; the debtor has a month to pay, to ask for instalments
or to contest. Eight days after the month the bailiff draws the record of non-contestation, which a magistrate makes
enforceable. The month is rolled to a working day, the later and safe reading (``cessie law deadlines``, ``ios``).
"""

from __future__ import annotations

from datetime import date, timedelta

from cessie.law.countries import country
from cessie.law.ios import CONDITIONS, SOURCES
from cessie.law.periods import ROLLED
from cessie.law.procedures._titles import COMMON, at_any_time
from cessie.law.procedures._uncontested import ELIGIBLE, STANDS_STILL, UNREASONED, to_the_title
from cessie.law.procedures.machine import Condition, Days, Move, Procedure
from cessie.lib.reasons import N_

CHECKED = "LAW-BE-06"


def served(days: Days, on: date) -> Days:
    """The month to reply, and the day from which the record can be drawn, as ``cessie law deadlines`` gives them."""
    dates = country("BE").PROCEDURES["ios"]({"served": on}, {}).dates
    return {
        "served": on,
        "month_ends": dates["month_ends"],
        "reply_until": dates["reply_until"],
        "reply_passed": dates["reply_until"] + timedelta(days=1),
        "record_earliest": dates["record_earliest"],
    }


PROCEDURE = Procedure(
    name="be_ios",
    country="BE",
    title=N_("Summons for uncontested debts (IOS)"),
    initial="amicable",
    moves={
        ("amicable", "escalate"): Move(
            "lawyer_review", "house", needs=(*ELIGIBLE, "notices_sent"), brings=("instruction", "claim_statement")
        ),
        ("lawyer_review", "approve"): Move("bailiff_assigned", "lawyer", needs=(*ELIGIBLE, "within_cap", "by_lawyer")),
        ("lawyer_review", "reject"): Move("amicable", "lawyer"),
        ("lawyer_review", "reject_to_court"): Move("court_route", "lawyer"),
        ("bailiff_assigned", "give_back"): Move("lawyer_review", "bailiff"),
        **to_the_title(served, "BE", leave="court_route"),
        **at_any_time(("amicable", "lawyer_review")),
    },
    conditions={
        **COMMON,
        **{name: Condition(CHECKED, words, number) for name, number, words in CONDITIONS},
        "within_cap": Condition(
            CHECKED, N_("Interest and penalty clause together stay within 10 % of the principal."), "G8"
        ),
        "notices_sent": Condition(CHECKED, N_("No notice of default was sent before.")),
        "solvency_acceptable": Condition(CHECKED, N_("The bailiff has not found the debtor solvent enough.")),
        "register_opened": Condition(CHECKED, N_("No file was opened in the central register.")),
        "evidence_attached": Condition(CHECKED, N_("The evidence is not attached to the summons.")),
        "reply_form_attached": Condition(CHECKED, N_("The reply form is not attached to the summons.")),
    },
    guard="LAW-BE-07",
    sources=SOURCES,
    unverified=(ROLLED, STANDS_STILL, UNREASONED),
    leads_to={"court_route": "be_court", "closed_contested": "be_court"},
)
