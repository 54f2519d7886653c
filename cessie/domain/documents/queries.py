"""Originals and arrivals, for whoever may see them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from cessie.domain.documents import originals
from cessie.domain.documents.models import Arrival, Document, HouseFiles, LegalHold
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


def arrivals(*, viewer: Viewer) -> QuerySet[Arrival]:
    """Every arrival that is the viewer's, newest first; own documents without a client are the staff's alone."""
    rows = Arrival.objects.select_related("document").order_by("-at", "-id")
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)


def document(sha256: str, viewer: Viewer) -> Document:
    """The document, if it ever arrived for someone whose things the viewer sees; else ``NotFound``."""
    came = arrivals(viewer=viewer).filter(document_id=OuterRef("pk")).order_by()
    row = Document.objects.filter(Exists(came), pk=sha256).first()
    if row is None:
        raise NotFound("documents.unknown", N_("There is no such document."))
    return row


def content(sha256: str, viewer: Viewer) -> bytes:
    """The original's bytes, checked against their hash.

    Refused: ``NotFound``, ``documents.erased`` when their time was over, ``Damaged`` when the store lost them.
    """
    row = document(sha256, viewer)
    if row.erased_at is not None:
        raise Refusal("documents.erased", N_("The original was erased on {day}."), day=row.erased_at.date())
    return originals.read(row.sha256)


def house_files(*, viewer: Viewer) -> QuerySet[HouseFiles]:
    """The files with which the house moved in, newest first; for the staff alone."""
    rows = HouseFiles.objects.select_related("laid_by", "agreed_by").order_by("-laid_at", "-id")
    return rows if viewer.sees_all else rows.none()


def holds(*, viewer: Viewer, ended: bool = False) -> QuerySet[LegalHold]:
    """Legal holds that last, or those that ended, newest first; for the staff alone."""
    rows = LegalHold.objects.select_related("client__company").order_by("-since_at", "-id")
    return rows.filter(ended_at__isnull=not ended) if viewer.sees_all else rows.none()
