"""The exam of a procedure: the same questions to every file of the folder; and the Belgian summons in its own dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cessie.law.answering import answer
from cessie.law.guards import GUARDS, Unlawful
from cessie.law.procedures import NAMES, of_country, procedure
from cessie.law.procedures.machine import Act, Procedure, Standing, ahead, begin, in_the_way, step
from cessie.law.procedures.words import ACTS, DAYS, PAPERS, ROLES, STATES
from cessie.law.rates import project_rates
from tests.law.walk import Broken, walk, without

DAY = timedelta(days=1)
LATER = date(2030, 1, 1)
IOS = procedure("be_ios")


def play(asked: Procedure, at: Standing, *acts: tuple[str, date]) -> Standing:
    """Each act on its day, with every condition fulfilled."""
    for name, on in acts:
        at = step(asked, at, Act(name, on, frozenset(asked.conditions)), today=LATER)
    return at


def summoned(on: date = date(2026, 1, 30)) -> Standing:
    first = on - 5 * DAY
    return play(IOS, begin(IOS, first), ("escalate", first), ("approve", first), ("served", on))


def test_the_procedures_are_the_files_of_the_folder() -> None:
    assert set(NAMES) >= {"be_ios", "be_court", "nl_summons", "fr_order", "fr_simplified", "fr_uncontested"}
    assert [each.name for each in of_country("BE")] == ["be_court", "be_ios"]
    with pytest.raises(Unlawful):
        procedure("machine")


@pytest.mark.parametrize("name", NAMES)
def test_each_procedure_is_whole(name: str) -> None:
    """Words for everything, guards that exist, conditions that are explained, and an end that each state can reach."""
    asked = procedure(name)
    assert asked.name == name
    assert asked.country == name[:2].upper()
    assert asked.sources
    assert asked.unverified
    assert set(asked.states) <= set(STATES)
    assert set(asked.acts) <= set(ACTS)
    assert {asked.guard, *(condition.guard for condition in asked.conditions.values())} <= set(GUARDS)
    for move in asked.moves.values():
        assert set(move.needs) <= set(asked.conditions)
        assert move.by in ROLES
        assert set(move.brings) <= set(PAPERS)
        assert {day for day in (move.earliest, move.latest, move.fixes) if day} <= set(DAYS)
    for state in set(asked.states) - set(asked.last):
        assert asked.moves[state, "insolvency"].leads == "stopped_concurrence"
        assert asked.moves[state, "paid_in_full"].leads == "closed_paid"
    assert {procedure(other).country for other in asked.leads_to.values()} <= {asked.country}
    assert set(asked.leads_to) <= set(asked.last)


@pytest.mark.parametrize("name", NAMES)
def test_no_act_comes_before_its_day(name: str) -> None:
    """The bounded part of ``make prove``: every sequence of up to six acts on the worst days."""
    proof = walk(procedure(name), date(2026, 1, 30), 6)
    assert proof.standings > 100
    assert proof.refused > proof.tried / 2


@pytest.mark.parametrize(
    ("name", "state", "act", "changed"),
    [
        ("be_ios", "cooling", "eight_days_pass", {"earliest": "reply_passed"}),
        ("be_ios", "lawyer_review", "approve", {"needs": ("within_cap",)}),
        ("be_ios", "summons_served", "month_passes", {"earliest": "reply_until"}),
        ("be_ios", "bailiff_assigned", "served", {"needs": ()}),
        ("be_ios", "lawyer_review", "insolvency", {"leads": "bailiff_assigned"}),
        ("nl_summons", "instructed", "summoned", {"gap": 7}),
        ("nl_summons", "served", "enforced", {"earliest": "oppose_until"}),
        ("be_court", "summoned", "judged_by_default", {"earliest": None}),
        ("fr_order", "served", "month_passes", {"earliest": "served"}),
        ("fr_simplified", "agreed", "title_issued", {"needs": ()}),
    ],
)
def test_the_walk_finds_a_fault_that_was_planted(name: str, state: str, act: str, changed: dict[str, object]) -> None:
    with pytest.raises(Broken):
        walk(without(name, state, act, **changed), date(2026, 1, 30), 6)


def test_the_walk_finds_a_record_that_comes_one_day_early() -> None:
    """The dates themselves: the record's first day computed a day too soon."""
    served = IOS.moves["bailiff_assigned", "served"]
    assert served.sets is not None
    early = served.sets

    def hasty(days, on):  # type: ignore[no-untyped-def]
        return {**early(days, on), "record_earliest": early(days, on)["record_earliest"] - DAY}

    faulty = replace(IOS, moves={**IOS.moves, ("bailiff_assigned", "served"): replace(served, sets=hasty)})
    with pytest.raises(Broken, match="eighth day"):
        walk(faulty, date(2026, 1, 30), 6)


@pytest.mark.parametrize("served", ["2026-01-30", "2028-02-29", "2026-06-21", "2026-11-25"])
def test_the_days_are_those_of_the_law(served: str) -> None:
    question = {"what": "deadlines", "country": "BE", "procedure": "ios", "served": served}
    dates, at = answer(question, project_rates())["dates"], summoned(date.fromisoformat(served))
    assert {name: str(at.day(name)) for name in ("month_ends", "reply_until", "record_earliest")} == {
        name: dates[name] for name in ("month_ends", "reply_until", "record_earliest")
    }


def test_the_record_waits_for_the_eighth_day() -> None:
    """Served 30 January 2026: the month ends on a Saturday, replies come until 2 March, the record from 10 March."""
    waits = play(IOS, summoned(), ("month_passes", date(2026, 3, 3)))
    stops = in_the_way(IOS, waits, Act("eight_days_pass", date(2026, 3, 9)), today=LATER)
    assert [(found.guard, found.article, found.reason.code) for found in stops] == [
        ("LAW-BE-07", "Judicial Code, art. 1394/20 to 1394/27", "procedure.early")
    ]
    drawn = play(IOS, waits, ("eight_days_pass", date(2026, 3, 10)), ("record_drawn", date(2026, 3, 10)))
    title = play(IOS, drawn, ("record_submitted", date(2026, 3, 11)), ("declared_enforceable", date(2026, 3, 20)))
    assert title.state == "enforceable"
    assert play(IOS, title, ("title_served", date(2026, 4, 1)), ("petition", date(2026, 4, 2))).state == (
        "suspended_by_court"
    )


def test_an_act_is_not_reported_before_it_is_done() -> None:
    stops = in_the_way(IOS, summoned(), Act("petition", date(2026, 2, 1)), today=date(2026, 2, 1))
    assert [found.reason.code for found in stops] == ["procedure.not_now"]
    stops = in_the_way(IOS, summoned(), Act("contested", date(2026, 2, 2)), today=date(2026, 2, 1))
    assert [found.reason.code for found in stops] == ["procedure.future"]


@pytest.mark.parametrize("late", [0, 1, 2, 3])
def test_a_reply_in_time_counts_where_it_is_heard_of_late(late: int) -> None:
    """It reached the bailiff on the last day; the house hears of it after the month, the eight days, the record."""
    acts = (("month_passes", date(2026, 3, 3)), ("eight_days_pass", date(2026, 3, 10)),
            ("record_drawn", date(2026, 3, 11)))  # fmt: skip
    at = play(IOS, summoned(), *acts[:late])
    assert play(IOS, at, ("contested", date(2026, 3, 2))).state == "closed_contested"
    stops = in_the_way(IOS, at, Act("contested", date(2026, 3, 3)), today=LATER)
    assert [found.reason.code for found in stops] == ["procedure.late"]


def test_the_month_stands_still_while_instalments_are_asked_and_paid() -> None:
    """Asked after 20 days, missed 50 days later: 50 days more to reply, and the record eight days after them."""
    at = play(IOS, summoned(), ("instalments_asked", date(2026, 2, 19)), ("plan_accepted", date(2026, 2, 25)))
    failed = play(IOS, at, ("instalment_missed", date(2026, 4, 10)))
    assert (failed.state, failed.day("reply_until")) == ("summons_served", date(2026, 4, 21))
    assert failed.day("record_earliest") == date(2026, 4, 29)


def test_a_condition_that_nobody_stated_does_not_hold() -> None:
    stops = in_the_way(IOS, begin(IOS, date(2026, 1, 1)), Act("escalate", date(2026, 1, 2)), today=LATER)
    assert len(stops) == 8
    assert stops[0].reason.code == "procedure.g1"
    assert stops[0].guard == "LAW-BE-06"


def test_what_lies_ahead_names_its_days() -> None:
    found = {each.act: each for each in ahead(IOS, summoned())}
    assert found["month_passes"].earliest == date(2026, 3, 3)
    assert found["contested"].latest == date(2026, 3, 2)


def test_the_french_bill_is_present_and_off() -> None:
    with pytest.raises(Unlawful) as no:
        begin(procedure("fr_uncontested"), date(2026, 1, 1))
    assert (no.value.guard, no.value.code) == ("LAW-FR-06", "procedure.off")


def test_a_dutch_judgment_not_served_in_person_waits_for_an_act_that_the_debtor_knows() -> None:
    asked, first = procedure("nl_summons"), date(2026, 1, 5)
    at = play(asked, begin(asked, first), ("instruct", first))
    hearing = Act("summoned", first, frozenset(asked.conditions), date(2026, 1, 13))
    at = play(asked, step(asked, at, hearing, today=LATER), ("judged_by_default", date(2026, 1, 13)))
    at = play(asked, at, ("title_served_elsewhere", date(2026, 1, 20)))
    stops = in_the_way(asked, at, Act("enforced", LATER, frozenset(asked.conditions)), today=LATER)
    assert [found.reason.code for found in stops] == ["procedure.not_open"]
    again = play(asked, known_before(asked, first), ("title_served_elsewhere", date(2026, 2, 20)))
    assert again.day("oppose_passed") is None  # the four weeks of the first service are gone with its judgment
    known = play(asked, at, ("enforced_at_once", date(2026, 3, 2)))
    assert known.day("oppose_until") == date(2026, 3, 30)


def known_before(asked: Procedure, first: date) -> Standing:
    """Judged by default, served in person, opposed, and judged again."""
    at = play(asked, begin(asked, first), ("instruct", first))
    hearing = Act("summoned", first, frozenset(asked.conditions), date(2026, 1, 13))
    at = play(asked, step(asked, at, hearing, today=LATER), ("judged_by_default", date(2026, 1, 13)))
    served = date(2026, 1, 20)
    return play(asked, at, ("title_served", served), ("opposed", served), ("judged", date(2026, 2, 10)))
