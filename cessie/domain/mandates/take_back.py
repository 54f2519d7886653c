"""A mandate that was signed on a service's pages is taken back there too, once it was revoked here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.mandates.models import Mandate, TakenBack
from cessie.domain.mandates.rights import require
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal

#: After an hour in which the service was out of reach it is asked again.
AGAIN: Final = timedelta(hours=1)


class Told(Refusal):
    """The service knows of it, or nobody has to tell it."""


def to_tell(mandate: Mandate, *, at: datetime) -> None:
    """Note that the service is to be told, once; nothing where the mandate was signed on the house's pages or on paper.

    Within the transaction of the revocation, under the lock of the mandate.
    """
    signing = getattr(mandate, "signing", None)
    if signing is not None and signing.service:
        row = TakenBack(mandate=mandate, service=signing.service, asked_at=at, next_at=at)
        TakenBack.objects.bulk_create([row], ignore_conflicts=True)


def waiting_to_tell(service: str, *, at: datetime, limit: int = 200) -> list[TakenBack]:
    """What this service is to be told now, oldest first; for jobs."""
    rows = TakenBack.objects.filter(service=service, told_at__isnull=True, next_at__lte=at)
    return list(rows.select_related("mandate").order_by("next_at", "pk")[:limit])


@transaction.atomic
def note_told(*, mandate_id: UUID, answer: str, by: Viewer, at: datetime) -> bool:
    """The service knows it: it took our word, or told of the end itself. Whether that was new. Locks: the row."""
    by.require("mandates.enter")
    row = _locked(mandate_id)
    if row is None or row.told_at is not None:
        return False
    row.told_at, row.next_at, row.answer = at, None, answer
    row.save(update_fields=["told_at", "next_at", "answer"])
    _record("mandates.told_back", row, by, at)
    return True


@transaction.atomic
def note_untold(*, mandate_id: UUID, answer: str, final: bool, by: Viewer, at: datetime) -> None:
    """It did not take it: ``final`` is a no, which a person looks at; else it is asked again later. Locks: the row."""
    by.require("mandates.enter")
    row = _locked(mandate_id)
    if row is None or row.told_at is not None:
        return
    row.answer, row.next_at = answer, None if final else at + AGAIN
    row.save(update_fields=["answer", "next_at"])
    if final:
        _record("mandates.untold_back", row, by, at)


@transaction.atomic
def tell_again(*, mandate_id: UUID, by: Viewer, at: datetime) -> TakenBack:
    """A person has the service told once more; again changes nothing.

    Refused: no right (``NotAllowed``), a mandate of whom no service need be told (``Told``). Locks: the row.
    """
    row = _of_person(mandate_id, by)
    if row.next_at is None:
        row.next_at = at
        row.save(update_fields=["next_at"])
        _record("mandates.tell_again", row, by, at)
    return row


@transaction.atomic
def seen_there(*, mandate_id: UUID, note: str, by: Viewer, at: datetime) -> TakenBack:
    """A person saw on the service's pages that it is over there, or ended it there himself; ``note`` says which.

    Refused: no right (``NotAllowed``), no word of how he knows, a mandate of whom no service need be told (``Told``).
    """
    row = _of_person(mandate_id, by)
    if not note.strip():
        raise Refusal("mandates.seen_how", N_("Say how you know that it is over at the service."))
    row.told_at, row.next_at, row.answer = at, None, note.strip()[:200]
    row.save(update_fields=["told_at", "next_at", "answer"])
    _record("mandates.seen_there", row, by, at)
    return row


def _of_person(mandate_id: UUID, by: Viewer) -> TakenBack:
    mandate = Mandate.objects.select_related("creditor__account").filter(pk=mandate_id).first()
    if mandate is None:
        raise NotFound("mandates.unknown_mandate", N_("There is no such mandate."))
    require("mandates.enter", mandate.creditor, by)
    row = _locked(mandate_id)
    if row is None or row.told_at is not None:
        raise Told("mandates.nobody_to_tell", N_("No service waits to be told of this mandate."))
    return row


def _locked(mandate_id: UUID) -> TakenBack | None:
    return TakenBack.objects.select_for_update(of=("self",)).filter(mandate=mandate_id).first()


def _record(action: str, row: TakenBack, by: Viewer, at: datetime) -> None:
    record(action=action, subject=row.mandate, by=by, at=at, data={"service": row.service, "answer": row.answer[:100]})
