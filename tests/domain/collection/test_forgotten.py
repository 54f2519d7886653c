"""No living dossier is forgotten: the check names one that nobody looks at, and one that waits for nobody."""

from __future__ import annotations

from datetime import timedelta

from cessie.domain.collection.decide import decide
from cessie.domain.collection.invariants import each_dossier_has_what_comes_next
from cessie.domain.collection.look import look
from cessie.domain.collection.models import Dossier
from cessie.domain.collection.tend import note
from cessie.domain.work.close import close
from cessie.domain.work.models import Task
from tests.domain.collection.life import BEGUN, opened
from tests.domain.conftest import SYSTEM
from tests.domain.owed import Owed

DAY = timedelta(days=1)


def codes() -> list[str]:
    return [why.code for why in each_dossier_has_what_comes_next()]


def test_a_dossier_that_the_clock_passes_by_is_named(owed: Owed) -> None:
    dossier = opened(owed, owed.invoice("F-1", 1_000_00))
    look(dossier_id=dossier.pk, by=SYSTEM, at=BEGUN)
    assert codes() == []
    note(dossier_id=dossier.pk, words="later", by=SYSTEM, at=BEGUN + 40 * DAY)
    assert codes() == ["collection.forgotten"]
    look(dossier_id=dossier.pk, by=SYSTEM, at=BEGUN + 40 * DAY)
    assert codes() == []


def test_who_waits_for_his_principal_is_before_a_person_again_when_the_task_was_put_away(owed: Owed) -> None:
    dossier = opened(owed, owed.invoice("F-1", 1_000_00))
    decide(dossier_id=dossier.pk, event="ask_principal", words="contract?", by=SYSTEM, at=BEGUN)
    task = Task.objects.get(kind="dossier.principal")
    close(key=task.key, decision="done", by=SYSTEM, at=BEGUN)
    assert codes() == []  # just now: the week's look asks again
    note(dossier_id=dossier.pk, words="later", by=SYSTEM, at=BEGUN + 20 * DAY)
    Dossier.objects.update(look_date=(BEGUN + 20 * DAY).date())
    assert codes() == ["collection.waits_for_nobody"]
    look(dossier_id=dossier.pk, by=SYSTEM, at=BEGUN + 20 * DAY)
    assert Task.objects.filter(kind="dossier.principal", state="open").count() == 1
    assert codes() == []
