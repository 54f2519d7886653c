"""What closed invoices beside money, what of money pays no invoice, and to whom it could belong: for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cessie.domain.contracts.models import Contract
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching.board import board_for, parts_of
from cessie.domain.matching.credit_off import left_of
from cessie.domain.matching.models import Receipt, Settlement, Split, Use
from cessie.domain.matching.refund import refund_key
from cessie.domain.matching.shortfall import client_debts
from cessie.domain.parties.payers import payers
from cessie.domain.parties.queries import names
from cessie.domain.payments.models import Order
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.lib.reasons import Reason

#: Contracts among which a person chooses whose account money belongs to.
MOST = 200


@dataclass(frozen=True, slots=True)
class SettlementFacts:
    """What closed part of an invoice: with a match, with a credit note, or by decision."""

    id: UUID
    kind: str
    amount: Money
    state: str
    note: str
    reasons: tuple[Reason, ...]
    match_id: UUID | None
    receipt_id: UUID | None
    invoice_id: UUID
    number: str
    made_by: str
    made_at: datetime
    agreed_by: str
    ended_by: str
    ended_note: str


@dataclass(frozen=True, slots=True)
class UseFacts:
    """What of a match pays no invoice, to whom it went, and its refund if one is ordered."""

    match_id: UUID
    kind: str
    amount: Money
    whose: str
    debtor_id: UUID | None
    order: Order | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody to whom money could belong: ``debt`` is what he owes on his current account."""

    id: UUID
    name: str
    debt: Money


@dataclass(frozen=True, slots=True)
class Expected:
    """What a debtor is expected to withhold."""

    scheme: str
    social: Money
    tax: Money
    blocked: Money
    note: str
    noted_by: str
    noted_at: datetime

    @property
    def amount(self) -> Money:
        """All that will not reach the house."""
        return self.social + self.tax + self.blocked


def settlements_of(viewer: Viewer, invoice_id: UUID) -> tuple[SettlementFacts, ...]:
    """What closed this invoice, oldest first; for a client only of his own."""
    rows = Settlement.objects.filter(invoice_id=invoice_id)
    return _settlements(viewer, rows)


def taken_off_by(viewer: Viewer, credit_note_id: UUID) -> tuple[SettlementFacts, ...]:
    """What a credit note was taken off after the purchase, oldest first."""
    return _settlements(viewer, Settlement.objects.filter(credit_note_id=credit_note_id))


def settlements_with(viewer: Viewer, receipt_id: UUID) -> tuple[SettlementFacts, ...]:
    """What came with the matches of a receipt."""
    return _settlements(viewer, Settlement.objects.filter(match__receipt_id=receipt_id))


def _settlements(viewer: Viewer, rows: object) -> tuple[SettlementFacts, ...]:
    found = rows.select_related("match", "invoice").order_by("made_at", "pk")  # type: ignore[attr-defined]  # a queryset
    if not viewer.sees_all:
        found = found.filter(invoice__client_id__in=viewer.client_ids)
    return tuple(
        SettlementFacts(
            id=row.pk, kind=row.kind, amount=Money(row.amount_cents, row.currency), state=row.state, note=row.note,
            reasons=tuple(Reason.from_json(reason) for reason in row.reasons), match_id=row.match_id,
            receipt_id=row.match.receipt_id if row.match else None, invoice_id=row.invoice_id,
            number=row.invoice.number, made_by=row.made_by, made_at=row.made_at, agreed_by=row.agreed_by,
            ended_by=row.ended_by, ended_note=row.ended_note,
        )
        for row in found
    )  # fmt: skip


def uses_of(viewer: Viewer, receipt_id: UUID) -> tuple[UseFacts, ...]:
    """What of a receipt pays no invoice and stands; staff only."""
    if not viewer.sees_all:
        return ()
    rows = list(Use.objects.filter(receipt_id=receipt_id, live=True).select_related("contract", "receipt"))
    called = names({key for row in rows for key in (row.debtor_id, row.contract and row.contract.client_id) if key})
    keys = {refund_key(row.match_id) for row in rows if row.kind == "overpayment"}
    orders = {order.key: order for order in Order.objects.filter(key__in=keys).select_related("payee")}
    return tuple(
        UseFacts(
            match_id=row.match_id, kind=row.kind, amount=Money(row.amount_cents, row.receipt.currency),
            whose=called.get(row.debtor_id or (row.contract.client_id if row.contract else row.pk), ""),
            debtor_id=row.debtor_id, order=orders.get(refund_key(row.match_id)),
        )
        for row in rows
    )  # fmt: skip


def debtors_for(viewer: Viewer, receipt_id: UUID) -> tuple[Owner, ...]:
    """Debtors whose money it could be: the payer by account or name, and whoever owes or owed what he points at."""
    if not viewer.sees_all:
        return ()
    receipt = Receipt.objects.select_related("line").get(pk=receipt_id)
    parts = parts_of(receipt)
    pointed = {UUID(item.debtor) for item in board_for(parts).items.values()}
    known = payers({part.iban for part in parts} - {""}, {part.name for part in parts} - {""})
    called = names(pointed | known)
    nothing = Money(0, receipt.currency)
    return tuple(
        Owner(key, called[key], nothing) for key in sorted(called, key=lambda key: (key not in known, called[key]))
    )


def contracts_for(viewer: Viewer, receipt_id: UUID) -> tuple[Owner, ...]:
    """Contracts on whose account it could belong, those of whoever holds the payer's account first."""
    if not viewer.sees_all:
        return ()
    receipt = Receipt.objects.select_related("line").get(pk=receipt_id)
    own = client_debts(receipt.line.counterparty_iban, receipt.currency) if receipt.line.counterparty_iban else {}
    rows = list(Contract.objects.filter(currency=receipt.currency).order_by("number")[:MOST])
    called = names({row.client_id for row in rows})
    debts = ledger.client_accounts([row.pk for row in rows], currency=receipt.currency)
    nothing = Money(0, receipt.currency)
    found = [Owner(row.pk, f"{called[row.client_id]} ({row.number})", max(nothing, debts[row.pk])) for row in rows]
    return tuple(sorted(found, key=lambda owner: (owner.id not in own, not owner.debt, owner.name)))


def expected(viewer: Viewer, invoice_id: UUID) -> Expected | None:
    """What the debtor is expected to withhold of an invoice; staff only."""
    row = Split.objects.filter(invoice_id=invoice_id, ended_at__isnull=True).first() if viewer.sees_all else None
    if row is None:
        return None
    parts = (Money(row.social_cents), Money(row.tax_cents), Money(row.blocked_cents))
    return Expected(row.scheme, *parts, row.note, row.noted_by, row.noted_at)


def credit_left(viewer: Viewer, note: Invoice) -> Money:
    """What of a credit note is taken off nothing yet."""
    return left_of(note) if viewer.sees_client(note.client_id) else Money(0, note.currency)
