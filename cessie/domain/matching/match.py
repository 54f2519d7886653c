"""Find what a receipt pays: post it where the rules allow, else put what was found before a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from cessie.domain.matching.allocate import allocate, lock_receipt, task_key
from cessie.domain.matching.board import board_for, parts_of
from cessie.domain.matching.deadline import due_for_a_person
from cessie.domain.matching.models import Allocation, Match, Receipt, Use
from cessie.domain.matching.rules.disposal import Disposal
from cessie.domain.matching.rules.engine import match_one
from cessie.domain.matching.rules.facts import Candidate, Outcome, Received
from cessie.domain.matching.rules.states import MATCH
from cessie.domain.matching.self_payment import warn_of_self_payment
from cessie.domain.matching.shortfall import decided, explained, of_a_client
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.open_task import open_task
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True)
class Matched:
    """What became of a receipt: the match that was posted, if any, and what is still unallocated."""

    receipt_id: UUID
    match_id: UUID | None
    left: Money
    invoice_ids: tuple[UUID, ...]


def match(*, receipt_id: UUID, again: bool = False, by: Viewer, at: datetime) -> Matched:
    """Run the engine over a receipt that nobody has decided about yet; a second run changes nothing.

    What the rules allow is allocated (``allocate``), with what explains a short payment (``shortfall``) and some cents
    over; for the rest the candidates are kept as proposals and a task asks a person. A line of several payments is
    looked at payment by payment. ``again``: something was bought since, so what is left is looked at once more; where
    a person has undone a match, he decides. Refused: an unknown receipt.
    """
    by.require("matching.decide")
    with transaction.atomic():
        receipt = lock_receipt(receipt_id)
        states = set(Match.objects.filter(receipt=receipt).exclude(state="dropped").values_list("state", flat=True))
        if not states or (again and "reversed" not in states):
            Match.objects.filter(receipt=receipt, state="proposed").update(state=MATCH.after("proposed", "drop"))
            _decide(receipt, by, at)
        Receipt.objects.filter(pk=receipt.pk).update(looked_at=at)
        return _result(receipt)


def _decide(receipt: Receipt, by: Viewer, at: datetime) -> None:
    parts = _parts_left(receipt)
    board = board_for(parts)
    before = {key: board.open(item) for key, item in board.items.items()}
    outcomes = [explained(match_one(part, board), part, receipt, before) for part in parts]
    found = decided(outcomes, receipt, before)
    if not found.amounts and len(parts) == 1:
        found = of_a_client(parts[0], outcomes[0])
    if found.amounts and not _stands(receipt, found):
        chosen = [outcome.candidates[0] for outcome in outcomes if outcome.chosen]
        surest = min(chosen, key=lambda candidate: candidate.score, default=None)
        allocate(
            receipt_id=receipt.pk,
            allocations=found.allocations,
            closings=found.closings,
            uses=found.uses,
            beside=found.beside,
            given_up=found.given_up,
            rule=surest.rule if surest else "client_remittance",
            reasons=[reason for candidate in chosen for reason in candidate.reasons] or _from_client(parts[0]),
            score=surest.score if surest else Decimal(1),
            by=by,
            at=at,
        )
        warn_of_self_payment(receipt, found.allocations, by, at)
    _ask(receipt, outcomes, by, at)


def _stands(receipt: Receipt, found: Disposal) -> bool:
    """Whether a match that stands pays one of these invoices already, or takes money for one of these uses: to give it
    more asks to undo that match, which a person decides."""
    paid = Allocation.objects.filter(receipt=receipt, live=True, invoice_id__in=found.invoices)
    used = Use.objects.filter(receipt=receipt, live=True, kind__in=[use.kind for use in found.uses])
    return paid.exists() or used.exists()


def _parts_left(receipt: Receipt) -> list[Received]:
    """What came in, as far as nobody has decided about it: of a line of several payments, all or none."""
    parts = parts_of(receipt)
    left = ledger.unallocated([receipt.line_id], currency=receipt.currency)[receipt.line_id]
    if left.cents == receipt.amount_cents:
        return parts
    return [replace(parts[0], amount=left)] if len(parts) == 1 and left else []


def _from_client(money: Received) -> list[Reason]:
    return [Reason("match.client_account", N_("The client pays from his own account {iban}."), {"iban": money.iban})]


def _ask(receipt: Receipt, outcomes: list[Outcome], by: Viewer, at: datetime) -> None:
    """Whatever money is left waits in the queue, with every way that was found and why none was taken."""
    left = ledger.unallocated([receipt.line_id], currency=receipt.currency)[receipt.line_id]
    if not left or not outcomes:
        return
    if len(outcomes) == 1 and outcomes[0].status == "proposed":
        for candidate in outcomes[0].candidates:
            _keep(receipt, candidate, by, at)
    reasons = [Reason("matching.left", N_("{left} of this receipt is unallocated."), {"left": left})]
    reasons += [reason for outcome in outcomes for reason in outcome.reasons]
    open_task(
        key=task_key(receipt),
        kind="line.unmatched",
        subject=receipt,
        reasons=reasons,
        evidence={"line": str(receipt.line_id)},
        due_at=due_for_a_person(at),
        by=by,
        at=at,
    )


def _keep(receipt: Receipt, candidate: Candidate, by: Viewer, at: datetime) -> None:
    proposal = Match.objects.create(
        receipt=receipt,
        state=MATCH.initial,
        rule=candidate.rule,
        score=candidate.score,
        reasons=[reason.to_json() for reason in candidate.reasons],
        excess_cents=candidate.excess.cents,
        made_at=at,
        made_by=by.key,
    )
    Allocation.objects.bulk_create(
        Allocation(match=proposal, receipt=receipt, invoice_id=UUID(share.item), amount_cents=share.amount.cents)
        for share in candidate.allocations
    )


def _result(receipt: Receipt) -> Matched:
    posted = Match.objects.filter(receipt=receipt, state="posted").order_by("made_at").first()
    invoices = Allocation.objects.filter(receipt=receipt, live=True).order_by("invoice_id")
    left = ledger.unallocated([receipt.line_id], currency=receipt.currency)[receipt.line_id]
    keys = tuple(invoices.values_list("invoice_id", flat=True))
    return Matched(receipt.pk, posted.pk if posted else None, left, keys)
