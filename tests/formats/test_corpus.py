"""Every file of the corpus is read as its truth says: real files that nobody here wrote."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tools import corpus as judge


@pytest.fixture(scope="module")
def verdicts(corpus: Path) -> list[judge.Verdict]:
    return judge.run(corpus)


def test_no_file_is_read_otherwise_than_its_truth(verdicts: list[judge.Verdict]) -> None:
    wrong = [(verdict.file, verdict.differences) for verdict in verdicts if verdict.outcome == "wrong"]
    assert not wrong


LEAST = {"ubl-invoice": 73, "ubl-creditnote": 2, "camt052": 23, "camt053": 63, "camt054": 21, "camt053-zip": 1}
LEAST |= {"coda": 10, "pain001": 8, "pain002": 3, "pain008": 12, "mt940": 42, "mt942": 1}
LEAST |= {"cii-invoice": 59, "hybrid-pdf": 93}


@pytest.mark.parametrize(("folder", "least"), LEAST.items())
def test_every_file_of_a_built_format_is_right(verdicts: list[judge.Verdict], folder: str, least: int) -> None:
    outcomes = Counter(v.outcome for v in verdicts if v.file.startswith(f"{folder}/"))
    assert outcomes["right"] >= least
    assert set(outcomes) == {"right"}


def test_what_is_not_built_is_refused_by_name(verdicts: list[judge.Verdict]) -> None:
    for verdict in verdicts:
        if verdict.outcome == "not built":
            assert verdict.message.endswith("is not supported yet."), verdict


def test_the_judge_sees_a_wrong_cent(corpus: Path) -> None:
    """The comparison itself is tried: one changed figure of the truth must show."""
    truth = json.loads((corpus / "truth.json").read_text("utf-8"))["files"]
    for name, change in {
        "ubl-invoice/cen__BIS_Billing_30-Factoring.xml": ("fields", "totals", "payable"),
        "hybrid-pdf/zugferd__EN16931_Einfach.pdf": ("invoice", "fields", "totals", "payable"),
        "coda/pycoda__Coda_v2_3_single_statement.txt": ("statements", 0, "credit_sum"),
        "mt940/wolph__sberbank__171011_01234945.sta": ("statements", 0, "debit_sum"),
        "camt053/subite__LT625883379695428516__2024-05-02.xml": ("statements", 0, "closing"),
        "pain001/moov__sepa_payment_naujas_1.xml": ("payments", 0, "sum"),
        "pain008/phpsepa__pain.008.001.08.xml": ("payments", 0, "sum"),
    }.items():
        known = truth[name]
        assert judge.judge(corpus, name, known).outcome == "right"
        place = known
        for key in change[:-1]:
            place = place[key]
        place[change[-1]] = "0.01"
        assert judge.judge(corpus, name, known).outcome == "wrong"
