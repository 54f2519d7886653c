"""``cessie match`` as a program and a person use it: files in, one answer a line out, wrong rows named by place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cessie.config.main import main
from cessie.lib.references import make_ogm
from tests.bank_files import COLLECTION, Page, Row, camt053

OGM = make_ogm(20260001)
HEADER = (
    "id,kind,client,debtor,debtor_name,debtor_ibans,number,issue_date,due_date,amount,outstanding,currency,"
    "structured_reference"
)
PAYER = "BE43068999999501"
GOOD = (
    f"1,invoice,C1,D1,Piet Peeters,{PAYER},2026-101,2026-01-05,2026-02-05,500.00,500.00,EUR,{OGM}",
    f"2,invoice,C1,D1,Piet Peeters,{PAYER},2026-102,2026-01-06,2026-02-06,300.00,250.00,EUR,",
    f"3,credit_note,C1,D1,Piet Peeters,{PAYER},CN-2026-7,2026-01-07,,-50.00,-50.00,EUR,",
    "4,invoice,C1,D2,Slagerij,,2026-103,2026-01-06,2026-02-06,80.00,80.00,EUR,",
)


def files(folder: Path, rows: tuple[str, ...], *booked: Row) -> list[str]:
    (folder / "open.csv").write_text("\n".join([HEADER, *rows]), "utf-8")
    (folder / "statement.xml").write_bytes(camt053(Page(date(2026, 3, 2), 0, booked, iban=COLLECTION)))
    return ["match", "--open-items", str(folder / "open.csv"), "--statement", str(folder / "statement.xml")]


def answer(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> tuple[int, dict[str, Any]]:
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_every_line_is_answered_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (
        Row(510_00, reference="REF1", text=OGM),
        Row(200_00, text="2026-102 CN-2026-7"),
        Row(-5_00, text="charges"),
        Row(90_00, text="2026-103", iban="NL91ABNA0417164300"),
        Row(12_00, details=(("2026-103", 7_00), ("", 5_00))),
    )
    code, said = answer(capsys, files(tmp_path, GOOD, *rows))
    assert code == 0
    places = [(line["statement"], line["line"], line["detail"], line["status"]) for line in said["lines"]]
    assert places == [
        (1, 1, 1, "matched"),
        (1, 2, 1, "matched"),
        (1, 3, 1, "unmatched"),
        (1, 4, 1, "proposed"),
        (1, 5, 1, "proposed"),
        (1, 5, 2, "unmatched"),
    ]
    first, second, _, fourth = said["lines"][:4]
    assert (first["entry"], first["excess"]) == ("REF1", "10.00")
    assert first["allocations"] == [{"item": "1", "amount": "500.00"}]
    assert sorted((a["item"], a["amount"]) for a in second["allocations"]) == [("2", "250.00"), ("3", "-50.00")]
    assert fourth["allocations"] == []
    assert fourth["candidates"][0]["allocations"] == [{"item": "4", "amount": "80.00"}]
    assert 0 < fourth["candidates"][0]["score"] < 1
    assert {reason["code"] for line in said["lines"] for reason in line["reasons"]} >= {
        "match.over",
        "match.no_money_in",
    }


BAD = (
    ("2,invoce,C,D,N,,9,,2026-02-05,1.00,1.00,EUR,", 3, "kind"),
    ("2,invoice,C,D,N,,9,,2026-02-31,1.00,1.00,EUR,", 3, "due_date"),
    ("2,invoice,C,D,N,,9,,5/2/2026,1.00,1.00,EUR,", 3, "due_date"),
    ("2,invoice,C,D,N,,9,,2026-02-05,1.00,1.001,EUR,", 3, "outstanding"),
    ("2,invoice,C,D,N,,9,,2026-02-05,1e5,1.00,EUR,", 3, "amount"),
    ("2,invoice,C,D,N,,9,,2026-02-05,1.00,,EUR,", 3, "outstanding"),
    ("2,invoice,C,D,N,,9,,2026-02-05,1.00,-1.00,EUR,", 3, "outstanding"),
    ("2,credit_note,C,D,N,,9,,2026-02-05,-1.00,1.00,EUR,", 3, "outstanding"),
    ("2,invoice,C,D,N,,9,,2026-02-05,1.00,2.00,EUR,", 3, "outstanding"),
    ("2,invoice,C,D,N,,9,,2026-02-05,1.00,1.00,eur,", 3, "currency"),
    ("1,invoice,C,D,N,,9,,2026-02-05,1.00,1.00,EUR,", 3, "id"),
    (",invoice,C,D,N,,9,,2026-02-05,1.00,1.00,EUR,", 3, "id"),
    ("2,invoice,C,D,N,,9,,2026-02-05,1.00,1.00", 3, "currency"),
    ("2,invoice,C,D,N,,9,,2026-02-05,1,00,1,00,EUR,", 3, "structured_reference"),
)


@pytest.mark.parametrize(("row", "line", "column"), BAD)
def test_a_bad_row_is_named_by_line_and_column_and_nothing_is_matched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, line: int, column: str
) -> None:
    code = main([*files(tmp_path, (GOOD[0], row), Row(510_00, text=OGM)), "--json"])
    out, err = capsys.readouterr()
    (place,) = json.loads(out)["error"]["rows"]
    assert (code, place["line"], place["column"]) == (1, line, column)
    assert f"line {line}, column {column}:" in err


def test_a_missing_column_a_quoted_line_break_and_a_file_that_is_no_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = files(tmp_path, GOOD)
    path = tmp_path / "open.csv"
    path.write_text("id,kind\n1,invoice", "utf-8")
    assert main(arguments) == 1
    assert "line 1, column outstanding:" in capsys.readouterr().err
    broken = '5,invoice,C,D,"Two\nlines",,9,,2026-02-05,1.00,1.00,EUR,\n6,x,C,D,N,,9,,2026-02-05,1.00,1.00,EUR,'
    path.write_text(f"{HEADER}\n{broken}", "utf-8")
    assert main(arguments) == 1
    assert "line 4, column kind:" in capsys.readouterr().err
    path.write_bytes(HEADER.encode() + b"\n1,\xff\xfe")
    assert main(arguments) == 1
    assert "line 2:" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"hello", b"<Invoice xmlns='urn:x'/>"])
def test_what_is_no_statement_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    arguments = files(tmp_path, GOOD)
    (tmp_path / "statement.xml").write_bytes(content)
    code, said = answer(capsys, arguments)
    assert code == 1
    assert said["error"]["code"]


def test_a_person_reads_the_same_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(files(tmp_path, GOOD, Row(510_00, text=OGM))) == 0
    shown = capsys.readouterr().out
    assert "matched" in shown
    assert "500.00 EUR  1" in shown
    assert "10.00 EUR" in shown
