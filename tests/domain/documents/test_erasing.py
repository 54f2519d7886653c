"""An original whose time is over: its bytes go, its hash stays, and it may come back."""

from pathlib import Path

import pytest

from cessie.domain.documents import originals
from cessie.domain.documents.erasing import erase, sweep
from cessie.domain.documents.invariants import every_document_has_its_bytes
from cessie.domain.documents.models import Arrival, Document
from cessie.domain.documents.queries import content
from cessie.domain.documents.store import store
from cessie.domain.users.rules.viewer import NotAllowed
from cessie.lib.reasons import Reason, Refusal
from tests.domain.conftest import AT, SYSTEM, staff

WHY = Reason("retention.over", "Its time is over.")

pytestmark = pytest.mark.django_db


@pytest.fixture
def digest(store_folder: Path) -> str:
    return str(store(data=b"a letter", name="Jan Peeters.txt", channel="portal", by=SYSTEM, at=AT).document.pk)


def test_the_bytes_and_the_name_go_and_the_hash_stays(digest: str, django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert erase(sha256=digest, reason=WHY, by=SYSTEM, at=AT)
    assert not originals.path_of(digest).exists()
    assert (Document.objects.get().erased_at, Arrival.objects.get().name) == (AT, "")
    assert list(every_document_has_its_bytes()) == []
    with pytest.raises(Refusal) as no:
        content(digest, SYSTEM)
    assert no.value.code == "documents.erased"
    assert not erase(sha256=digest, reason=WHY, by=SYSTEM, at=AT)


def test_a_crash_before_the_bytes_went_is_made_good(digest: str) -> None:
    erase(sha256=digest, reason=WHY, by=SYSTEM, at=AT)  # nothing is committed here, so the bytes are still there
    assert originals.path_of(digest).exists()
    assert (sweep(), sweep()) == (1, 0)
    assert not originals.path_of(digest).exists()


def test_the_same_letter_may_come_again(digest: str) -> None:
    erase(sha256=digest, reason=WHY, by=SYSTEM, at=AT)
    sweep()
    again = store(data=b"a letter", name="again.txt", channel="portal", by=SYSTEM, at=AT)
    assert (again.is_new, again.document.erased_at) == (False, None)
    assert content(digest, SYSTEM) == b"a letter"
    assert sweep() == 0


def test_not_everybody_may_erase(digest: str) -> None:
    with pytest.raises(NotAllowed):
        erase(sha256=digest, reason=WHY, by=staff("an", "credit"), at=AT)
    assert originals.path_of(digest).exists()
