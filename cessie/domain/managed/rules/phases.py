"""Where a managed invoice stands on its way to being paid: derived from facts of several rooms, never stored.

>>> today = date(2026, 3, 31)
>>> phase(Standing(open=Money(100), due=date(2026, 3, 31)), today), phase(Standing(open=Money(0), due=today), today)
('not_due', 'paid')
>>> phase(Standing(open=Money(100), due=date(2026, 3, 1), step="reminded", disputed=True), today)
'disputed'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from cessie.lib.money import Money
from cessie.lib.reasons import N_

Phase = Literal["not_due", "due", "reminded", "disputed", "promised", "plan", "notice", "handed_over", "paid"]
#: What the ladder has done so far: nothing, a reminder, the notice of default, the hand-over.
Step = Literal["", "reminded", "notice", "handed_over"]

#: Each phase in the order of the way, with its name.
PHASES: Final[dict[Phase, str]] = {
    "not_due": N_("Not due"),
    "due": N_("Due"),
    "reminded": N_("Reminded"),
    "disputed": N_("Disputed"),
    "promised": N_("Promised"),
    "plan": N_("Paying by instalments"),
    "notice": N_("Given notice"),
    "handed_over": N_("Handed over"),
    "paid": N_("Paid"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one invoice: ``step`` from the ladder, the pauses from whoever grants them."""

    open: Money
    due: date
    step: Step = ""
    disputed: bool = False
    promised: bool = False
    plan: bool = False


def phase(known: Standing, on: date) -> Phase:
    """The one phase that says most. A pause says more than a step, for it is what happens now; an invoice that was
    handed over is in other hands, whatever else."""
    if known.open.cents <= 0:
        return "paid"
    if known.step == "handed_over":
        return "handed_over"
    if known.disputed:
        return "disputed"
    if known.plan:
        return "plan"
    if known.promised:
        return "promised"
    if known.step:
        return known.step
    return "due" if known.due < on else "not_due"
