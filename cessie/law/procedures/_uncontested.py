"""The shape of a procedure for uncontested debts: a month to reply, eight days more, a record, a title.

The Belgian summons (IOS) has it; the French bill copies it. The reply period stands still from the day on which the
debtor asks for instalments until the request is refused or the plan fails: no article says so, the later day is safe.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from cessie.law.procedures._titles import at_any_time
from cessie.law.procedures.machine import Days, Move, anywhere
from cessie.lib.calendars import working_day_from
from cessie.lib.reasons import N_, Reason

EIGHT, ONE = timedelta(days=8), timedelta(days=1)
STANDS_STILL = Reason(
    "procedure.stands_still",
    N_("Whether the month stands still while instalments are asked or paid was not checked: the later day is safe."),
)
UNREASONED = Reason(
    "procedure.unreasoned", N_("Whether a contest without a reason counts was not checked: a lawyer decides.")
)
ELIGIBLE = ("both_registered", "business_debt", "no_authority", "no_insolvency", "contractual", "certain_and_due",
            "undisputed")  # fmt: skip
RECHECKED = ("no_insolvency", "certain_and_due", "undisputed")
ATTACHED = ("solvency_acceptable", "register_opened", "evidence_attached", "reply_form_attached")
#: A reply that reached the bailiff in time counts, also where it is heard of after the month.
BEFORE_TITLE = ("cooling", "record_ready", "record_drawn", "at_magistrate", "contest_doubtful")
#: Here the summons is served; nobody withdraws a case alone once enforcement has begun.
ENFORCING = ("enforcement", "suspended_by_court")
#: The states from the service of the summons on, in which money and misfortune can come.
RUNNING = ("bailiff_assigned", "summons_served", "plan_proposed", "plan_active", "contest_doubtful", "cooling",
           "record_ready", "record_drawn", "at_magistrate", "enforceable", *ENFORCING)  # fmt: skip


def reply_until(days: Days, last: date) -> Days:
    """The days that follow from the last day to reply."""
    return {**days, "reply_until": last, "reply_passed": last + ONE, "record_earliest": last + EIGHT}


def still(country: str) -> Callable[[Days, date], Days]:
    """A request for instalments came to nothing: the month goes on with the days that were left of it."""

    def goes_on(days: Days, on: date) -> Days:
        rest = {name: day for name, day in days.items() if name != "asked"}
        return reply_until(rest, working_day_from(country, days["reply_until"] + (on - days["asked"])))

    return goes_on


def asked(days: Days, on: date) -> Days:
    """The day of the request, from which on the month stands still."""
    return {**days, "asked": on}


def to_the_title(served: Callable[[Days, date], Days], country: str, *, leave: str) -> dict[tuple[str, str], Move]:
    """The table from the service of the summons to enforcement; ``leave`` is the state of who leaves for the court."""
    fails = still(country)

    def replies(leads: str, sets: Callable[[Days, date], Days] | None = None) -> Move:
        return Move(leads, "debtor", earliest="served", latest="reply_until", known_late=True, sets=sets)

    contested, asks = replies("closed_contested"), replies("plan_proposed", asked)
    return {
        ("bailiff_assigned", "served"): Move(
            "summons_served", "bailiff", needs=(*RECHECKED, *ATTACHED), sets=served,
            brings=("claim_statement", "annexes", "reply_form"),
        ),
        ("summons_served", "instalments_asked"): asks,
        ("summons_served", "contested"): contested,
        ("summons_served", "contested_in_part"): replies("summons_served"),
        ("summons_served", "contested_without_reason"): replies("contest_doubtful"),
        ("contest_doubtful", "found_contested"): Move("closed_contested", "lawyer"),
        ("contest_doubtful", "found_not_contested"): Move("summons_served", "lawyer"),
        ("plan_proposed", "plan_accepted"): Move("plan_active", "house"),
        ("plan_proposed", "plan_refused"): Move("summons_served", "house", sets=fails),
        ("plan_active", "instalment_missed"): Move("summons_served", "books", sets=fails),
        ("summons_served", "month_passes"): Move("cooling", "clock", earliest="reply_passed"),
        **anywhere(BEFORE_TITLE, "contested", contested),
        **anywhere(("cooling", "record_ready"), "instalments_asked", asks),
        ("cooling", "eight_days_pass"): Move("record_ready", "clock", earliest="record_earliest"),
        ("record_ready", "record_drawn"): Move(
            "record_drawn", "bailiff", needs=("unpaid_balance", "no_plan", "undisputed", "no_insolvency"),
            earliest="record_earliest",
        ),
        ("record_drawn", "record_submitted"): Move("at_magistrate", "bailiff"),
        ("at_magistrate", "declared_enforceable"): Move("enforceable", "court", needs=("no_insolvency",)),
        ("at_magistrate", "refused_to_redo"): Move("record_ready", "court"),
        ("at_magistrate", "refused"): Move(leave, "court"),
        ("enforceable", "title_served"): Move("enforcement", "bailiff", needs=("no_insolvency", "unpaid_balance")),
        **anywhere(("enforceable", "enforcement"), "petition", Move("suspended_by_court", "debtor")),
        ("suspended_by_court", "judged_to_go_on"): Move("enforcement", "court"),
        ("suspended_by_court", "judged_to_end"): Move("closed_judged", "court"),
        **at_any_time(RUNNING, ENFORCING),
    }  # fmt: skip
