"""All that a match posts, as it stands in the tables; the same list names what its reversal undoes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from cessie.domain.invoices.payable import Payable
from cessie.domain.matching import postings
from cessie.domain.matching.models import Match, Receipt
from cessie.domain.matching.rules.disposal import Closing, Disposal, Elsewhere
from cessie.ledger.entry import Entry
from cessie.ledger.receivables import doubtful_of
from cessie.lib.days import booking_day
from cessie.lib.money import Money


def entries_of(match: Match, receipt: Receipt, invoices: Mapping[UUID, Payable], *, at: datetime) -> list[Entry]:
    """P08 for each invoice, what goes elsewhere, then what closes invoices beside the money."""
    line, day = receipt.line, booking_day(at)
    doubtful = doubtful_of(list(invoices), currency=receipt.currency)
    entries = postings.allocations(match.allocations.all(), line, invoices, doubtful, day)
    entries += postings.uses(match.uses.select_related("contract"), line, day)
    for row in match.settlements.order_by("invoice_id"):
        entries += postings.settlement(
            row, invoices[row.invoice_id], day=day, value=line.value_date, share=Decimal(100), doubtful=False
        )
    return entries


def stated(match: Match) -> Disposal:
    """What a match decided, as it stands in the tables."""
    currency = match.receipt.currency
    return Disposal(
        {row.invoice_id: Money(row.amount_cents, currency) for row in match.allocations.all()},
        {
            row.invoice_id: Closing(row.kind, Money(row.amount_cents, currency))  # type: ignore[arg-type]  # a constraint holds the kinds
            for row in match.settlements.all()
        },
        tuple(
            Elsewhere(row.kind, Money(row.amount_cents, currency), row.debtor_id, row.contract_id)  # type: ignore[arg-type]
            for row in sorted(match.uses.all(), key=lambda row: row.kind)
        ),
    )
