"""What somebody of the staff noted about a company that changes how its invoices are bought.

>>> sorted(kind for kind in MARKS if MARKS[kind].of == "client")
['blocked_account', 'withholding']
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
    "withholding": MarkKind("client", N_("Contractor with tax or social debts: debtors must withhold")),
    "blocked_account": MarkKind("client", N_("Debtors pay a share to his blocked account"), percent=True),
}
