"""The client hands in what proves a document of a sample."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.disputes.add_evidence import File, called, fit
from cessie.domain.documents.store import store
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.verification.models import Item, Proof
from cessie.domain.verification.rules.kinds import PROOFS
from cessie.domain.verification.rules.states import PROOF
from cessie.lib.reasons import N_, Refusal

#: Papers of one document at most.
MOST: Final = 12


def hand_in(
    *, item_id: UUID, kind: str, files: Sequence[File], channel: str = "portal", by: Viewer, at: datetime
) -> Item:
    """Photos (without what a camera writes beside the picture) and PDFs; the same file again changes nothing, also
    when the document is judged by then. ``channel``: by which door they came (``documents.models.CHANNELS``).

    Refused: another's document (``NotFound``), who may not act for the client (``NotAllowed``), one that is judged
    (``WrongState``), nothing handed in, another kind of file, a file above 10 MB, more than twelve.
    """
    with transaction.atomic():
        row = locked(item_id, by)
        if by.kind == "staff":
            by.require("verification.work")
        else:
            by.require_client(row.client_id)
        given = [file for file in files if file.data]
        if kind not in PROOFS or not given:
            raise Refusal("verification.no_proof", N_("Choose a file and say what it is."))
        new = _unknown(row, given)
        if not new:
            return row
        if row.proofs.count() + len(new) > MOST:
            raise Refusal("verification.many_proofs", N_("At most {most} papers are taken for one invoice."), most=MOST)
        row.state = PROOF.after(row.state, "hand_in")
        for file in new:
            _keep(row, kind, file, channel, by, at)
        row.save(update_fields=["state"])
        facts = {"kind": kind, "files": len(new)}
        record(action="verification.hand_in", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row


def locked(item_id: UUID, by: Viewer) -> Item:
    """The document under the lock of its row; ``NotFound`` where it is not the viewer's."""
    rows = Item.objects.select_for_update(of=("self",)).select_related("sample__contract", "debtor__company")
    row = rows.filter(pk=item_id).first()
    if row is None or not by.sees_client(row.client_id):
        raise NotFound("verification.no_item", N_("There is no such document."))
    return row


def _unknown(row: Item, given: Sequence[File]) -> list[File]:
    """Those that are not with the document yet, each once, as they are kept."""
    known = set(row.proofs.values_list("document_id", flat=True))
    fresh = {sha256(data).hexdigest(): File(file.name, data) for file in given for data in [fit(file)]}
    return [file for digest, file in fresh.items() if digest not in known]


def _keep(row: Item, kind: str, file: File, channel: str, by: Viewer, at: datetime) -> None:
    document = store(data=file.data, name=file.name, channel=channel, client_id=row.client_id, by=by, at=at).document
    Proof.objects.create(item=row, document=document, kind=kind, name=called(file), given_at=at, given_by=by.key)
