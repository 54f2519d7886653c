"""``cessie law``: one question by flags, many by lines; no database is asked."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from cessie.config.main import main

BE = ["law", "interest", "--country", "BE", "--segment", "b2b", "--principal", "5000.00", "--due", "2025-01-31"]


def test_one_question_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BE, "--until", "2025-09-15", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["interest"], found["fixed_sum"], found["total"]) == ("347.05", "40.00", "5387.05")
    assert set(found["steps"][0]) >= {"from", "to", "days", "base", "rate", "amount"}
    assert found["sources"]


def test_one_question_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BE, "--until", "2025-09-15", "--payment", "2025-02-28=1000.00"]) == 0
    shown = capsys.readouterr().out
    assert "total" in shown
    assert "sources: Law of 2 August 2002, art. 5" in shown


def test_a_refusal_names_its_guard_and_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BE, "--until", "2024-09-15", "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["error"]["guard"] == "LAW-GEN-01"
    assert "LAW-GEN-01" in err


def test_flags_reach_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["law", "term", "--country", "NL", "--segment", "b2b", "--received", "2026-03-02", "--days", "60"]
    assert main([*words, "--debtor-large", "--creditor-sme", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["due"] == "2026-04-01"
    assert main(["law", "costs", "--country", "NL", "--segment", "b2c", "--principals", "120.00", "180.00", "60.00",
                 "--on", "2026-03-01", "--json"]) == 0  # fmt: skip
    assert json.loads(capsys.readouterr().out)["costs"] == "54.00"


def test_a_batch_answers_line_by_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        '{"id": 1, "what":"costs","country":"NL","segment":"b2b","principal":"10000.00","on":"2026-03-01"}',
        "",
        '{"id": 2, "what":"deadlines","country":"BE","procedure":"ios","served":"2026-01-30"}',
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
    assert main(["law", "--batch", "-", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in found] == [1, 2]
    assert (found[0]["costs"], found[1]["dates"]["record_earliest"]) == ("875.00", "2026-03-10")


def test_a_batch_goes_on_after_a_refusal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{bad\n{"what":"rate","country":"BE","on":"2026-03-01"}\n', "utf-8")
    assert main(["law", "--batch", str(file), "--json"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert found[0]["error"]["code"] == "law.no_json"
    assert found[1]["rate"] == "10.50"


def test_rates_of_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("country,kind,first,last,percent,status,confidence,source\n"
                    "BE,b2b_late_interest,2027-01-01,,11,provisional,unverified,formula\n", "utf-8")  # fmt: skip
    words = ["law", "rate", "--country", "BE", "--on", "2027-02-01", "--json"]
    assert main([*words, "--rates", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "provisional"
    assert main(words) == 1
    assert main([*words, "--rates", str(tmp_path / "none.csv")]) == 1


@pytest.mark.parametrize("words", [["law"], ["law", "interest", "--batch", "-"]])
def test_nothing_or_two_things_asked(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "ask for one of" in capsys.readouterr().err
