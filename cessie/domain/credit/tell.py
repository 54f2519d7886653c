"""A declaration or a claim on its way to the insurer's service, and what he says of claims: each step is kept before
the next is taken, each answer once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.connectors.insurers import ClaimDecision
from cessie.domain.audit.record import record
from cessie.domain.credit.models import Claim, ClaimNews, Declaration, Telling
from cessie.domain.credit.rules.states import TELLING
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_

#: The moves that a person makes: send it again, or he told the insurer himself.
BY_PEOPLE = ("again", "by_hand")


@transaction.atomic
def tell_claim(*, claim_id: UUID, by: Viewer, at: datetime) -> Telling:
    """Note that the insurer's service is to be told of a claim; a job sends it. Again does nothing.

    Refused: no right, no claim that waits for its decision (``NotFound``).
    """
    by.require("credit.insure")
    claim = Claim.objects.select_for_update(of=("self",)).filter(pk=claim_id, state="filed").first()
    if claim is None:
        raise NotFound("credit.unknown_claim", N_("There is no such claim."))
    row, is_new = Telling.objects.get_or_create(claim=claim, defaults={"asked_at": at, "asked_by": by.key})
    if is_new:
        record(action="credit.tell_claim", subject=row, by=by, at=at, client_id=_client(row))
    return row


@transaction.atomic
def move_telling(
    *, telling_id: UUID, event: str, buyer: str = "", reference: str = "", words: str = "", by: Viewer, at: datetime
) -> Telling:
    """One move of the life cycle under the row's lock; told, its day and the insurer's reference are noted.

    Refused: no right for a person's word, none such (``NotFound``), a move that there is none (``WrongState``).
    """
    by.require("credit.insure" if event in BY_PEOPLE else "credit.set_limit")
    rows = Telling.objects.select_related("declaration", "claim__invoice").select_for_update(of=("self",))
    row = rows.filter(pk=telling_id).first()
    if row is None:
        raise NotFound("credit.unknown_telling", N_("Nothing is on its way there."))
    row.state = TELLING.after(row.state, event)
    row.buyer, row.words = buyer or row.buyer, words
    row.save(update_fields=["state", "buyer", "words"])
    if row.state == "told":
        _told(row, reference.strip(), at)
    record(action=f"credit.telling_{event}", subject=row, by=by, at=at, client_id=_client(row))
    return row


@transaction.atomic
def hear_claim(*, claim_id: UUID, said: ClaimDecision, at: datetime) -> ClaimNews | None:
    """Keep what the insurer says of a claim; None where it is known already."""
    row, is_new = ClaimNews.objects.get_or_create(
        claim_id=claim_id, outcome=said.outcome, decided_at=said.decided_at,
        defaults={
            "granted_cents": said.granted.cents, "currency": said.granted.currency, "words": said.words,
            "heard_at": at,
        },
    )  # fmt: skip
    return row if is_new else None


def _told(row: Telling, reference: str, at: datetime) -> None:
    """On a day that is noted once: when it was first told."""
    if row.declaration is not None:
        Declaration.objects.filter(telling=row, declared_date__isnull=True).update(
            declared_date=booking_day(at), reference=reference
        )
    elif reference:
        Claim.objects.filter(telling=row, reference="").update(reference=reference)


def _client(row: Telling) -> UUID | None:
    if row.declaration is not None:
        return row.declaration.client_id
    return row.claim.client_id if row.claim is not None else None
