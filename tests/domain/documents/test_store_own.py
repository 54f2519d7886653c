"""Many papers of ours at once: what one at a time keeps, in as few statements."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cessie.domain.audit.models import Event
from cessie.domain.documents.models import Arrival, Document
from cessie.domain.documents.queries import content
from cessie.domain.documents.store import store
from cessie.domain.documents.store_own import Paper, store_own
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotFound
from tests.domain.conftest import AT, SYSTEM, of_client

pytestmark = pytest.mark.django_db


def test_many_papers_are_kept_as_one_by_one(client_: Client, other_client: Client, store_folder: Path) -> None:
    old = store(data=b"<a/>", name="a.xml", channel="own", client_id=client_.pk, by=SYSTEM, at=AT).document
    papers = [Paper(b"<a/>", "a.xml", client_.pk)] + [Paper(b"<b/>", f"{n}.xml", client_.pk) for n in range(2)]
    hashes = store_own(papers=papers, by=SYSTEM, at=AT)
    assert hashes[0] == old.pk
    assert hashes[1] == hashes[2]
    assert (
        Document.objects.count(),
        Arrival.objects.count(),
        Event.objects.filter(action="documents.store").count(),
    ) == (2, 4, 4)
    assert content(hashes[1], SYSTEM) == b"<b/>"
    counts = []
    for many in (2, 40):
        papers = [Paper(f"<{many} {n}/>".encode(), "x.xml", client_.pk) for n in range(many)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            store_own(papers=papers, by=SYSTEM, at=AT)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    with pytest.raises(NotFound):
        store_own(papers=[Paper(b"x", "x", other_client.pk)], by=of_client(client_.pk), at=AT)
    with pytest.raises(ValueError, match="empty"):
        store_own(papers=[Paper(b"", "x", client_.pk)], by=SYSTEM, at=AT)


def test_bytes_that_were_erased_are_kept_again(client_: Client, store_folder: Path) -> None:
    (digest,) = store_own(papers=[Paper(b"<a/>", "a.xml", client_.pk)], by=SYSTEM, at=AT)
    Document.objects.update(erased_at=AT)
    store_own(papers=[Paper(b"<a/>", "a.xml", client_.pk)], by=SYSTEM, at=AT)
    assert Document.objects.get(pk=digest).erased_at is None
