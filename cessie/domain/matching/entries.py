"""All that a match posts, as it stands in the tables; the same list names what its reversal undoes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from cessie.domain.invoices.payable import Payable
from cessie.domain.matching import postings
from cessie.domain.matching.imputing import terms_of_late
from cessie.domain.matching.models import Match, Receipt
from cessie.domain.matching.rules.disposal import Closing, Disposal, Elsewhere
from cessie.law.imputation import Beside
from cessie.ledger.entry import Entry
from cessie.ledger.receivables import doubtful_of
from cessie.lib.days import booking_day
from cessie.lib.money import Money


def entries_of(match: Match, receipt: Receipt, invoices: Mapping[UUID, Payable], *, at: datetime) -> list[Entry]:
    """P08 for each invoice, what goes elsewhere, then what closes invoices beside the money."""
    line, day = receipt.line, booking_day(at)
    doubtful = doubtful_of(list(invoices), currency=receipt.currency)
    entries = postings.allocations(match.allocations.all(), line, invoices, doubtful, day)
    entries += claims_of(match, receipt, invoices, day)
    entries += postings.uses(match.uses.select_related("contract"), line, day)
    for row in match.settlements.order_by("invoice_id"):
        entries += postings.settlement(
            row, invoices[row.invoice_id], day=day, value=line.value_date, share=Decimal(100), doubtful=False
        )
    return entries


def claims_of(match: Match, receipt: Receipt, invoices: Mapping[UUID, Payable], day: date) -> list[Entry]:
    """P35 and P42 of a match, to whom the contract of each invoice gives them."""
    rows = list(match.claims.all())
    theirs = {row.invoice_id for row in rows if terms_of_late(invoices[row.invoice_id], day).income == "CLIENT"}
    return postings.claims(rows, receipt.line, invoices, theirs, day)


def stated(match: Match) -> Disposal:
    """What a match decided, as it stands in the tables."""
    currency = match.receipt.currency
    return Disposal(
        {row.invoice_id: Money(row.amount_cents, currency) for row in match.allocations.all()},
        {
            row.invoice_id: Closing(row.kind, Money(row.amount_cents, currency))  # type: ignore[arg-type]  # a constraint holds the kinds
            for row in match.settlements.all()
        },
        _beside(match, given_up=False),
        _beside(match, given_up=True),
        tuple(
            Elsewhere(row.kind, Money(row.amount_cents, currency), row.debtor_id, row.contract_id)  # type: ignore[arg-type]
            for row in sorted(match.uses.all(), key=lambda row: row.kind)
        ),
    )


def _beside(match: Match, *, given_up: bool) -> dict[UUID, Beside]:
    """What of a match pays claims beside each invoice, or gives them up."""
    found: dict[UUID, Beside] = {}
    for row in match.claims.all():
        if row.given_up == given_up:
            amount = Money(row.amount_cents, match.receipt.currency)
            part = Beside(interest=amount) if row.part == "interest" else Beside(costs=amount)
            found[row.invoice_id] = found.get(row.invoice_id, Beside()) + part
    return found
