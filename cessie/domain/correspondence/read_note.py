"""A person saw what somebody wrote, or says whose it is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.correspondence.models import Message, Note
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def read_note(*, note_id: UUID, by: Viewer, at: datetime) -> Note:
    """It waits no longer; again changes nothing. Staff, or who acts for its client.

    Refused: what is not his (``NotFound``), no right (``NotAllowed``).
    """
    note = _locked(note_id, by)
    if note.read_at is None:
        note.read_at, note.read_by = at, by.key
        note.save(update_fields=["read_at", "read_by"])
        record(action="correspondence.read_note", subject=note, by=by, at=at, client_id=note.client_id)
    return note


@transaction.atomic
def place_note(*, note_id: UUID, reference: str, by: Viewer, at: datetime) -> Note:
    """Put a note of nobody into the thread of the letter with this reference.

    Refused: no right (``NotAllowed``), one that has its place (``letter.placed``), no such letter.
    """
    by.require("correspondence.decide")
    note = _locked(note_id, by)
    if note.debtor_id is not None:
        raise Refusal("letter.placed", N_("This note has its place already."))
    message = Message.objects.filter(reference=reference.strip().upper()).first()
    if message is None:
        raise Refusal("letter.unknown", N_("There is no such letter."))
    if message.client_id is None:
        words = N_("That letter is about the claims of several clients: name one that is about a single one.")
        raise Refusal("letter.shared", words)
    note.message, note.client_id, note.debtor_id = message, message.client_id, message.debtor_id
    note.save(update_fields=["message", "client", "debtor"])
    facts = {"reference": message.reference}
    record(action="correspondence.place_note", subject=note, by=by, at=at, client_id=note.client_id, data=facts)
    return note


def _locked(note_id: UUID, by: Viewer) -> Note:
    note = Note.objects.select_for_update(of=("self",)).filter(pk=note_id).first()
    if note is None or not (by.sees_all or (note.client_id is not None and by.sees_client(note.client_id))):
        raise NotFound("letter.no_note", N_("There is no such note."))
    if by.sees_all:
        by.require("correspondence.decide")
    elif note.client_id is not None:
        by.require_client(note.client_id)
    return note
