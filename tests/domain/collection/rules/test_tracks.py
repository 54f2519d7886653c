"""What comes next towards a debtor: never before its day, never what the law forbids, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.collection.rules.contact import Contact, Made, bad_time, why_not
from cessie.domain.collection.rules.states import DOSSIER, ENDS, LIVE
from cessie.domain.collection.rules.tracks import TRACKS, Situation, may_act, next_act, track
from cessie.domain.collection.rules.worth import worth
from cessie.lib.calendars import is_working_day
from cessie.lib.money import Money
from cessie.lib.reasons import Reason, Refusal

MONDAY = date(2026, 3, 2)
PLAIN = Situation("BE", "b2b", MONDAY, Money(500_00))
CONSUMER = replace(PLAIN, segment="b2c", natural_person=True, registered=True)
LIMITS = Contact()


def test_a_business_is_written_to_at_once_and_called_after_the_rest() -> None:
    first = next_act(PLAIN, LIMITS, MONDAY)
    assert (first.number, first.due) == (1, MONDAY)
    assert first.step is TRACKS["b2b"][0]
    second = next_act(replace(PLAIN, last=(1, MONDAY), past=(Made("letter", MONDAY),)), LIMITS, MONDAY)
    assert (second.number, second.due) == (2, date(2026, 3, 9))  # five days on is a Saturday


def test_a_consumer_is_left_alone_until_his_period_is_over() -> None:
    told = replace(CONSUMER, last=(1, MONDAY), past=(Made("letter", MONDAY),), free_until=date(2026, 3, 31))
    found = next_act(told, LIMITS, MONDAY)
    assert found.due is not None
    assert found.due == date(2026, 4, 1)
    step = found.step
    assert step is not None
    assert [reason.facts["guard"] for reason in may_act(told, step, date(2026, 3, 31))] == ["LAW-BE-02"]
    assert may_act(told, step, date(2026, 4, 1)) == ()


@pytest.mark.parametrize(("country", "guard"), [("BE", "LAW-BE-05"), ("NL", "LAW-NL-03")])
def test_without_a_registration_no_consumer_is_pressed(country: str, guard: str) -> None:
    found = next_act(replace(CONSUMER, country=country, registered=False), LIMITS, MONDAY)
    assert found.step is None
    assert found.ended
    assert guard in [reason.facts["guard"] for reason in found.reasons]


def test_a_dutch_sole_trader_needs_it_too_a_dutch_company_does_not() -> None:
    trader = replace(PLAIN, country="NL", natural_person=True)
    assert next_act(trader, LIMITS, MONDAY).step is None
    assert next_act(replace(trader, natural_person=False), LIMITS, MONDAY).step is not None


def test_insolvency_a_complaint_and_what_is_held_stop_everything() -> None:
    assert next_act(replace(PLAIN, insolvent=True), LIMITS, MONDAY).step is None
    assert next_act(replace(PLAIN, complaint=True), LIMITS, MONDAY).reasons[0].code == "collection.complaint"
    why = Reason("dunning.dispute", "x")
    assert next_act(replace(PLAIN, asked=Money(0), holds=(why,)), LIMITS, MONDAY).reasons == (why,)


def test_the_cause_chooses_the_track() -> None:
    assert {step.kind for step in track(replace(PLAIN, vulnerable=True))} == {"letter"}
    assert "before_court" not in {step.tone for step in track(replace(PLAIN, cause="cannot"))}
    assert [step.tone for step in track(replace(PLAIN, cause="will_not"))] == ["first", "last", "before_court"]
    assert "call" not in {step.kind for step in track(replace(PLAIN, cause="gone"))}


def test_a_small_sum_is_not_visited() -> None:
    small = replace(PLAIN, last=(5, MONDAY), past=())
    step = next_act(small, LIMITS, MONDAY).step
    assert step is not None
    assert step.tone == "before_court"
    large = next_act(replace(small, asked=Money(9_000_00)), LIMITS, MONDAY).step
    assert large is not None
    assert large.kind == "visit"


def test_the_track_ends_before_a_person() -> None:
    found = next_act(replace(PLAIN, last=(len(TRACKS["b2b"]), MONDAY)), LIMITS, MONDAY)
    assert found.ended
    assert found.reasons[0].code == "collection.track_done"


@given(
    st.sampled_from(["BE", "NL", "FR", "ES"]), st.sampled_from(["b2b", "b2c", "b2g"]), st.booleans(), st.booleans(),
    st.sampled_from(["", "gone", "will_not", "cannot"]), st.integers(0, 10), st.integers(0, 30),
)  # fmt: skip
def test_a_life_of_a_dossier_keeps_every_limit(
    country: str, segment: str, registered: bool, natural: bool, cause: str, free: int, seed: int
) -> None:
    """Played day by day: no week holds more than the limit, no consumer is pressed in his period."""
    opened = MONDAY + timedelta(days=seed)
    now = replace(
        PLAIN, country=country, segment=segment, registered=registered, natural_person=natural, cause=cause,  # type: ignore[arg-type]  # words of the lists
        opened=opened,
    )  # fmt: skip
    for n in range(200):
        day = opened + timedelta(days=n)
        found = next_act(now, LIMITS, day)
        if found.step is None or found.due is None or found.due > day:
            continue
        if may_act(now, found.step, day):
            assert segment == "b2c"
            continue
        assert found.due == day  # nothing is done before its day, and a day that comes is not passed over
        assert why_not(LIMITS, found.step.kind, now.past, day) is None
        assert is_working_day("BE" if country == "ES" else country, day)
        if segment == "b2c" and found.number > 1 and country in ("BE", "NL"):
            assert now.free_until is not None
            assert day > now.free_until
        until = now.free_until or day + timedelta(days=14 + free)
        now = replace(now, last=(found.number, day), past=(*now.past, Made(found.step.kind, day)), free_until=until)
    weeks = [sum(0 <= (made.on - other.on).days < 7 for other in now.past) for made in now.past]
    assert max(weeks, default=0) <= LIMITS.a_week


def test_nobody_is_called_at_night_on_a_holiday_or_too_often() -> None:
    noon = datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert bad_time(LIMITS, "call", "BE", noon) is None
    assert bad_time(LIMITS, "call", "BE", noon.replace(hour=19)) is not None  # eight in the evening in Brussels
    assert bad_time(LIMITS, "visit", "BE", noon.replace(month=7, day=21)) is not None
    assert bad_time(LIMITS, "letter", "BE", noon.replace(hour=23)) is None
    twice = (Made("call", MONDAY), Made("call", MONDAY + timedelta(days=1)))
    assert why_not(LIMITS, "call", twice, MONDAY + timedelta(days=2)) is not None
    assert why_not(LIMITS, "sms", twice, MONDAY + timedelta(days=2)) is None


@pytest.mark.parametrize("wrong", [{"a_week": 0}, {"from_hour": 21}, {"calls_a_week": 9}, {"rest": -1}])
def test_limits_that_cannot_stand_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(Refusal):
        Contact.from_json(LIMITS.to_json() | wrong)
    assert Contact.from_json(LIMITS.to_json()) == LIMITS


def test_the_best_call_comes_first() -> None:
    def of(months: int = 2, broken: int = 0, missed: int = 0) -> Money:
        found = worth(Money(1_000_00), cause="short", months=months, broken=broken, missed=missed, called=0)
        return found.a_minute

    assert of() > of(broken=1) > of(broken=2)
    assert of(missed=1) < of()
    assert of(months=12) < of()
    assert worth(Money(2_000_00), cause="short", months=2, broken=0, missed=0, called=0).a_minute > of()


def test_a_dossier_ends_in_five_ways_and_nothing_but_money_or_a_person_opens_it_again() -> None:
    assert all(DOSSIER.after(state, event) == end for state in LIVE for event, end in ENDS.items())
    ended = {state for state in DOSSIER.states if state not in LIVE}
    assert {state for state, _ in DOSSIER.moves if state in ended} == ended - {"closed_time_barred"}
