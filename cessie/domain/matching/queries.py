"""Receipts, matches and what is unallocated. Bank matters are the staff's; a client sees what paid its own invoices."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from cessie.domain.banking.models import Line
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching.models import Allocation, ClaimShare, Match, Receipt
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.chart import BOUGHT
from cessie.ledger.models import Balance
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: Keys made in one millisecond have no order of their own.
BY_AGE = ("invoice__due_date", "invoice__number", "pk")


@dataclass(frozen=True, slots=True)
class Share:
    """What of a match goes to one invoice, and to the interest and costs that were claimed beside it."""

    invoice_id: UUID
    number: str
    amount: Money
    beside: Money = Money(0)


@dataclass(frozen=True, slots=True)
class MatchFacts:
    """A match: posted, proposed, dropped or reversed."""

    id: UUID
    state: str
    rule: str
    score: Decimal
    shares: tuple[Share, ...]
    excess: Money
    reasons: tuple[Reason, ...]
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """Money that came in: what the bank says of it, what of it is unallocated, and its matches, newest first."""

    id: UUID
    line_id: UUID
    booked_date: date
    amount: Money
    left: Money
    payer_name: str
    payer_iban: str
    structured: str
    text: str
    matches: tuple[MatchFacts, ...]

    def pays(self, invoice_id: UUID) -> bool:
        """Whether a match that stands gives some of it to this invoice: what more it is to have needs that undone."""
        posted = (match for match in self.matches if match.state == "posted")
        return any(share.invoice_id == invoice_id for match in posted for share in match.shares)


@dataclass(frozen=True, slots=True)
class Payment:
    """What one receipt paid of an invoice."""

    invoice_id: UUID
    booked_date: date
    amount: Money
    payer_name: str
    rule: str
    at: datetime


def unmatched(viewer: Viewer) -> tuple[ReceiptFacts, ...]:
    """Receipts of which something is unallocated, oldest first, with the candidates; nothing but for the staff."""
    if not viewer.sees_all:
        return ()
    lines = ledger.open_references("2300")
    return _facts(Receipt.objects.filter(line_id__in=lines).order_by("line__booked_date", "pk"))


def to_look_at_again(bought_at: datetime, *, limit: int = 200) -> tuple[UUID, ...]:
    """Receipts with money left that nobody has looked at since something was bought; for jobs."""
    lines = ledger.open_references("2300")
    rows = Receipt.objects.filter(line_id__in=lines).filter(
        Q(looked_at__lt=bought_at) | Q(looked_at__isnull=True, received_at__lt=bought_at)
    )
    return tuple(rows.order_by("looked_at", "pk").values_list("pk", flat=True)[:limit])


def receipt(viewer: Viewer, receipt_id: UUID) -> ReceiptFacts:
    """One receipt; ``NotFound`` but for the staff."""
    found = _facts(Receipt.objects.filter(pk=receipt_id)) if viewer.sees_all else ()
    if not found:
        raise NotFound("matching.unknown_receipt", N_("There is no such receipt."))
    return found[0]


def receipts_of(viewer: Viewer, line_ids: Collection[UUID]) -> dict[UUID, ReceiptFacts]:
    """The receipts of bank lines, by line; nothing but for the staff."""
    if not viewer.sees_all:
        return {}
    return {facts.line_id: facts for facts in _facts(Receipt.objects.filter(line_id__in=line_ids))}


def could_be_returned(viewer: Viewer, lines: Collection[Line]) -> dict[UUID, tuple[ReceiptFacts, ...]]:
    """For each debit line the payments that it could take back: same account and amount, newest first; staff only."""
    if not viewer.sees_all:
        return {}
    debits = [line for line in lines if line.amount_cents < 0]
    rows = Receipt.objects.filter(
        amount_cents__in={-line.amount_cents for line in debits}, returned_line__isnull=True
    ).select_related("line__statement")
    found: dict[UUID, list[UUID]] = {line.pk: [] for line in debits}
    for row in rows.order_by("-line__booked_date", "-pk")[:200]:
        for line in debits:
            same = line.statement.account_id == row.line.statement.account_id
            if same and row.amount_cents == -line.amount_cents and row.line.booked_date <= line.booked_date:
                found[line.pk].append(row.pk)
    facts = {fact.id: fact for fact in _facts(Receipt.objects.filter(pk__in={k for ks in found.values() for k in ks}))}
    return {line: tuple(facts[key] for key in keys[:5]) for line, keys in found.items() if keys}


def returned_lately(viewer: Viewer) -> tuple[ReceiptFacts, ...]:
    """Payments that went back, the latest first: for what the bank charges for it; staff only."""
    if not viewer.sees_all:
        return ()
    rows = Receipt.objects.filter(returned_line__isnull=False).order_by("-returned_line__booked_date", "-pk")
    return _facts(rows[:20])


def payments_of(viewer: Viewer, invoice_ids: Collection[UUID]) -> tuple[Payment, ...]:
    """What was received on these invoices, oldest first: for a client only those of its own."""
    rows = Allocation.objects.filter(live=True, invoice_id__in=invoice_ids)
    if not viewer.sees_all:
        rows = rows.filter(invoice__client_id__in=viewer.client_ids)
    rows = rows.select_related("match", "receipt__line").order_by("receipt__line__booked_date", "pk")
    return tuple(
        Payment(
            row.invoice_id,
            row.receipt.line.booked_date,
            Money(row.amount_cents, row.receipt.currency),
            row.receipt.line.counterparty_name,
            row.match.rule,
            row.match.made_at,
        )
        for row in rows
    )


def _facts(rows: QuerySet[Receipt]) -> tuple[ReceiptFacts, ...]:
    """Five statements, however many receipts."""
    receipts = list(rows.select_related("line"))
    left = ledger.unallocated([row.line_id for row in receipts])
    matches: dict[UUID, list[Match]] = {row.pk: [] for row in receipts}
    for found in Match.objects.filter(receipt__in=receipts).order_by("-score", "-made_at", "pk"):
        matches[found.receipt_id].append(found)
    shares = _shares(receipts)
    return tuple(
        ReceiptFacts(
            id=row.pk,
            line_id=row.line_id,
            booked_date=row.line.booked_date,
            amount=Money(row.amount_cents, row.currency),
            left=left[row.line_id],
            payer_name=row.line.counterparty_name,
            payer_iban=row.line.counterparty_iban,
            structured=row.line.structured,
            text=row.line.text,
            matches=tuple(_match(found, row.currency, shares.get(found.pk, [])) for found in matches[row.pk]),
        )
        for row in receipts
    )


def _shares(receipts: Sequence[Receipt]) -> dict[UUID, list[Share]]:
    """What each match gives to invoices, the oldest first, with what it pays of the claims beside them."""
    found: dict[UUID, dict[UUID, Share]] = {}
    for row in Allocation.objects.filter(receipt__in=receipts).select_related("invoice").order_by(*BY_AGE):
        share = Share(row.invoice_id, row.invoice.number, Money(row.amount_cents, row.invoice.currency))
        found.setdefault(row.match_id, {})[row.invoice_id] = share
    claims = ClaimShare.objects.filter(receipt__in=receipts, given_up=False).select_related("invoice")
    for part in claims.order_by(*BY_AGE):
        of_match, amount = found.setdefault(part.match_id, {}), Money(part.amount_cents, part.invoice.currency)
        known = of_match.get(part.invoice_id) or Share(part.invoice_id, part.invoice.number, amount - amount)
        of_match[part.invoice_id] = replace(known, beside=known.beside + amount)
    return {key: list(of_match.values()) for key, of_match in found.items()}


def _match(found: Match, currency: str, shares: list[Share]) -> MatchFacts:
    return MatchFacts(
        id=found.pk,
        state=found.state,
        rule=found.rule,
        score=found.score,
        shares=tuple(shares),
        excess=Money(found.excess_cents, currency),
        reasons=tuple(Reason.from_json(reason) for reason in found.reasons),
        made_at=found.made_at,
        made_by=found.made_by,
    )


def may_be_paid(viewer: Viewer, *, text: str, limit: int = 20) -> tuple[Share, ...]:
    """Bought invoices with something open whose number holds ``text``: for a person who allocates; staff only."""
    if not viewer.sees_all:
        return ()
    open_ones = Balance.objects.filter(open=True, account__in=BOUGHT).values("invoice_id")
    rows = Invoice.objects.filter(pk__in=open_ones, number__icontains=text).order_by("due_date", "pk")[:limit]
    open_now = ledger.bought_amounts([row.pk for row in rows])
    return tuple(Share(row.pk, row.number, open_now[row.pk]) for row in rows)
