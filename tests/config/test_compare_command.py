"""``cessie compare`` as a person and a program use it: files in, offers ranked, wrong lines named by place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from cessie.config.main import main
from cessie.formats.xml import parse

LEDGER = """kind,number,debtor,debtor_name,date,due_date,amount,of
invoice,F1,D1,Made up BV,2026-03-02,2026-04-01,12100.00,
invoice,F2,D2,Made up NV,2026-03-10,2026-04-09,6050.00,
payment,,D1,Made up BV,2026-04-07,,12100.00,F1
payment,,D2,Made up NV,2026-04-20,,6100.00,F2
"""
OFFERS: dict[str, Any] = {
    "reference": {"EURIBOR_3M": [{"from": "2026-01-01", "percent": "2.0"}]},
    "offers": [
        {"name": "One by one", "factor": "House A", "product": "american", "yearly_minimum": "0.00"},
        {
            "name": "Whole ledger", "factor": "House B", "product": "full_service", "commission_percent": "0.4",
            "yearly_minimum": "0.00",
            "variants": {"advance": [{"label": f"{rate} %", "advance_percent": rate} for rate in
                                     ("70", "75", "80", "85", "90", "92", "94", "96")]},
        },
    ],
}  # fmt: skip


def files(folder: Path, ledger: str = LEDGER, offers: Any = OFFERS) -> list[str]:
    (folder / "ledger.csv").write_text(ledger, "utf-8")
    (folder / "offers.json").write_text(offers if isinstance(offers, str) else json.dumps(offers), "utf-8")
    return ["compare", "--ledger", str(folder / "ledger.csv"), "--offers", str(folder / "offers.json")]


def test_the_offers_are_ranked_and_told_to_the_cent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*files(tmp_path), "--json", "--processes", "1"]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert (alone["from"], alone["until"], alone["aside"]) == ("2026-03-02", "2026-04-20", "50.00")
    assert [each["rank"] for each in alone["offers"]] == list(range(1, 10))
    dear = alone["offers"][-1]
    assert (dear["name"], dear["costs"]["commission"]) == ("One by one", "635.25")  # 3.5 percent of 18,150.00
    cheap = alone["offers"][0]
    assert (cheap["factor"], cheap["costs"]["commission"], cheap["frontier"]) == ("House B", "72.60", True)
    assert len(cheap["daily"]) == 50
    assert main([*files(tmp_path), "--json", "--processes", "2"]) == 0  # in processes of their own: the same
    assert json.loads(capsys.readouterr().out) == alone


def test_a_person_reads_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*files(tmp_path), "--processes", "1", "--need", "2000.00"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[1].startswith("  1* Whole ledger, 85 %")
    assert any("frees too little" in line for line in told)
    assert "50.00 euro of payments" in told[-1]


def test_cost_against_liquidity_is_drawn(tmp_path: Path) -> None:
    odd = {**OFFERS, "offers": [OFFERS["offers"][0] | {"name": "A & <b>"}, OFFERS["offers"][1]]}
    drawn = tmp_path / "frontier.svg"
    assert main([*files(tmp_path, LEDGER, odd), "--processes", "1", "--picture", str(drawn)]) == 0
    root = parse(drawn.read_bytes())
    assert len(root.findall(".//{*}circle")) == 9
    assert any((title.text or "").startswith("A & <b>: cost 635") for title in root.iterfind(".//{*}title"))
    assert main([*files(tmp_path), "--processes", "1", "--picture", str(tmp_path / "no" / "where.svg")]) == 1


def test_a_report_and_a_workbook_are_written(tmp_path: Path) -> None:
    paper, book = tmp_path / "report.pdf", tmp_path / "figures.xlsx"
    files_of = ["--report", str(paper), "--workbook", str(book), "--language", "nl", "--name", "Made up BV"]
    assert main([*files(tmp_path), "--processes", "1", *files_of]) == 0
    told = " ".join(page.extract_text() for page in pypdf.PdfReader(paper).pages)
    assert "Vergelijking van voorstellen" in told
    assert "Made up BV" in told
    assert "Whole ledger, 96 %" in told
    head, first, *_ = openpyxl.load_workbook(book)["Rangschikking"].values
    row = dict(zip(head, first, strict=True))
    assert (row["Plaats"], row["Voorstel"], row["Factorfee"]) == (1, "Whole ledger, 96 %", 72.6)
    days = list(openpyxl.load_workbook(book)["Dagen"].values)
    assert len(days) == 1 + 50
    assert main([*files(tmp_path), "--processes", "1", "--report", str(tmp_path / "no" / "where.pdf")]) == 1


@pytest.mark.parametrize(
    ("ledger", "offers", "code"),
    [
        ("kind,number\n", OFFERS, "client_ledger.unknown"),
        (LEDGER.replace("invoice,F1", "gift,F1"), OFFERS, "compare.bad_ledger"),
        (LEDGER.splitlines()[0] + "\n", OFFERS, "comparison.no_invoice"),
        (LEDGER, "{", "compare.no_json"),
        (LEDGER, {"offers": [{"name": "A", "product": "none"}]}, "comparison.bad_field"),
        (LEDGER, {"offers": OFFERS["offers"]}, "compare.offer"),  # no reference rate
    ],
)
def test_what_cannot_be_compared_is_refused(
    ledger: str, offers: Any, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*files(tmp_path, ledger, offers), "--json", "--processes", "1"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["error"]["code"] == code
    assert f"[{code}]" in said.err
