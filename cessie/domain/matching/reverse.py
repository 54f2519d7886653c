"""Undo a match: the invoices are open again and the money is unallocated; the bank's entry stays as it is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.payable import Payable, lock
from cessie.domain.matching.allocate import lock_receipt, task_key
from cessie.domain.matching.deadline import due_for_a_person
from cessie.domain.matching.entries import entries_of
from cessie.domain.matching.models import Allocation, ClaimShare, Match, Settlement, Use
from cessie.domain.matching.rules.states import MATCH, SETTLEMENT
from cessie.domain.matching.tasks import credit_task_key
from cessie.domain.payments.debtor_credit import free_debtor_credit
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.domain.work.open_task import open_task
from cessie.ledger import queries as ledger
from cessie.ledger.post import post
from cessie.ledger.reverse import reversal
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal


def reverse(*, match_id: UUID, note: str, by: Viewer, at: datetime) -> Match:
    """Post the reversal of all that a match posted; each entry names the one that it undoes. Again does nothing.

    Locks as ``allocate``. A task asks a person what the money is for.
    Refused: no note that says why, an unknown match (``NotFound``), one that was never posted (``WrongState``), money
    that stood to a debtor's credit and was refunded or ordered back since.
    """
    by.require("matching.decide")
    if not note.strip():
        raise Refusal("matching.no_note", N_("Say why the match is undone."))
    with transaction.atomic():
        match, invoices = _locked(match_id)
        if match.state == "reversed":
            return match
        match.state = MATCH.after(match.state, "reverse")
        match.reversed_at, match.reversed_by = at, by.key
        match.save(update_fields=["state", "reversed_at", "reversed_by"])
        _require_not_refunded(match)
        _post(match, invoices, note.strip(), by, at)
        Allocation.objects.filter(match=match).update(live=False)
        close(key=credit_task_key(match.pk), decision="undone", by=by, at=at)
        Use.objects.filter(match=match).update(live=False)
        ClaimShare.objects.filter(match=match).update(live=False)
        gone = {"state": SETTLEMENT.after("posted", "reverse"), "ended_note": note.strip()}
        Settlement.objects.filter(match=match).update(ended_at=at, ended_by=by.key, **gone)
        record(action="matching.reverse", subject=match, by=by, at=at, data={"receipt": match.receipt_id})
        open_task(
            key=task_key(match.receipt),
            kind="line.unmatched",
            subject=match.receipt,
            reasons=[Reason("matching.undone", N_("The match was undone: the money waits for a decision."))],
            evidence={"note": note.strip()},
            due_at=due_for_a_person(at),
            by=by,
            at=at,
        )
    return match


def _locked(match_id: UUID) -> tuple[Match, dict[UUID, Payable]]:
    """Receipt first, then the invoices, as ``allocate`` does: two people never wait for each other in a ring."""
    found = Match.objects.filter(pk=match_id).first()
    if found is None:
        raise NotFound("matching.unknown_match", N_("There is no such match."))
    lock_receipt(found.receipt_id)
    keys = {
        *Allocation.objects.filter(match=found).values_list("invoice_id", flat=True),
        *Settlement.objects.filter(match=found).values_list("invoice_id", flat=True),
        *ClaimShare.objects.filter(match=found).values_list("invoice_id", flat=True),
    }
    invoices = {invoice.id: invoice for invoice in lock(keys)}
    return Match.objects.select_related("receipt__line").get(pk=match_id), invoices


def _require_not_refunded(match: Match) -> None:
    """What stands to a debtor's credit from this money is still there, and is promised to no refund."""
    for use in match.uses.filter(kind="overpayment", debtor__isnull=False):
        rest = free_debtor_credit(
            use.debtor_id,  # type: ignore[arg-type]  # filtered
            match.receipt.currency,
        )
        amount = Money(use.amount_cents, match.receipt.currency)
        if rest < amount:
            words = N_(
                "{amount} of this money went to the debtor's credit, of which {rest} is left: stop the refund first."
            )
            raise Refusal("matching.refunded", words, amount=amount, rest=rest)


def _post(match: Match, invoices: dict[UUID, Payable], note: str, by: Viewer, at: datetime) -> None:
    keys = [entry.key for entry in entries_of(match, match.receipt, invoices, at=at)]
    ids = [entry for key in keys if (entry := ledger.entry_id(key)) is not None]
    if len(ids) != len(keys):
        raise AssertionError(f"match {match.pk} is posted, but the books do not have all of its entries")
    originals = ledger.bookings(entry_ids=ids)
    post([reversal(original, booking_date=booking_day(at), text=note) for original in originals], by=by.key, at=at)
