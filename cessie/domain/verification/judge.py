"""A person judges the proof of a document: good, wrong, or not enough yet."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.clear import clear
from cessie.domain.verification.find import find
from cessie.domain.verification.hand_in import locked
from cessie.domain.verification.models import Finding, Item
from cessie.domain.verification.rules.states import PROOF
from cessie.lib.reasons import N_, Reason, Refusal

Verdict = Literal["good", "wrong", "send_back"]


def judge(*, item_id: UUID, verdict: Verdict, note: str, by: Viewer, at: datetime) -> Item:
    """``good``: it exists, and what the machine found missing is cleared. ``wrong``: the proof is false, or the debtor
    knows nothing of it: a finding holds it. ``send_back``: the client reads ``note`` and hands in more. Again does
    nothing. Locks: the contract, the document.

    Refused: no right or no person (``NotAllowed``), unknown (``NotFound``), judged otherwise (``WrongState``), no note
    where it is not good.
    """
    by.require("verification.judge")
    if verdict != "good" and not note.strip():
        raise Refusal("verification.no_note", N_("Please say why."))
    with transaction.atomic():
        lock(locked(item_id, by).sample.contract_id)
        row = locked(item_id, by)
        if row.state == verdict:
            return row
        row.state = PROOF.after(row.state, verdict)
        row.note, row.judged_at, row.judged_by = note.strip(), at, by.key
        row.save(update_fields=["state", "note", "judged_at", "judged_by"])
        if verdict == "good":
            _clear_missing(row, note, by, at)
        elif verdict == "wrong":
            _wrong(row, by, at)
        record(action=f"verification.{verdict}", subject=row, by=by, at=at, client_id=row.client_id)
    return row


def _clear_missing(row: Item, note: str, by: Viewer, at: datetime) -> None:
    """That it was missing was no person's finding: whoever sees the proof clears it."""
    for finding in Finding.objects.filter(item=row, state="open", rule="proof.missing").exclude(found_by=by.key):
        clear(finding_id=finding.pk, note=note.strip() or "proof", by=by, at=at)


def _wrong(row: Item, by: Viewer, at: datetime) -> None:
    words = N_("The proof of {number} is not right: {note}")
    reason = Reason("proof.wrong", words, {"number": row.number, "note": row.note})
    find(
        contract_id=row.sample.contract_id, rule="proof.wrong", severity="hold", reason=reason,
        key=f"proof.wrong:{row.pk}", debtor_id=row.debtor_id, number=row.number, item=row, by=by, at=at,
    )  # fmt: skip
