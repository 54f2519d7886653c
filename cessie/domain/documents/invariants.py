"""What must hold of the originals at any moment."""

from __future__ import annotations

from collections.abc import Iterator

from cessie.domain.documents import originals
from cessie.domain.documents.models import Document
from cessie.lib.reasons import N_, Reason, Refusal


def every_document_has_its_bytes() -> Iterator[Reason]:
    """Each row's bytes are in the store, with its hash and its size, unless they were erased."""
    for document in Document.objects.filter(erased_at__isnull=True).order_by("sha256").iterator(1000):
        try:
            data = originals.read(document.sha256)
        except Refusal as damage:
            yield damage.reason
            continue
        if len(data) != document.size:
            facts = {"document": document.sha256}
            yield Reason("documents.size", N_("The original {document} has another size than its row says."), facts)


CHECKS = [every_document_has_its_bytes]
