"""What somebody of the staff noted about a company that changes how its invoices are bought or collected.

>>> sorted(kind for kind in MARKS if MARKS[kind].of == "client")
['blocked_account', 'withholding']
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from cessie.lib.reasons import N_


@dataclass(frozen=True, slots=True)
class MarkKind:
    """``of``: whom it is noted about; ``percent``: whether it has a share."""

    of: Literal["client", "debtor"]
    words: str
    percent: bool = False


MARKS = {
    "assignment_ban": MarkKind("debtor", N_("His contracts forbid that claims on him are assigned")),
    "order_required": MarkKind("debtor", N_("He pays only with an order number or proof of delivery")),
    "consumer": MarkKind("debtor", N_("Consumer")),
    "sole_trader": MarkKind("debtor", N_("Sole trader or partner, a natural person")),
    "insolvent": MarkKind("debtor", N_("Insolvent: bankrupt, in judicial reorganisation or debt mediation")),
    "deceased": MarkKind("debtor", N_("Has died: only a person deals with the estate")),
    "minor": MarkKind("debtor", N_("A minor: only a person writes to the guardian")),
    "social": MarkKind("debtor", N_("In the care of a social service: no reminders, no direct debit")),
    "withholding": MarkKind("client", N_("Contractor with tax or social debts: debtors must withhold")),
    "blocked_account": MarkKind("client", N_("Debtors pay a share to his blocked account"), percent=True),
}

#: Notes on a debtor whom no machine writes to or debits: only a person deals with him.
ALONE: Final = ("insolvent", "deceased", "minor", "social")
