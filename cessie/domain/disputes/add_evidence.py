"""Put photos and documents with a dispute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.disputes.door import locked, require_owner, side_of
from cessie.domain.disputes.models import Dispute, Evidence
from cessie.domain.disputes.rules.raising import FILES
from cessie.domain.disputes.rules.states import LIVE
from cessie.domain.documents.rules import media_type
from cessie.domain.documents.store import store
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.formats.pictures import without_traces
from cessie.lib.reasons import N_, Refusal

#: What is taken as evidence.
TAKEN: Final = ("image/jpeg", "image/png", "application/pdf")
LIMIT: Final = 10 * 1024 * 1024  # bytes of one file


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was sent."""

    name: str
    data: bytes


@transaction.atomic
def add_evidence(*, dispute_id: UUID, files: Sequence[File], by: Viewer, at: datetime) -> Dispute:
    """Keep them with a living dispute, whoever is party to it. The same file again changes nothing.

    Refused: another's dispute (``NotFound``), no right (``NotAllowed``), one that is over, and as ``keep`` refuses.
    """
    dispute = locked(dispute_id, by)
    if by.kind != "debtor":
        require_owner(dispute.invoice, by)
    if dispute.state not in LIVE:
        raise Refusal("disputes.over", N_("This dispute is over: open it again first."))
    keep(dispute, files, by=by, at=at)
    return dispute


def keep(dispute: Dispute, files: Sequence[File], *, by: Viewer, at: datetime) -> None:
    """Photos without what a camera writes into them beside the picture (place, owner); a PDF as it is.

    Refused: another kind of file than JPEG, PNG and PDF, by its content; a file above 10 MB; more than eight in all.
    """
    given = [file for file in files if file.data]
    if Evidence.objects.filter(dispute=dispute).count() + len(given) > FILES:
        raise Refusal("disputes.many_files", N_("A dispute takes at most {limit} files."), limit=FILES)
    client_id = dispute.invoice.client_id
    keeper = by if by.sees_client(client_id) else system("disputes")  # a debtor keeps nothing in another's store
    for file in given:
        document = store(
            data=fit(file), name=file.name, channel="debtor", client_id=client_id, by=keeper, at=at
        ).document
        _row, is_new = Evidence.objects.get_or_create(
            dispute=dispute,
            document=document,
            defaults={"name": called(file), "side": side_of(by), "by": by.key, "at": at},
        )
        if is_new:
            facts = {"document": document.pk}
            record(action="disputes.add_evidence", subject=dispute, by=by, at=at, client_id=client_id, data=facts)


def fit(file: File) -> bytes:
    """What is kept of a file that a debtor sent: a photo without its traces, a PDF as it is; refused as in ``keep``."""
    if len(file.data) > LIMIT:
        raise Refusal("disputes.large_file", N_("{name} is larger than 10 MB."), name=file.name)
    found = media_type.of(file.data)
    if found not in TAKEN:
        raise Refusal("disputes.file_kind", N_("{name} is no photo (JPEG, PNG) and no PDF."), name=file.name)
    try:
        return without_traces(file.data) if found != "application/pdf" else file.data
    except ValueError as error:
        raise Refusal("disputes.broken_file", N_("{name} cannot be read as a photo."), name=file.name) from error


def called(file: File) -> str:
    """The last part of its name, printable: the sender chose it, a page shows it."""
    last = file.name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[-120:]
