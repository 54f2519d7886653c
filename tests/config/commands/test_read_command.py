"""cessie read: the contract of its JSON, its words for people, its exit codes."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from cessie.config.main import main
from cessie.formats.invoices import ubl
from tests.formats import samples


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "invoice.xml").write_bytes(ubl.write(samples.invoice()))
    (tmp_path / "statement.xml").write_bytes(samples.camt())
    (tmp_path / "statement.cod").write_bytes(samples.coda())
    (tmp_path / "other.txt").write_text("hello")
    return tmp_path


def _json(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, list[dict[str, Any]]]:
    code = main(["read", "--json", *(str(arg) for arg in args)])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_invoice_in_the_form_of_the_contract(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = files / "invoice.xml"
    code, (line,) = _json(capsys, name)
    assert code == 0
    contract = {"file", "part", "kind", "format", "number", "issue_date", "due_date", "currency", "seller", "buyer"}
    assert contract | {"totals", "payment", "confidence", "warnings"} <= set(line)
    assert (line["file"], line["part"], line["kind"], line["format"]) == (str(name), 1, "invoice", "ubl")
    assert line["totals"] == {"net": "100.00", "vat": "21.00", "gross": "121.00", "payable": "121.00"}
    assert line["payment"] == {"iban": samples.FACTOR_IBAN, "bic": "GKCCBEBB", "reference": "+++010/8068/17183+++"}
    assert line["seller"] == {
        "name": "Atelier du Pont SRL",
        "vat": "BE0123456749",
        "register": "0123456749",
        "iban": None,  # the account is the payee's
    }
    assert (line["issue_date"], line["due_date"], line["currency"]) == ("2026-11-02", "2026-12-02", "EUR")
    assert line["confidence"]["payment.iban"] == 1.0
    assert line["warnings"] == []


def test_a_statement_in_the_form_of_the_contract(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, (camt, coda) = _json(capsys, files / "statement.xml", files / "statement.cod")
    assert code == 0
    assert (camt["kind"], camt["format"], coda["format"]) == ("statement", "camt053", "coda")
    (statement,) = camt["statements"]
    assert set(statement) >= {"account", "number", "opening", "closing", "entries", "totals", "interim", "warnings"}
    assert statement["account"] == {"iban": samples.FACTOR_IBAN, "currency": "EUR"}
    assert statement["opening"] == {"date": "2026-11-19", "amount": "1000.00"}
    assert statement["totals"] == {"entries": 1, "credits": "121.00", "debits": "0.00"}
    (entry,) = statement["entries"]
    contract = {"booked", "value", "amount", "bank_reference", "end_to_end_id", "counterparty", "remittance"}
    assert contract | {"return_reason", "details", "status"} <= set(entry)
    assert entry["counterparty"] == {"name": "De Molen BV", "iban": samples.CLIENT_IBAN, "bic": "KREDBEBB"}
    assert entry["remittance"] == {"structured": samples.OGM, "scheme": "BBA", "text": None}
    assert coda["statements"][0]["closing"]["amount"] == "11250.000"


def test_one_refused_file_gives_exit_code_1_and_does_not_stop_the_others(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = _json(capsys, files / "other.txt", files / "invoice.xml")
    assert code == 1
    assert [line["kind"] for line in lines] == ["refused", "invoice"]
    assert set(lines[0]) == {"file", "part", "kind", "error"}
    assert lines[0]["error"] == {"code": "format.unknown", "message": "The file is of no format that is known here."}


@pytest.mark.parametrize(("name", "code"), [("nothing.xml", "file.missing"), (".", "file.directory")])
def test_no_file_is_a_clear_error(files: Path, capsys: pytest.CaptureFixture[str], name: str, code: str) -> None:
    exit_code, (line,) = _json(capsys, files / name)
    assert exit_code == 1
    assert line["error"]["code"] == code


def test_a_huge_file_is_refused_unread(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    huge = files / "huge.xml"
    with huge.open("wb") as stream:
        stream.truncate(200 * 2**20)  # sparse: costs no disk
    start = time.monotonic()
    code, (line,) = _json(capsys, huge)
    assert (code, line["error"]["code"]) == (1, "format.too_large")
    assert "209715200 bytes" in line["error"]["message"]
    assert time.monotonic() - start < 2


def test_people_get_a_table(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(files / "invoice.xml"), str(files / "statement.cod")]) == 0
    out = capsys.readouterr().out
    assert "invoice F-2026-0451" in out
    assert "1250.000  DE MOLEN BV" in out


def test_control_characters_do_not_reach_the_terminal(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "evil.xml").write_bytes(samples.camt(samples.ENTRY.replace("De Molen BV", "A\u009b31mB\u202eC")))
    main(["read", str(files / "evil.xml")])
    out = capsys.readouterr().out
    assert "\u009b" not in out
    assert "\u202e" not in out
