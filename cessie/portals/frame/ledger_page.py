"""What the pages of both sides show of a client's ledger: its proof in figures, and what does not follow."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cessie.domain.client_ledgers.models import Submission
from cessie.domain.client_ledgers.transferred import deed_of_ledger
from cessie.lib.money import Money
from cessie.lib.reasons import Reason


def proof_of(row: Submission) -> dict[str, Any]:
    """The roll-forward line by line with its signs, and the findings, those that hold it up first."""
    steps = (
        (_("Opening: the ledger before"), "", row.opening_cents),
        (_("New invoices"), "+", row.invoices_cents),
        (_("Credit notes"), "−", row.credit_notes_cents),
        (_("Money matched on the dedicated account"), "−", row.cash_cents),
        (_("Adjustments"), "−", row.adjustments_cents),
        (_("Not explained"), "−" if row.difference_cents < 0 else "+", abs(row.difference_cents)),
        (_("Closing: this ledger"), "=", row.closing_cents),
    )
    found = [(finding["holds"], Reason.from_json(finding)) for finding in row.findings]
    return {
        "row": row,
        "steps": [(label, sign, Money(cents, row.currency)) for label, sign, cents in steps],
        "holds": [reason for holds, reason in found if holds],
        "notes": [reason for holds, reason in found if not holds],
        "deed_id": deed_of_ledger(row.pk),
        "more": max(0, row.problems - sum(holds for holds, _reason in found)),
    }
