"""A line on a creditor's own account is looked at: money that came pays what his debtors owe him, as far as is sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Line
from cessie.domain.banking.take import AlreadyTaken, take
from cessie.domain.managed.board import board_for, parts_left
from cessie.domain.managed.door import book, left_of, locked_invoices, restate, rows_of
from cessie.domain.managed.models import Receipt, Settlement
from cessie.domain.managed.rules.states import MONEY
from cessie.domain.managed.send_back import send_back
from cessie.domain.managed.tasks import ask, task_key
from cessie.domain.matching.imputing import alone, is_all_claimed, made_sure, with_claims
from cessie.domain.matching.rules.board import Board
from cessie.domain.matching.rules.disposal import Disposal
from cessie.domain.matching.rules.engine import match_one
from cessie.domain.matching.rules.facts import Candidate, Outcome, Received
from cessie.domain.matching.rules.partial import is_part_of_one
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.lib.money import Money

#: Who took the line: nothing of it is booked as the house's money.
TAKER = "managed"


def receive(*, line_id: UUID, by: Viewer, at: datetime) -> Receipt | None:
    """Take a line of a creditor's account: what is sure settles (P40), the rest waits for his bookkeeper. Again does
    nothing.

    Money that goes out is only looked at for payments that came back (``send_back``); all else is his own business.
    Locks: the line, the receipt, the invoices. Refused: a line that is not a creditor's or not offered
    (``banking.NotOffered``).
    """
    by.require("banking.import")
    with transaction.atomic():
        try:
            line = take(line_id=line_id, by_app=TAKER, creditors=True, at=at)
        except AlreadyTaken:
            return Receipt.objects.filter(line_id=line_id).first()
        if line.amount_cents <= 0:
            send_back(line=line, by=by, at=at)
            return None
        receipt = _kept(line, at)
        _match(receipt, by, at)
    return receipt


def look_again(*, receipt_id: UUID, by: Viewer, at: datetime) -> Receipt:
    """Look for what waiting money could pay, now that more is known; what a job set aside too, but no person.

    Where a person undid what it paid, he decides.
    """
    by.require("banking.import")
    with transaction.atomic():
        rows = Receipt.objects.select_for_update(of=("self",)).select_related("line__statement")
        receipt = rows.get(pk=receipt_id)
        by_job = receipt.state == "aside" and not receipt.decided_by.startswith("user:")
        undone = receipt.settlements.filter(state="undone").exclude(undone_by__startswith="system:")
        if (receipt.state == "waiting" or by_job) and not undone.exists():
            _match(receipt, by, at)
    return receipt


def _kept(line: Line, at: datetime) -> Receipt:
    client_id = line.statement.account.client_id
    if client_id is None:
        raise AssertionError("a line on the account of a creditor is offered")
    return Receipt.objects.create(
        line=line, client_id=client_id, amount_cents=line.amount_cents, currency=line.currency, received_at=at
    )


def _match(receipt: Receipt, by: Viewer, at: datetime) -> None:
    """Run the engine payment by payment: settle what a rule may settle, keep the rest with its reasons."""
    parts = parts_left(receipt)
    board = board_for([part.told for part in parts], receipt.client_id)
    before = {key: board.open(item) for key, item in board.items.items()}
    outcomes = [_sure(match_one(part.told, board), part.told, board, before, receipt) for part in parts]
    rows = [
        row
        for part, outcome in zip(parts, outcomes, strict=True)
        if outcome.chosen and not _given(receipt, part.number, outcome.chosen)
        for row in _settlements(receipt, part.number, outcome.chosen, before, by, at)
    ]
    if rows:
        book(rows, locked_invoices({row.invoice_id for row in rows}, receipt.client_id), by=by, at=at)
        facts = {"invoices": sorted({str(row.invoice_id) for row in rows}), "rule": rows[0].rule}
        record(action="managed.settle", subject=receipt, by=by, at=at, client_id=receipt.client_id, data=facts)
    receipt.looked_at = at
    receipt.candidates = [_packed(found) for outcome in outcomes for found in outcome.candidates if len(parts) == 1]
    receipt.reasons = [reason.to_json() for outcome in outcomes if not outcome.chosen for reason in outcome.reasons]
    receipt.save(update_fields=["looked_at", "candidates", "reasons"])
    if restate(receipt, by=by, at=at):
        _leave(receipt, outcomes, by, at)


def _given(receipt: Receipt, part: int, chosen: Candidate) -> bool:
    """Whether this payment pays one of these invoices already: more of it there asks to undo that first."""
    invoices = [UUID(share.item) for share in chosen.allocations]
    return receipt.settlements.filter(state="posted", part=part, invoice__in=invoices).exists()


def _sure(outcome: Outcome, told: Received, board: Board, before: Mapping[str, Money], receipt: Receipt) -> Outcome:
    """The outcome, taken where the money is exactly all that is owed with what was claimed beside it, or plainly a part
    of the one invoice that the payer names."""
    if not alone(outcome):
        return outcome
    best = outcome.candidates[0]
    if is_part_of_one(told, best, board):
        board.take(best.allocations)
        return made_sure(outcome)
    return made_sure(outcome) if is_all_claimed(best, before, receipt.line.value_date) else outcome


def _settlements(
    receipt: Receipt, part: int, chosen: Candidate, before: Mapping[str, Money], by: Viewer, at: datetime
) -> list[Settlement]:
    """What a payment settles of the invoices and of the claims beside them."""
    shares = {UUID(share.item): share.amount for share in chosen.allocations}
    paid, open_now = receipt.line.value_date, {key: before[str(key)] for key in shares}
    found = with_claims(Disposal(shares), open_now=open_now, over=chosen.excess, paid=paid)
    reasons = [reason.to_json() for reason in chosen.reasons]
    facts = {"receipt": receipt, "part": part, "rule": chosen.rule, "reasons": reasons}
    return rows_of(found, currency=receipt.currency, paid=paid, by=by, at=at, **facts)


def _packed(found: Candidate) -> dict[str, Any]:
    """A way that was found, as it is kept for a person."""
    return {
        "rule": found.rule,
        "shares": [[share.item, share.amount.cents] for share in found.allocations],
        "excess": found.excess.cents,
        "reasons": [reason.to_json() for reason in found.reasons],
    }


def _leave(receipt: Receipt, outcomes: Sequence[Outcome], by: Viewer, at: datetime) -> None:
    """What points at an invoice, or is left of a payment that did, waits for a person; what points at none is no matter
    of managed invoices, as far as is known today."""
    points = any(outcome.candidates for outcome in outcomes) or receipt.settlements.exists()
    if not points:
        if receipt.state == "waiting":
            receipt.state = MONEY.after(receipt.state, "set_aside")
            receipt.decided_by, receipt.decided_at = by.key, at
            receipt.save(update_fields=["state", "decided_by", "decided_at"])
            close(key=task_key(receipt), decision="aside", by=by, at=at)
        return
    if receipt.state == "aside":
        receipt.state = MONEY.after(receipt.state, "take_up")
        receipt.save(update_fields=["state"])
    ask(receipt, left_of(receipt), by=by, at=at)
