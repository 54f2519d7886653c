"""What the pages of both sides show of a client's ledger: its proof in figures, and what does not follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from django.utils.translation import gettext as _

from cessie.domain.client_ledgers.models import BatchPart, Submission
from cessie.domain.client_ledgers.queries import parts_of
from cessie.domain.client_ledgers.rules.batch import BatchDocument, PartOutcome, tallies
from cessie.domain.client_ledgers.transferred import deed_of_ledger
from cessie.domain.invoices.queries import doubts
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason
from cessie.portals.frame.access import Visit
from cessie.portals.frame.lists import cut

#: What became of a document of a batch -> its word and tone.
OUTCOMES: Final[Mapping[PartOutcome, tuple[str, str]]] = {
    "taken": (N_("Came in as an invoice"), "good"),
    "known": (N_("Here before"), "info"),
    "refused": (N_("Refused"), "bad"),
}


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


def batch_of(request: Visit, row: Submission) -> dict[str, Any]:
    """The proof of a batch (how many documents became what, and their sums), and its documents, a page of them."""
    page = cut(request, parts_of(row))
    told = [
        BatchDocument(part, "", cast(PartOutcome, outcome), cents=cents, currency=currency)
        for part, outcome, cents, currency in parts_of(row).values_list("part", "outcome", "amount_cents", "currency")
    ]
    sums = tallies(told, row.currency)
    return {
        "row": row,
        "sums": [
            (*OUTCOMES[each.outcome], each.count, Money(each.cents, row.currency), each.unstated) for each in sums
        ],
        "total": (sum(e.count for e in sums), Money(sum(e.cents for e in sums), row.currency)),
        "page": page,
        "parts": [
            (part, *OUTCOMES[cast(PartOutcome, part.outcome)], _amount(part), _why(request, part)) for part in page
        ],
    }


def _amount(part: BatchPart) -> Money | None:
    return None if part.amount_cents is None else Money(part.amount_cents, part.currency)


def _why(request: Visit, part: BatchPart) -> list[Reason]:
    """Why nothing came of it; of one that was rejected what this reader may know of it."""
    if part.invoice_id is None or part.outcome != "refused":
        return part.why
    return [doubt.reason for doubt in doubts(viewer=request.viewer, invoice_id=part.invoice_id) if doubt.is_open]
