"""Words of tasks: what they bring as evidence, and how the program says that their cause was dealt with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

#: The names of what a task brings as evidence.
EVIDENCE: Final[Mapping[str, str]] = {
    "order": N_("Order"),
    "text": N_("Text"),
    "name": N_("Name"),
    "note": N_("Note"),
    "line": N_("Bank line"),
    "lines": N_("Lines"),
    "account": N_("Account"),
    "payee": N_("Payee"),
    "iban": N_("IBAN"),
    "amount": N_("Amount"),
    "cents": N_("Cents"),
    "amount_cents": N_("Cents"),
    "currency": N_("Currency"),
    "key": N_("Key"),
    "booked": N_("Booked"),
    "reference": N_("Reference"),
    "batch": N_("Batch"),
    "queue": N_("Queue"),
    "rule": N_("Rule"),
}

#: How the program says that a task's cause was dealt with; what a person said stands as he said it.
DECISIONS: Final[Mapping[str, str]] = {
    "gone": N_("it waits no more"),
    "offered": N_("offered"),
    "released": N_("released"),
    "ordered": N_("ordered"),
    "paid with another": N_("paid with another"),
    "assigned": N_("given to its claim"),
    "taken back": N_("went back"),
    "bank charge": N_("a charge of the bank"),
    "remitted": N_("passed on"),
    "sent": N_("sent"),
    "accepted": N_("accepted"),
    "rejected": N_("declined"),
    "dismissed": N_("dismissed"),
    "chained": N_("took its place in the chain"),
    "booked": N_("booked"),
    "ordered again": N_("ordered again"),
    "new offer": N_("new offer"),
    "refunded": N_("refunded"),
}
