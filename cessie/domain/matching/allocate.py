"""Let received money pay invoices (P08): found by a rule, or decided by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.payable import Payable, lock
from cessie.domain.matching.models import Allocation, Match, Receipt
from cessie.domain.matching.rules.states import MATCH
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.post import post
from cessie.ledger.rules import receipts
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal


class TooMuch(Refusal):
    """More would be allocated than is unallocated of the receipt, or open on an invoice."""


class AlreadyAllocated(Refusal):
    """The receipt pays this invoice already, with another amount: that match is reversed first."""


def allocate(
    *,
    receipt_id: UUID,
    allocations: Mapping[UUID, Money],
    rule: str = "person",
    reasons: Sequence[Reason] = (),
    score: Decimal = Decimal(1),
    by: Viewer,
    at: datetime,
) -> Match:
    """Post what of a receipt goes to which invoice, in cents by invoice; what is left stays unallocated (2300).

    The same allocations again give the match that was made; proposals that were waiting are dropped, and the task is
    closed when nothing is left. Locks: the receipt, then the invoices in the order of their keys.
    Refused: nothing or less than a cent for an invoice, more than is unallocated or open (``TooMuch``), an invoice
    that the receipt pays already (``AlreadyAllocated``), one that is not there or not bought, an unknown receipt.
    """
    by.require("matching.decide")
    if not allocations or any(amount.cents <= 0 for amount in allocations.values()):
        raise Refusal("matching.no_amount", N_("Say for each invoice how much of the money goes to it."))
    with transaction.atomic():
        receipt = lock_receipt(receipt_id)
        invoices = {invoice.id: invoice for invoice in lock(allocations)}
        same = _made_before(receipt, allocations)
        if same is not None:
            return same
        _require_room(receipt, allocations, invoices)
        match = Match.objects.create(
            receipt=receipt,
            state=MATCH.after(MATCH.initial, "post"),
            rule=rule,
            score=score,
            reasons=[reason.to_json() for reason in reasons],
            excess_cents=_left(receipt).cents - sum(amount.cents for amount in allocations.values()),
            made_at=at,
            made_by=by.key,
            posted_at=at,
        )
        Allocation.objects.bulk_create(
            Allocation(match=match, receipt=receipt, invoice_id=key, amount_cents=allocations[key].cents, live=True)
            for key in sorted(allocations)
        )
        post(_entries(match, receipt, allocations, invoices, at), by=by.key, at=at)
        _settle_doubts(receipt, match, by, at)
        facts = {"rule": rule, "receipt": receipt.pk, "invoices": {str(k): v for k, v in allocations.items()}}
        record(action="matching.allocate", subject=match, by=by, at=at, data=facts)
    return match


def lock_receipt(receipt_id: UUID) -> Receipt:
    """The receipt with its bank line, under its row lock; ``NotFound`` where there is none."""
    receipt = Receipt.objects.select_related("line").select_for_update(of=("self",)).filter(pk=receipt_id).first()
    if receipt is None:
        raise NotFound("matching.unknown_receipt", N_("There is no such receipt."))
    return receipt


def task_key(receipt: Receipt) -> str:
    """The key of the task that a receipt has while part of it is unallocated."""
    return f"line.unmatched:{receipt.line_id}"


def _left(receipt: Receipt) -> Money:
    return ledger.unallocated([receipt.line_id], currency=receipt.currency)[receipt.line_id]


def _made_before(receipt: Receipt, allocations: Mapping[UUID, Money]) -> Match | None:
    """The posted match with exactly these allocations; ``AlreadyAllocated`` if one of the invoices has another."""
    live = Allocation.objects.filter(receipt=receipt, live=True).select_related("match")
    by_match: dict[UUID, dict[UUID, int]] = {}
    for row in live:
        by_match.setdefault(row.match_id, {})[row.invoice_id] = row.amount_cents
    wanted = {key: amount.cents for key, amount in allocations.items()}
    for row in live:
        if by_match[row.match_id] == wanted:
            return row.match
    if any(row.invoice_id in wanted for row in live):
        raise AlreadyAllocated(
            "matching.already_allocated",
            N_("This receipt pays one of these invoices already: undo that match first."),
        )
    return None


def _require_room(receipt: Receipt, allocations: Mapping[UUID, Money], invoices: Mapping[UUID, Payable]) -> None:
    left = _left(receipt)
    total = Money.total(allocations.values(), receipt.currency)
    if total > left:
        raise TooMuch(
            "matching.more_than_received",
            N_("{total} is more than the {left} that is unallocated."),
            total=total,
            left=left,
        )
    open_now = ledger.bought_amounts(list(allocations), currency=receipt.currency)
    for key, amount in allocations.items():
        if key not in invoices:
            raise NotFound("matching.unknown_invoice", N_("There is no such invoice."))
        if amount > open_now[key]:
            raise TooMuch(
                "matching.more_than_open",
                N_("{amount} is more than the {open} that is open on {number}."),
                amount=amount,
                open=open_now[key],
                number=invoices[key].number,
            )


def _entries(
    match: Match, receipt: Receipt, allocations: Mapping[UUID, Money], invoices: Mapping[UUID, Payable], at: datetime
) -> list[Entry]:
    line, day = receipt.line, booking_day(at)
    return [
        receipts.allocate(
            event=Event(f"match/{match.pk}/{key}", day, line.value_date, invoices[key].number),
            amount=allocations[key],
            of=dims(invoices[key], line.pk),
        )
        for key in sorted(allocations)
    ]


def dims(invoice: Payable, line_id: UUID) -> Dims:
    """What an allocation's lines are about."""
    return Dims(
        contract=invoice.contract_id,
        client=invoice.client_id,
        debtor=invoice.debtor_id,
        invoice=invoice.id,
        reference=line_id,
    )


def _settle_doubts(receipt: Receipt, match: Match, by: Viewer, at: datetime) -> None:
    """Proposals were for the money as it was before; the task goes when there is no money left to decide about."""
    Match.objects.filter(receipt=receipt, state="proposed").update(state=MATCH.after("proposed", "drop"))
    if not _left(receipt):
        close(key=task_key(receipt), decision=f"matched:{match.rule}", by=by, at=at)
