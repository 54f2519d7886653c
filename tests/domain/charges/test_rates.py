"""Reference rates: entered by one, confirmed by another, corrected by a newer one; what is not known is not guessed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cessie.domain.charges.decide_rates import SamePerson, decide_rates
from cessie.domain.charges.enter_rates import OtherValue, enter_rates
from cessie.domain.charges.models import Fixing
from cessie.domain.charges.rates import fixings
from cessie.domain.charges.rules.rates_file import BadRates, Given, read
from cessie.domain.charges.waiting import WATCHES
from cessie.domain.users.rules.viewer import NotAllowed, Viewer, system
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.domain.conftest import AT, staff

JUNE = date(2026, 6, 1)


def given(value: str = "2.035", day: date = JUNE, reference: str = "EURIBOR_3M") -> Given:
    return Given(reference, day, Decimal(value), "emmi-benchmarks.eu")


def known(day: date = JUNE) -> list[Decimal]:
    return [fixing.value for fixing in fixings(["EURIBOR_3M"], day, day)["EURIBOR_3M"]]


@pytest.mark.django_db
def test_a_rate_counts_once_a_second_person_confirmed_it(bob: Viewer) -> None:
    ann = staff("ann", "treasury")
    (row,) = enter_rates(rates=[given()], by=ann, at=AT)
    assert enter_rates(rates=[given()], by=bob, at=AT) == (row,)
    assert known() == []
    assert [waiting.subject[1] for waiting in WATCHES[0].look(AT)] == [str(row.pk)]
    with pytest.raises(OtherValue):
        enter_rates(rates=[given("2.350")], by=bob, at=AT)
    with pytest.raises(SamePerson):
        decide_rates(fixing_ids=[row.pk], event="confirm", by=ann, at=AT)
    with pytest.raises(NotAllowed):
        decide_rates(fixing_ids=[row.pk], event="confirm", by=system("night"), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Fixing.objects.filter(pk=row.pk).update(state="confirmed", decided_by=ann.key, decided_at=AT)
    decide_rates(fixing_ids=[row.pk], event="confirm", by=bob, at=AT)
    decide_rates(fixing_ids=[row.pk], event="confirm", by=bob, at=AT)
    assert known() == [Decimal("2.035")]
    with pytest.raises(WrongState):
        decide_rates(fixing_ids=[row.pk], event="withdraw", by=bob, at=AT)


@pytest.mark.django_db
def test_a_correction_follows_and_the_former_value_stays_readable(bob: Viewer) -> None:
    ann, later = staff("ann", "treasury"), AT + timedelta(hours=1)
    for value, at in (("2.035", AT), ("2.053", later)):
        (row,) = enter_rates(rates=[given(value)], by=ann, at=at)
        decide_rates(fixing_ids=[row.pk], event="confirm", by=bob, at=at)
    assert known() == [Decimal("2.053")]
    before = fixings(["EURIBOR_3M"], JUNE, JUNE, known_at=AT)["EURIBOR_3M"]
    assert [fixing.value for fixing in before] == [Decimal("2.035")]
    assert enter_rates(rates=[given("2.053")], by=ann, at=later)[0].state == "confirmed"


@pytest.mark.django_db
def test_what_cannot_be_a_rate_is_refused(bob: Viewer, an: Viewer) -> None:
    for wrong in (given("203.5"), given(reference="LIBOR"), Given("ESTR", JUNE, Decimal(2), " ")):
        with pytest.raises(Refusal):
            enter_rates(rates=[wrong], by=bob, at=AT)
    with pytest.raises(NotAllowed):
        enter_rates(rates=[given()], by=an, at=AT)


def test_a_file_is_read_whole_or_not_at_all() -> None:
    head = "reference;valid_from;value;source\n"
    rates = read("\ufeff" + head + "estr;2026-06-01;1,93;ecb\nEURIBOR_1M;2026-06-01;-0.35;emmi\n")
    assert [(rate.reference, rate.value) for rate in rates] == [
        ("ESTR", Decimal("1.93")), ("EURIBOR_1M", Decimal("-0.35")),
    ]  # fmt: skip
    with pytest.raises(BadRates) as told:
        read(head + "LIBOR;1.6.2026;two;\nESTR;2026-06-01;1.93;ecb\nESTR;2026-06-02;NaN;ecb\n")
    codes = [(reason.code, reason.facts["row"]) for reason in told.value.reasons]
    assert codes == [
        ("rates.reference", 2),
        ("rates.day", 2),
        ("rates.value", 2),
        ("rates.source", 2),
        ("rates.value", 4),
    ]
    for text in ("", "a;b\n1;2\n", head):
        with pytest.raises(BadRates):
            read(text)
