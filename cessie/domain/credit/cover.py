"""The question to the insurer on its way: each step is kept before the next is taken; what he decides is kept once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.connectors.insurers import CoverDecision
from cessie.domain.audit.record import record
from cessie.domain.credit.models import CoverNews, CoverRequest
from cessie.domain.credit.rules.states import COVER
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def step(*, cover_id: UUID, event: str, buyer: str = "", words: str = "", by: Viewer, at: datetime) -> CoverRequest:
    """One move of the life cycle under the row's lock; refused (``WrongState``) where the table has no such move."""
    by.require("credit.set_limit")
    row = CoverRequest.objects.select_related("request").select_for_update(of=("self",)).get(pk=cover_id)
    row.state = COVER.after(row.state, event)
    row.buyer, row.words = buyer or row.buyer, words
    row.save(update_fields=["state", "buyer", "words"])
    record(action=f"credit.cover_{event}", subject=row, by=by, at=at, client_id=row.request.client_id)
    return row


@transaction.atomic
def hear(*, cover_id: UUID, said: CoverDecision, sets: bool, by: Viewer, at: datetime) -> CoverNews | None:
    """Keep a decision; None where it is known already. ``sets``: whether it sets a limit at all.

    ``applied`` is false where the insurer has decided later on the same debtor: an old message changes nothing.
    """
    by.require("credit.set_limit")
    row = CoverRequest.objects.select_related("request").select_for_update(of=("self",)).get(pk=cover_id)
    of_debtor = CoverNews.objects.filter(cover_request__request__debtor_id=row.request.debtor_id, insurer=said.insurer)
    known = of_debtor.filter(cover=said.cover, code=said.code, decided_at=said.decided_at)
    if known.exists():
        return None
    late = of_debtor.filter(decided_at__gt=said.decided_at, applied=True).exists()
    return CoverNews.objects.create(
        cover_request=row, insurer=said.insurer, cover=said.cover, code=said.code, granted_cents=said.granted.cents,
        currency=said.granted.currency, decided_at=said.decided_at, heard_at=at,
        applied=sets and not late, raw=said.raw,
    )  # fmt: skip
