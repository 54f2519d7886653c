"""The insurer declines a claim, the house withdraws it, or an acceptance was noted by mistake."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.claims import due, locked, loss_of, move, postings, waiting_key
from cessie.domain.credit.models import Claim
from cessie.domain.credit.rules.states import CLAIM
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.ledger.post import post
from cessie.ledger.reverse import reversal
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal

#: How a claim ends, and the state after it; ``pay`` is the bank's alone.
Ending = Literal["refuse", "withdraw", "reopen"]
AFTER: dict[str, str] = {"refuse": "refused", "withdraw": "withdrawn", "reopen": "filed"}


def end_claim(*, claim_id: UUID, event: Ending, note: str, by: Viewer, at: datetime) -> Claim:
    """``refuse``: the insurer declines; ``withdraw``: the house does; ``reopen``: an acceptance is reversed.

    It is reversed in the books as long as nothing of it was paid. Again does nothing.

    Refused as ``doubt``; another event (``WrongState``); an indemnity that came in part.
    """
    with transaction.atomic():
        claim = locked(claim_id, note, by)
        if claim.state == AFTER.get(event):
            return claim
        CLAIM.after(claim.state, event if event in AFTER else "")
        if event == "reopen":
            _require_none_filed(claim)
            _reverse(claim, note, by, at)
        move(claim, event, note, by, at)
        record(action=f"credit.{event}_claim", subject=claim, by=by, at=at, client_id=claim.client_id)
        if event != "reopen":
            close(key=waiting_key(claim.pk), decision=event, by=by, at=at)
    return claim


def _require_none_filed(claim: Claim) -> None:
    """Of a debtor under a contract on balances one claim at a time waits: what is doubtful of him is its amount."""
    other = Claim.objects.filter(contract=claim.contract_id, debtor=claim.debtor_id, state="filed").first()
    if claim.debtor_id is not None and other is not None:
        words = N_("Claim {number} on this debtor waits for the insurer: nothing is undone before he decides.")
        raise Refusal("credit.other_claim_filed", words, number=other.number)


def _reverse(claim: Claim, note: str, by: Viewer, at: datetime) -> None:
    if due(claim) != loss_of(claim).indemnity:
        raise Refusal("credit.partly_paid", N_("Part of the indemnity has come in: nothing is undone."))
    day = booking_day(at)
    post([reversal(entry, booking_date=day, text=note.strip()) for entry in postings(claim)], by=by.key, at=at)
