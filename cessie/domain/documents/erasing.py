"""Originals whose time is over: the bytes go, the hash stays."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from cessie.domain.audit.record import record
from cessie.domain.documents import originals
from cessie.domain.documents.models import Arrival, Document
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import Reason

#: Advisory lock: a backup holds it together with others while it copies originals, erasure holds it alone.
KEEP_BYTES = 0xE7A5E


@transaction.atomic
def erase(*, sha256: str, reason: Reason, by: Viewer, at: datetime) -> bool:
    """Erase an original and the names under which it arrived; whether it was there still.

    The bytes go after the row says so, so that a crash leaves bytes that ``sweep`` removes, never a row without bytes.
    Waits while a backup copies originals. Refused: who may not erase (``NotAllowed``).
    """
    by.require("house.erase")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEEP_BYTES])
    document = Document.objects.select_for_update(of=("self",)).filter(pk=sha256, erased_at__isnull=True).first()
    if document is None:
        return False
    document.erased_at = at
    document.save(update_fields=["erased_at"])
    Arrival.objects.filter(document=document).update(name="")
    record(action="documents.erase", subject=document, by=by, at=at, data={"reason": reason})
    transaction.on_commit(lambda: _remove(sha256))
    return True


def sweep() -> int:
    """Remove the bytes that a crash left behind their erasure; how many."""
    erased = Document.objects.filter(erased_at__isnull=False).values_list("pk", flat=True)
    return sum(_remove(digest) for digest in list(erased) if originals.path_of(digest).exists())


@transaction.atomic
def _remove(sha256: str) -> bool:
    """Under the row's lock, and only if it is still erased: the same bytes may have arrived once more."""
    row = Document.objects.select_for_update(of=("self",)).filter(pk=sha256, erased_at__isnull=False).first()
    if row is None:
        return False
    originals.remove(sha256)
    return True
