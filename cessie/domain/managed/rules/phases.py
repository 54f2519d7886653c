"""Where a managed invoice stands on its way to being paid: derived from facts of several rooms, never stored.

>>> today = date(2026, 3, 31)
>>> phase(Money(100), today, today), phase(Money(100), date(2026, 3, 1), today), phase(Money(0), today, today)
('not_due', 'due', 'paid')
>>> phase(Money(100), date(2026, 3, 1), today, Marks(step="reminded", disputed=True))
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
Reached = Literal["", "reminded", "notice", "handed_over"]

#: Each phase in the order of the way, with its name.
PHASES: Final[dict[Phase, str]] = {
    "not_due": N_("Not due"),
    "due": N_("Past due"),
    "reminded": N_("Reminded"),
    "disputed": N_("Disputed"),
    "promised": N_("Promised"),
    "plan": N_("Paying by instalments"),
    "notice": N_("Given notice"),
    "handed_over": N_("Handed over"),
    "paid": N_("Paid"),
}
#: Those that follow from what is open and from the due date alone.
PLAIN: Final[tuple[Phase, ...]] = ("not_due", "due", "paid")


@dataclass(frozen=True, slots=True)
class Marks:
    """What other rooms know of an open invoice: how far the ladder came, and what pauses it."""

    step: Reached = ""
    disputed: bool = False
    promised: bool = False
    plan: bool = False


_NONE = Marks()


def phase(open_now: Money, due: date, on: date, marks: Marks = _NONE) -> Phase:
    """The one phase that says most. What pauses says more than a step, for it is what happens now; an invoice that was
    handed over is in other hands, whatever else."""
    if open_now.cents <= 0:
        return "paid"
    if marks.step == "handed_over":
        return "handed_over"
    if marks.disputed:
        return "disputed"
    if marks.plan:
        return "plan"
    if marks.promised:
        return "promised"
    return marks.step or ("due" if due < on else "not_due")
