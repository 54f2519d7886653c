"""The entry score: better figures never lower it, what is not known is named, and the advice follows the house."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.config.commands.score import facts_of
from cessie.config.main import main
from cessie.domain.onboarding.rules.score import Facts, kept, score

USUAL = kept("score", {})
MIDDLE = Facts(
    turnover=2_000_000_00,
    equity=20,
    total_assets=100,
    result=20_000_00,
    dso=75,
    dilution=400,
    largest=3_000,
    late=1_200,
)


@given(more=st.integers(0, 10_000_000_00), later=st.integers(0, 200))
def test_more_turnover_never_lowers_it_and_slower_payment_never_raises_it(more: int, later: int) -> None:
    points = score(MIDDLE, USUAL).points
    # the result stands against the turnover: the same margin
    grown = MIDDLE.turnover + more if MIDDLE.turnover else 0
    same_margin = Facts(grown, 20, 100, grown // 100, 75, 400, 3_000, 1_200)
    assert score(same_margin, USUAL).points >= points
    slower = Facts(2_000_000_00, 20, 100, 20_000_00, 75 + later, 400, 3_000, 1_200)
    assert score(slower, USUAL).points <= points


def test_a_figure_earns_its_weight_straight_between_none_and_all() -> None:
    found = {part.name: part for part in score(MIDDLE, USUAL).parts}
    assert found["solidity"].points * 2 == 25  # 20 % is half way from 5 to 35
    assert found["concentration"].points * 7 == 40  # 30 % is four sevenths of the way from 50 to 15
    assert found["profit"].value == 1


def test_what_is_not_known_weighs_nothing_and_too_little_advises_nothing() -> None:
    few = score(Facts(equity=50, total_assets=100), USUAL)
    assert (few.points, few.known, few.advice) == (100, 25, "unknown")
    assert score(Facts(), USUAL).points == 0
    bad = Facts(100_000_00, -10, 100, -50_000_00, 200, 2_000, 9_000, 6_000)
    assert (score(bad, USUAL).points, score(bad, USUAL).advice) == (0, "against")
    assert next(part.name for part in score(bad, USUAL).raises) == "solidity"


LEDGER = """kind,number,debtor,debtor_name,date,due_date,amount,of
invoice,F1,D1,Een,2026-01-10,2026-02-09,1000.00,
invoice,F2,D2,Twee,2026-03-10,2026-04-09,3000.00,
credit_note,C1,D2,Twee,2026-03-20,,300.00,F2
payment,P1,D1,Een,2026-02-20,,1000.00,F1
"""


def test_the_command_measures_the_ledger_and_says_where_each_figure_is_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, ledger = tmp_path / "company.json", tmp_path / "ledger.csv"
    file.write_text('{"turnover": "2000000", "equity": "200000.00", "total_assets": "1000000", "result": "20000"}')
    ledger.write_text(LEDGER)
    facts, sources = facts_of(str(file), str(ledger), 30)
    assert (facts.dso, facts.dilution, facts.largest, facts.late) == (61, 750, 7_500, 0)
    assert (sources["equity"], sources["dso"]) == ("typed", "ledger")
    assert main(["score", str(file), "--ledger", str(ledger), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["known_percent"], told["decides"]) == (100, "a person")
    file.write_text("{")
    assert main(["score", str(file)]) == 1
