"""`cessie collect`: proposed by the night, prepared by one person, released by another, and told how it stands."""

from __future__ import annotations

from datetime import date

import pytest

from cessie.config.commands import collect
from cessie.config.main import main
from cessie.domain.mandates.models import Batch, Collection
from cessie.domain.mandates.tell import tell
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer
from tests.domain.conftest import SYSTEM, staff, store_folder
from tests.stories.road import moment
from tests.workflows.test_collecting import Own, own

__all__ = ["own", "store_folder"]
#: Three weeks before the invoice falls due.
AT = moment(date(2026, 3, 11))


@pytest.fixture(autouse=True)
def house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "open_house", lambda: None)
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def login(viewer: Viewer, monkeypatch: pytest.MonkeyPatch) -> str:
    user = User.objects.get(pk=viewer.user_id)
    user.set_password("correct horse battery")
    user.save()
    monkeypatch.setenv("CESSIE_PASSWORD", "correct horse battery")
    return user.email


def test_it_takes_a_collection_from_the_proposal_to_the_file(
    own: Own, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["collect", "propose"]) == 0
    assert main(["collect", "list"]) == 0
    told = capsys.readouterr().out
    assert "proposed 1, letters 1" in told
    assert "held: The debtor has not been told" in told
    tell(collection_id=Collection.objects.get().pk, notified_date=AT.date(), by=SYSTEM, at=AT)
    first, second = login(own.creditor.second, monkeypatch), login(staff("other", "treasury"), monkeypatch)
    file = ["collect", "prepare", "--creditor", own.mandate.creditor.identifier]
    assert main([*file, "--as", first, "--until", "2026-03-31"]) == 1, "it is of 1 April"
    assert main([*file, "--as", first]) == 0
    number = Batch.objects.get().number
    assert main(["collect", "release", number, "--as", first]) == 1
    assert main(["collect", "release", "NONE", "--as", second]) == 1
    assert main(["collect", "release", number, "--as", second]) == 0
    assert main(["collect", "state"]) == 0
    told = capsys.readouterr().out
    assert "1 collections, 1210.00 EUR" in told
    assert "instructed" in told
    assert "2026-101" in told
