"""What money and settlements are for: the kinds, the posting rule of each, and who bears it.

Money that pays no invoice (``USES``): some cents over within the tolerance (P20), too much or twice (P18), what a
client passes on or owes (P08), what repays advances on pledged invoices (P08), money for an invoice that the house did
not buy (P21).

What closes an invoice without money (``SETTLING``): a credit note (P13), an early-payment discount, a withholding by
law, a short payment that was granted (P14), money that the debtor paid to the client (P16): all of these the client
bears. A few cents the house bears (P20). A rest that the debtor does not pay goes back to the client as far as he bears
the risk (P15), and is the house's loss as far as it does (P22, P25).
"""

from __future__ import annotations

from typing import Literal

UseKind = Literal["small_difference", "overpayment", "client_debt", "advance", "not_bought"]
USES: tuple[UseKind, ...] = ("small_difference", "overpayment", "client_debt", "advance", "not_bought")

SettlingKind = Literal[
    "credit_note",
    "discount_taken",
    "statutory_withholding",
    "short_payment",
    "indirect_payment",
    "small_difference",
    "unpaid",
]
SETTLING: tuple[SettlingKind, ...] = (
    "credit_note",
    "discount_taken",
    "statutory_withholding",
    "short_payment",
    "indirect_payment",
    "small_difference",
    "unpaid",
)
#: What comes together with money, as the reason why the payment is short.
WITH_MONEY: tuple[SettlingKind, ...] = ("small_difference", "discount_taken", "statutory_withholding", "short_payment")
#: What a person decides about the rest of an invoice.
BY_DECISION: tuple[SettlingKind, ...] = (
    "indirect_payment",
    "discount_taken",
    "statutory_withholding",
    "short_payment",
    "unpaid",
)
