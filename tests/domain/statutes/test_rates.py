"""Statutory rates: entered by one, confirmed by another, the former ones still known; nothing wrong comes in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cessie.domain.statutes.decide import SamePerson, decide
from cessie.domain.statutes.enter import OtherRate, enter
from cessie.domain.statutes.models import StatutoryRate
from cessie.domain.statutes.rates import rates_in_force
from cessie.domain.statutes.waiting import WATCHES
from cessie.domain.users.rules.viewer import NotAllowed, Viewer, system
from cessie.law.rates import BadRates, Rate, project_rates
from cessie.law.semester import lacking, provisional
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, staff

NEW_YEAR = date(2027, 1, 1)


def rate(percent: str = "10.65", first: date = NEW_YEAR, **changes: object) -> Rate:
    fields = {"country": "NL", "kind": "b2b_late_interest", "last": date(2027, 6, 30), "status": "provisional",
              "confidence": "unverified", "source": "formula"} | changes  # fmt: skip
    return Rate(first=first, percent=Decimal(percent), **fields)  # type: ignore[arg-type]


def known(day: date = NEW_YEAR) -> Decimal | None:
    row = rates_in_force().find("NL", "b2b_late_interest", day)
    return row.percent if row else None


@pytest.mark.django_db
def test_a_rate_counts_once_a_second_person_confirmed_it(bob: Viewer, an: Viewer) -> None:
    ann = staff("ann", "treasury")
    (row,) = enter(rates=[rate()], by=ann, at=AT)
    assert enter(rates=[rate()], by=bob, at=AT) == (row,)
    assert known() is None
    assert [waiting.subject[1] for waiting in WATCHES[0].look(AT)] == [str(row.pk)]
    with pytest.raises(OtherRate):
        enter(rates=[rate("10.40")], by=bob, at=AT)
    for person, no in ((ann, SamePerson), (system("night"), NotAllowed), (an, NotAllowed)):
        with pytest.raises(no):
            decide(rate_ids=[row.pk], event="confirm", by=person, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        StatutoryRate.objects.filter(pk=row.pk).update(state="confirmed", decided_by=ann.key, decided_at=AT)
    decide(rate_ids=[row.pk], event="confirm", by=bob, at=AT)
    decide(rate_ids=[row.pk], event="confirm", by=bob, at=AT)
    assert known() == Decimal("10.65")
    assert enter(rates=[rate()], by=ann, at=AT) == ()  # it stands already


@pytest.mark.django_db
def test_the_published_rate_follows_the_provisional_one_and_both_stay_known(bob: Viewer) -> None:
    ann, later = staff("ann", "treasury"), AT + timedelta(days=40)
    for row, at in ((rate(), AT), (rate("10.40", status="published", confidence="verified"), later)):
        entered = enter(rates=[row], by=ann, at=at)
        decide(rate_ids=[each.pk for each in entered], event="confirm", by=bob, at=at)
    assert known() == Decimal("10.40")
    before = rates_in_force(known_at=AT).on("NL", "b2b_late_interest", NEW_YEAR)
    assert (before.percent, before.status) == (Decimal("10.65"), "provisional")


@pytest.mark.django_db
def test_what_cannot_stand_is_refused_and_nothing_is_kept(bob: Viewer, an: Viewer) -> None:
    overlapping = rate(first=date(2026, 10, 1))
    for rows, no in (
        ([rate(kind="tips")], Refusal),
        ([rate(), overlapping], BadRates),
        ([rate(country="PT")], Refusal),
    ):
        with pytest.raises(no):
            enter(rates=rows, by=bob, at=AT)
    with pytest.raises(NotAllowed):
        enter(rates=[rate()], by=an, at=AT)
    assert StatutoryRate.objects.count() == 0


@pytest.mark.django_db
def test_two_that_would_overlap_are_not_both_confirmed(bob: Viewer) -> None:
    ann = staff("ann", "treasury")
    one = enter(rates=[rate()], by=ann, at=AT)
    two = enter(rates=[rate(first=date(2027, 4, 1))], by=ann, at=AT)
    decide(rate_ids=[one[0].pk], event="confirm", by=bob, at=AT)
    with pytest.raises(BadRates):
        decide(rate_ids=[two[0].pk], event="confirm", by=bob, at=AT)
    assert StatutoryRate.objects.get(pk=two[0].pk).state == "entered"


def test_the_formulas_give_a_semester_that_was_published() -> None:
    """Take away the second half of 2026: what the formulas give is what was published."""
    published = project_rates()
    first = date(2026, 7, 1)
    without = type(published)(row for row in published if row.first < first or row.kind == "ecb_refi")
    found = provisional(without, date(2026, 9, 9))
    assert len(found) == 10
    for row in found:
        assert row.percent == published.on(row.country, row.kind, first).percent, row
        assert row.status == "provisional"
    assert set(lacking(without, first)) == {row.key[:2] for row in found if row.country != "EU"}
    assert provisional(without.replaced_by(found), first) == ()


@pytest.mark.django_db
def test_the_rates_of_the_next_semester_are_asked_for_a_month_before() -> None:
    (watch,) = (each for each in WATCHES if each.kind == "statute.missing")
    assert not list(watch.look(datetime(2026, 11, 30, 9, tzinfo=UTC)))
    for at in (datetime(2026, 12, 2, 9, tzinfo=UTC), datetime(2027, 1, 2, 9, tzinfo=UTC)):
        (waiting,) = watch.look(at)
        assert waiting.subject == ("statutes.Semester", "2027-01-01")
