"""Undo a match: the invoices are open again and the money is unallocated; the bank's entry stays as it is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.payable import lock
from cessie.domain.matching.allocate import lock_receipt, task_key
from cessie.domain.matching.deadline import due_for_a_person
from cessie.domain.matching.models import Allocation, Match
from cessie.domain.matching.rules.states import MATCH
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.open_task import open_task
from cessie.ledger import queries as ledger
from cessie.ledger.post import post
from cessie.ledger.reverse import reversal
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal


def reverse(*, match_id: UUID, note: str, by: Viewer, at: datetime) -> Match:
    """Post the reversal of every allocation of a match; each names the entry that it undoes. Again does nothing.

    Locks as ``allocate``. A task asks a person what the money is for.
    Refused: no note that says why, an unknown match (``NotFound``), one that was never posted (``WrongState``).
    """
    by.require("matching.decide")
    if not note.strip():
        raise Refusal("matching.no_note", N_("Say why the match is undone."))
    with transaction.atomic():
        match = _locked(match_id)
        if match.state == "reversed":
            return match
        match.state = MATCH.after(match.state, "reverse")
        match.reversed_at, match.reversed_by = at, by.key
        match.save(update_fields=["state", "reversed_at", "reversed_by"])
        Allocation.objects.filter(match=match).update(live=False)
        _post(match, note.strip(), by, at)
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


def _locked(match_id: UUID) -> Match:
    """Receipt first, then the invoices, as ``allocate`` does: two people never wait for each other in a ring."""
    found = Match.objects.filter(pk=match_id).first()
    if found is None:
        raise NotFound("matching.unknown_match", N_("There is no such match."))
    lock_receipt(found.receipt_id)
    lock(list(Allocation.objects.filter(match=found).values_list("invoice_id", flat=True)))
    return Match.objects.select_related("receipt").get(pk=match_id)


def _post(match: Match, note: str, by: Viewer, at: datetime) -> None:
    keys = [f"P08 allocation match/{match.pk}/{a.invoice_id}" for a in match.allocations.all()]
    ids = [entry for key in keys if (entry := ledger.entry_id(key)) is not None]
    if len(ids) != len(keys):
        raise AssertionError(f"match {match.pk} is posted, but the books do not have all of its entries")
    originals = ledger.bookings(entry_ids=ids)
    post([reversal(original, booking_date=booking_day(at), text=note) for original in originals], by=by.key, at=at)
