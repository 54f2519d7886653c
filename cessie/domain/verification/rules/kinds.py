"""What is asked for, found and looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from cessie.lib.reasons import N_

#: What proves that an invoice is for something that was ordered and delivered.
PROOFS: Final[Mapping[str, str]] = {
    "order": N_("Order"),
    "delivery": N_("Signed delivery note"),
    "contract": N_("Contract"),
    "work": N_("Time sheet or report of work"),
    "confirmation": N_("The customer's own confirmation"),
    "other": N_("Something else"),
}
Severity = Literal["note", "hold"]
#: ``hold``: what it is about is not financed until somebody else clears it.
SEVERITIES: Final[tuple[Severity, ...]] = ("note", "hold")
WEIGHTS: Final[Mapping[str, str]] = {"note": N_("To be followed up"), "hold": N_("Not financed until it is cleared")}
#: What a visit found on a point of its checklist, in words.
RESULT_WORDS: Final[Mapping[str, str]] = {
    "good": N_("Good"),
    "remark": N_("Remark"),
    "bad": N_("Not good"),
    "none": N_("Not looked at"),
}
#: Why a debtor does not agree.
DIFFERENCES: Final[Mapping[str, str]] = {
    "paid": N_("It was paid"),
    "credited": N_("A credit note is missing"),
    "unknown": N_("The invoice is not known"),
    "not_delivered": N_("Not ordered or not delivered"),
    "price": N_("Price or quantity is wrong"),
    "other": N_("Something else"),
}
#: How an answer came: on the debtor's page, in writing, or in a call that a colleague made.
WAYS: Final = ("page", "letter", "call")
SAMPLES: Final = ("monthly", "extra")

RESULTS: Final[tuple[str, ...]] = ("good", "remark", "bad", "none")
#: What a visit looks at, in the order of the report.
CHECKLIST: Final[Mapping[str, str]] = {
    "orders": N_("Orders stand behind the invoices of the sample"),
    "deliveries": N_("Deliveries are signed for by the customer"),
    "ledger": N_("The debtors' ledger agrees with the general ledger"),
    "cut_off": N_("Invoices around the end of the period belong to it"),
    "credit_notes": N_("Credit notes after the period take nothing off that was financed"),
    "cash": N_("Customers pay on the agreed account and nowhere else"),
    "due_dates": N_("Numbers and due dates are not changed afterwards"),
    "related": N_("Companies of the same group are known and left out"),
    "contra": N_("What is owed to customers who are suppliers too is told"),
    "conditions": N_("Sales conditions let claims be assigned; no consignment, no right of return"),
    "reminders": N_("Customers are reminded as agreed"),
    "vat": N_("VAT returns agree with the turnover"),
    "taxes": N_("Taxes and social security are paid"),
}
