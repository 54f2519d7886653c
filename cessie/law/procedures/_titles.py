"""What procedures have in common: the acts that can come at any time, and conditions that several ask for."""

from __future__ import annotations

from collections.abc import Collection

from cessie.law.procedures.machine import Condition, Move, anywhere
from cessie.lib.reasons import N_, Reason

#: Conditions of every procedure.
COMMON = {
    "covers_all": Condition("LAW-GEN-04", N_("The payment does not cover all that is owed with its costs.")),
    "no_insolvency": Condition("LAW-GEN-03", N_("Neither party may be in insolvency or reorganisation.")),
    "certain_and_due": Condition("LAW-GEN-01", N_("The debt must be certain and due, and not time-barred.")),
    "rate_published": Condition("LAW-GEN-02", N_("A provisional rate goes to no court: wait until it is published.")),
    "unpaid_balance": Condition("LAW-GEN-04", N_("Nothing is unpaid any more.")),
    "no_plan": Condition("LAW-GEN-04", N_("A payment plan is running.")),
}
PROCEDURE_LAW = Reason(
    "procedure.unverified",
    N_("The periods of this procedure come from general knowledge: a lawyer must confirm them before it is used."),
)


def at_any_time(states: Collection[str], served: Collection[str] = ()) -> dict[tuple[str, str], Move]:
    """Money and insolvency come wherever a case stands; until a title is ``served`` it may be withdrawn."""
    return {
        **{(state, "paid_in_part"): Move(state, "books", known_late=True) for state in states},
        **anywhere(states, "paid_in_full", Move("closed_paid", "books", needs=("covers_all",), known_late=True)),
        **anywhere(states, "insolvency", Move("stopped_concurrence", "house", known_late=True)),
        **anywhere([state for state in states if state not in served], "withdraw", Move("withdrawn", "house")),
    }
