"""What must hold of cases on any night: none is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Final

from cessie.domain.audit.newest import newest_day
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.proceedings.models import Case
from cessie.domain.proceedings.rules.states import OVER
from cessie.domain.proceedings.waiting import without_case
from cessie.domain.work.models import Task
from cessie.lib.reasons import N_, Reason

#: Days beyond its day after which a case counts as forgotten: the nights look at each every day.
PATIENCE: Final = 14


def each_case_has_what_comes_next() -> Iterator[Reason]:
    """The nights have looked at every running case within two weeks of its day."""
    today = newest_day()
    if today is None:
        return
    rows = Case.objects.exclude(state__in=OVER).filter(look_date__lt=today - timedelta(days=PATIENCE))
    for number, day in rows.order_by("pk").values_list("dossier__number", "look_date")[:100]:
        words = N_("The case of dossier {number} was to be looked at on {day}, and was not.")
        yield Reason("proceedings.forgotten", words, {"number": shown(number), "day": day})


def what_is_before_the_court_has_a_case() -> Iterator[Reason]:
    """A dossier before the court has a running case, or somebody is asked to begin one."""
    today = newest_day()
    if today is None:
        return
    for dossier in without_case().order_by("number")[:100]:
        tasks = Task.objects.filter(subject_type="collection.Dossier", subject_id=str(dossier.pk), state="open")
        if dossier.look_date <= today - timedelta(days=1) and not tasks.exists():
            words = N_("Dossier {number} is before the court without a case, and waits for nobody.")
            yield Reason("proceedings.no_case", words, {"number": shown(dossier.number)})


CHECKS: list[Callable[[], Iterable[Reason]]] = [each_case_has_what_comes_next, what_is_before_the_court_has_a_case]
