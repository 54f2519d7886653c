"""What came in is kept whole: on disk before the books know of it, and checked when it is read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.documents import originals
from cessie.domain.documents import store as store_module
from cessie.domain.documents.invariants import every_document_has_its_bytes
from cessie.domain.documents.models import Arrival, Document
from cessie.domain.documents.queries import arrivals, content, document
from cessie.domain.documents.refuse import refuse
from cessie.domain.documents.rules import media_type
from cessie.domain.documents.store import Stored, TooLarge, store
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import Reason, Refusal
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store_folder")]

TREE = Path(__file__).resolve().parents[3]
XML = b"<?xml version='1.0'?><Invoice/>"


def keep(data: bytes = XML, client: Client | None = None, name: str = "a.xml") -> Stored:
    return store(data=data, name=name, channel="portal", client_id=client and client.pk, by=SYSTEM, at=AT)


def test_the_bytes_are_kept_once_and_each_arrival_is_noted(client_: Client, store_folder: Path) -> None:
    first, again = keep(client=client_), keep(client=client_, name="b.xml")
    assert (first.is_new, again.is_new) == (True, False)
    assert first.document == again.document
    assert first.document.sha256 == sha256(XML).hexdigest()
    assert (first.document.size, first.document.media_type) == (len(XML), "application/xml")
    assert [a.name for a in Arrival.objects.order_by("id")] == ["a.xml", "b.xml"]
    files = [p for p in store_folder.rglob("*") if p.is_file()]
    assert [p.name for p in files] == [first.document.sha256]
    assert files[0].stat().st_mode & 0o077 == 0


def test_an_empty_and_an_oversized_file_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal) as no:
        keep(b"")
    assert no.value.code == "documents.empty"
    monkeypatch.setattr(store_module, "LIMIT", 10)
    with pytest.raises(TooLarge):
        keep(b"12345678901")
    keep(b"1234567890")
    assert Document.objects.count() == 1


def test_a_sender_does_not_choose_a_path() -> None:
    assert keep(name="../../etc/pass\x00wd").arrival.name == "passwd"
    assert keep(name="C:\\temp\\factuur.xml").arrival.name == "factuur.xml"


def test_a_crash_before_the_rows_leaves_no_row_without_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("killed")))
        with pytest.raises(OSError, match="killed"):
            keep()
    assert not Document.objects.exists()
    with monkeypatch.context() as broken:
        broken.setattr(store_module, "record", lambda **_: (_ for _ in ()).throw(OSError("killed")))
        with pytest.raises(OSError, match="killed"):
            keep()
    assert not Document.objects.exists()
    assert keep().is_new
    assert not list(every_document_has_its_bytes())


def test_the_bytes_reach_the_disk_before_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (steps.append("sync"), fsync(fd))[1])
    monkeypatch.setattr(os, "replace", lambda a, b: (steps.append("name"), replace(a, b))[1])
    keep()
    at = steps.index("name")
    assert "sync" in steps[:at]
    assert steps[at + 1 :] == ["sync"]


@pytest.mark.django_db(transaction=True)
def test_the_same_file_from_four_places_at_once_is_one_document(store_folder: Path) -> None:
    barrier = Barrier(4)

    def one(number: int) -> bool:
        try:
            barrier.wait()
            return keep(name=f"{number}.xml").is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == [False, False, False, True]
    assert Arrival.objects.count() == 4
    assert [p.name for p in store_folder.rglob("*") if p.is_file()] == [sha256(XML).hexdigest()]


KILLED = """
import os, signal, sys
from pathlib import Path
from django.conf import settings
settings.configure(DOCUMENTS=Path(sys.argv[1]))
from cessie.domain.documents import originals
step = {"draft": "fsync", "name": "replace"}[sys.argv[2]]
def killed(*_): os.kill(os.getpid(), signal.SIGKILL)
setattr(originals.os, step, killed)
originals.write(b"<Invoice/>")
"""


@pytest.mark.parametrize("step", ["draft", "name"])
def test_kill_9_leaves_no_file_that_is_not_whole(store_folder: Path, step: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(store_folder), step], check=False, cwd=TREE)
    assert done.returncode == -signal.SIGKILL
    digest = sha256(b"<Invoice/>").hexdigest()
    assert not originals.path_of(digest).exists()
    keep(b"<Invoice/>")
    assert content(digest, SYSTEM) == b"<Invoice/>"
    assert not list(every_document_has_its_bytes())


def test_changed_and_lost_bytes_are_found_and_a_new_arrival_heals_them(client_: Client) -> None:
    digest = keep(client=client_).document.sha256
    path = originals.path_of(digest)
    path.write_bytes(b"<Invoice>forged</Invoice>")
    with pytest.raises(originals.Damaged, match="changed"):
        content(digest, SYSTEM)
    assert [r.code for r in every_document_has_its_bytes()] == ["documents.changed"]
    path.unlink()
    assert [r.code for r in every_document_has_its_bytes()] == ["documents.missing"]
    keep(client=client_)
    assert content(digest, SYSTEM) == XML


def test_a_stranger_finds_no_document(client_: Client, other_client: Client) -> None:
    digest = keep(client=client_).document.sha256
    owner = of_client(client_.pk)
    assert content(digest, owner) == XML
    assert arrivals(viewer=owner).count() == 1
    for stranger in (of_client(other_client.pk), NOBODY, Viewer(key="user:d", kind="debtor")):
        assert not arrivals(viewer=stranger).exists()
        with pytest.raises(NotFound):
            document(digest, stranger)
        with pytest.raises(NotFound):
            content(digest, stranger)
    with pytest.raises(NotFound):
        store(data=XML, name="a", channel="portal", client_id=client_.pk, by=of_client(other_client.pk), at=AT)


def test_why_a_file_was_refused_stays_with_its_arrival() -> None:
    arrival = keep().arrival
    refuse(arrival_id=arrival.pk, reason=Reason("formats.xml", "Line {line} is no XML.", {"line": 3}), by=SYSTEM, at=AT)
    refuse(arrival_id=arrival.pk, reason=Reason("other", "Other."), by=SYSTEM, at=AT)
    arrival.refresh_from_db()
    assert arrival.refusal is not None
    assert Reason.from_json(arrival.refusal).in_words() == "Line 3 is no XML."


@given(st.binary(min_size=1, max_size=2000))
def test_any_bytes_have_a_media_type(data: bytes) -> None:
    assert "/" in media_type.of(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04...", "application/zip"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xef\xbb\xbf<Invoice/>", "application/xml"),
        ("<a/>".encode("utf-16"), "application/xml"),
        ("0000022032672505        00099999Société".encode("latin-1"), "text/plain"),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)
def test_kinds_are_known_by_their_first_bytes(data: bytes, kind: str) -> None:
    assert media_type.of(data) == kind
