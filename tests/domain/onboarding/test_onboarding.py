"""Companies that ask: scored from what is typed, read and measured; decided by people, against the advice by two."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cessie.domain.comparison.customers import forget
from cessie.domain.comparison.score_customer import score_customer, show_the_house
from cessie.domain.onboarding import queries
from cessie.domain.onboarding.chart import say_chart
from cessie.domain.onboarding.decide import agree, decide
from cessie.domain.onboarding.models import Applicant, Assessment
from cessie.domain.onboarding.paper import assessment_pdf
from cessie.domain.onboarding.rules.chart import GROUPS
from cessie.domain.onboarding.take_in import take_in
from cessie.domain.onboarding.waiting import WATCHES
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.verification.policy import decide_figures, figures_at, propose_figures
from cessie.formats import annual_accounts
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from cessie.workflows.purchases.assessing import File, assess_with
from tests.domain.comparison.test_desk import Desk, desk, let_in
from tests.domain.conftest import AT, staff
from tests.domain.onboarding.rules.test_score import LEDGER
from tests.formats.annual_accounts.test_annual_accounts import CSV
from tests.formats.annual_accounts.test_books import ACCOUNTS, xaf

__all__ = ["desk"]
GOOD = {"turnover": 10_000_000_00, "equity": 40_00, "total_assets": 100_00, "result": 600_000_00}
MORE = {"dso": 40, "dilution": 50, "largest": 900, "late": 100}
BAD = {"turnover": 100_000_00, "equity": -10_00, "total_assets": 100_00, "result": -50_000_00, "dso": 200}


@pytest.fixture
def people(db: None, store_folder: Path) -> tuple[Viewer, Viewer]:
    return staff("one", "credit"), staff("two", "credit")


def _scored(by: Viewer, typed: dict[str, int], **more: Any) -> Assessment:
    row = take_in(name=" Made  up NV", number="0417.497.106", by=by, at=AT)
    given: dict[str, Any] = {"accounts": None, "ledger": None, "days": 30} | more
    return assess_with(applicant_id=row.pk, typed=typed, by=by, at=AT, **given)


def test_accounts_and_ledger_are_read_and_each_figure_says_where_it_is_from(people: tuple[Viewer, Viewer]) -> None:
    one, _two = people
    row = _scored(one, {}, accounts=File("nbb.csv", CSV), ledger=File("ledger.csv", LEDGER.encode()))
    assert row.facts == {
        "turnover": 4_000_000_00, "equity": 250_000_50, "total_assets": 1_000_000_00, "result": -1_500_25,
        "dso": 61, "dilution": 750, "largest": 7_500, "late": 0,
    }  # fmt: skip
    assert (row.sources["equity"], row.sources["dso"], row.known_percent) == ("accounts", "ledger", 100)
    assert (row.points, row.advice) == (queries.worked_out(row).points, queries.worked_out(row).advice)
    assert Applicant.objects.get().name == "Made up NV"
    again = _scored(one, {}, accounts=File("nbb.csv", CSV), ledger=File("ledger.csv", LEDGER.encode()))
    assert (again.pk, Applicant.objects.count()) == (row.pk, 1)
    assert assessment_pdf(row, language="nl", made=AT.date()).startswith(b"%PDF")


def test_accounts_without_a_code_are_said_once_and_remembered(people: tuple[Viewer, Viewer]) -> None:
    one, _two = people
    books = File("2025.xaf", re.sub(rb"rgs-i_[A-Za-z]+", b"", xaf()))
    company = take_in(name="Made up BV", number="", by=one, at=AT)

    def scored() -> Assessment:
        return assess_with(applicant_id=company.pk, typed={}, accounts=books, ledger=None, days=30, by=one, at=AT)

    for _ in range(2):
        with pytest.raises(annual_accounts.NoCodes):
            scored()
    company.refresh_from_db()
    assert sorted(company.chart) == sorted(ACCOUNTS)
    groups = {number: each[:4] if each[:4] in GROUPS else "WBed" for number, each in ACCOUNTS.items()}
    with pytest.raises(Refusal):
        say_chart(applicant_id=company.pk, codes={"0100": "BXyz"}, by=one, at=AT)
    with pytest.raises(NotAllowed):
        say_chart(applicant_id=company.pk, codes=groups, by=staff("three", "collection"), at=AT)
    say_chart(applicant_id=company.pk, codes=groups | {"9999": "BLim"}, by=one, at=AT)
    assert scored().facts == {"turnover": 1000_00, "equity": 1050_00, "total_assets": 1660_00, "result": 350_00}
    say_chart(applicant_id=company.pk, codes={"1600": ""}, by=one, at=AT)
    with pytest.raises(annual_accounts.NoCodes) as no:
        scored()
    assert [number for number, _name in no.value.accounts] == ["1600"]


@pytest.mark.parametrize(
    ("typed", "more", "code"),
    [
        ({}, {}, "onboarding.nothing"),
        ({"turnover": 1}, {"accounts": File("nbb.csv", CSV)}, "onboarding.two"),
        ({"equity": 2, "total_assets": 1}, {}, "onboarding.impossible"),
        ({"largest": 10_001}, {}, "onboarding.impossible"),
        ({}, {"accounts": File("x", CSV.replace(b"0417.497.106", b"0403.170.701"))}, "onboarding.other_company"),
        ({}, {"ledger": File("x", LEDGER.replace("3000.00", "much").encode())}, "onboarding.wrong_ledger"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    people: tuple[Viewer, Viewer], typed: dict[str, int], more: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as no:
        _scored(people[0], typed, **more)
    assert (no.value.code, Assessment.objects.count()) == (code, 0)


def test_as_advised_one_person_decides_and_against_it_two(people: tuple[Viewer, Viewer]) -> None:
    one, two = people
    good = _scored(one, GOOD | MORE)
    assert good.advice == "for"
    with pytest.raises(Refusal, match="say why"):
        decide(assessment_id=good.pk, wish="accept", note=" ", by=one, at=AT)
    assert decide(assessment_id=good.pk, wish="accept", note="fine", by=one, at=AT).state == "accepted"
    assert decide(assessment_id=good.pk, wish="accept", note="fine", by=one, at=AT).decided_by == one.key
    bad = _scored(one, BAD)
    assert (bad.advice, good.pk != bad.pk) == ("against", True)
    assert [len(list(watch.look(AT))) for watch in WATCHES[:2]] == [1, 0]
    waits = decide(assessment_id=bad.pk, wish="accept", note="group guarantee", by=one, at=AT)
    assert (waits.state, waits.decided_at) == ("against_advice", None)
    assert [len(list(watch.look(AT))) for watch in WATCHES[:2]] == [0, 1]
    with pytest.raises(Refusal, match="another person"):
        agree(assessment_id=bad.pk, yes=True, by=one, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=bad.pk).update(state="accepted", decided_at=AT, decided_by=one.key)
    assert agree(assessment_id=bad.pk, yes=False, by=two, at=AT).state == "scored"
    with pytest.raises(WrongState):
        agree(assessment_id=bad.pk, yes=True, by=two, at=AT)
    decide(assessment_id=bad.pk, wish="accept", note="group guarantee", by=one, at=AT)
    done = agree(assessment_id=bad.pk, yes=True, by=two, at=AT)
    assert (done.state, done.decided_by, done.note) == ("accepted", two.key, "group guarantee")
    with pytest.raises(NotAllowed):
        decide(assessment_id=bad.pk, wish="refuse", note="x", by=staff("three", "treasury"), at=AT)


def test_other_figures_of_the_house_leave_what_was_scored_as_it_was(people: tuple[Viewer, Viewer]) -> None:
    one, two = people
    first = _scored(one, GOOD | MORE)
    figures = figures_at("score", AT)[0] | {"turnover_full": 100_000}
    change = propose_figures(kind="score", figures=figures, valid_from=AT.date(), note="x", by=one, at=AT)
    decide_figures(change_id=change.pk, event="confirm", by=two, at=AT)
    later = AT + timedelta(hours=1)
    applicant = first.applicant_id
    second = assess_with(
        applicant_id=applicant, typed=GOOD | MORE, accounts=None, ledger=None, days=30, by=one, at=later
    )
    first.refresh_from_db()
    assert (first.state, first.version, queries.worked_out(first).points) == ("replaced", 0, first.points)
    assert (second.version, second.points < first.points) == (1, True)
    assert queries.applicants(one).get().points == second.points


def test_a_broker_scores_in_private_until_he_shows_it(desk: Desk) -> None:
    credit, (other, _person) = staff("one", "credit"), let_in(desk.chief, "Other BV")

    def scored(by: Viewer) -> Assessment:
        return score_customer(
            customer_id=desk.customer.pk, typed=GOOD, accounts=b"", name="", ledger_id=desk.ledger.pk, by=by, at=AT
        )

    with pytest.raises(NotFound):
        scored(other)
    with pytest.raises(NotFound):
        show_the_house(customer_id=desk.customer.pk, by=desk.broker, at=AT)
    row = scored(desk.broker)
    assert (row.sources["turnover"], row.sources["largest"]) == ("typed", "ledger")
    assert not queries.applicants(credit)
    assert [len(list(watch.look(AT))) for watch in WATCHES[:2]] == [0, 0]
    with pytest.raises(NotFound):
        decide(assessment_id=row.pk, wish="accept", note="x", by=credit, at=AT)
    show_the_house(customer_id=desk.customer.pk, by=desk.broker, at=AT)
    assert [each.name for each in queries.applicants(credit)] == ["Made up BV"]
    assert [len(list(watch.look(AT))) for watch in WATCHES[:2]] == [1, 0]
    assert not queries.applicants(desk.broker)
    forget(customer_id=desk.customer.pk, by=desk.broker, at=AT)
    assert Applicant.objects.count() == 1  # shown: the house keeps what it was shown


def test_a_forgotten_customer_takes_his_score_along(desk: Desk) -> None:
    score_customer(
        customer_id=desk.customer.pk, typed=GOOD, accounts=b"", name="", ledger_id=None, by=desk.broker, at=AT
    )
    forget(customer_id=desk.customer.pk, by=desk.broker, at=AT)
    assert not Applicant.objects.exists()
