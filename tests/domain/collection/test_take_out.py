"""What a principal takes back from a hand-over leaves the agency: never do two hands ask for it."""

from __future__ import annotations

from datetime import timedelta

from cessie.domain.collection.models import Act, Claim, Dossier
from cessie.domain.collection.queries import known_by
from cessie.domain.dunning.models import HandOver
from cessie.workflows.follow_up.handing_over import give_back, take_over
from tests.domain.collection.life import BEGUN, house, opened
from tests.domain.collection.test_handing_over import handed
from tests.domain.conftest import SYSTEM
from tests.domain.owed import Owed

LATER = BEGUN + timedelta(days=3)


def taken_back(row: HandOver) -> None:
    HandOver.objects.filter(pk=row.pk).update(taken_back_at=LATER, taken_back_by="user:an")


def test_a_dossier_of_nothing_else_is_recalled(owed: Owed) -> None:
    house()
    row = handed(owed, owed.invoice("F-1"), owed.invoice("F-2"))
    dossier = take_over(hand_over_id=row.pk, by=SYSTEM, at=BEGUN)
    assert dossier is not None
    Act.objects.create(dossier=dossier, kind="call", step=2, due_date=BEGUN.date(), planned_at=BEGUN)
    assert give_back(by=SYSTEM, at=LATER) == 0
    taken_back(row)
    assert [give_back(by=SYSTEM, at=LATER) for _ in range(2)] == [1, 0]
    dossier.refresh_from_db()
    assert dossier.state == "closed_recalled"
    assert not Act.objects.filter(state="planned").exists()


def test_what_was_taken_back_alone_is_taken_out(owed: Owed) -> None:
    house()
    row = handed(owed, owed.invoice("F-1"))
    take_over(hand_over_id=row.pk, by=SYSTEM, at=BEGUN)
    dossier = opened(owed, owed.invoice("F-2"))
    taken_back(row)
    assert [give_back(by=SYSTEM, at=LATER) for _ in range(2)] == [1, 0]
    assert Dossier.objects.get().state == "opened"
    assert list(Claim.objects.filter(live=True).values_list("number", flat=True)) == ["F-2"]
    assert known_by(references=[dossier.reference]) == ((dossier.pk, True),)
    assert dossier.turns.filter(event="take_out").exists()
