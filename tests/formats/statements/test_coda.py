"""CODA 2, the Belgian statement."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cessie.formats import as_json
from cessie.formats.statements import coda
from cessie.formats.values import Breakdown, Statement
from cessie.lib.reasons import Refusal
from tests.formats import samples
from tests.formats.samples import CLIENT_IBAN, FACTOR_IBAN, OGM, information, movement, second, third


def _statement(data: bytes) -> Statement:
    (file,) = coda.read(data)
    (statement,) = file.statements
    return statement


def _codes(data: bytes) -> list[str]:
    return [warning.code for warning in _statement(data).warnings]


def _refused(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as no:
        coda.read(data)
    return no.value


def test_a_receipt_with_a_structured_communication() -> None:
    statement = _statement(samples.coda())
    assert statement.warnings == ()
    assert (statement.account.iban, statement.account.currency, statement.account.bic) == (
        FACTOR_IBAN,
        "EUR",
        "NICABEBB",
    )
    assert (statement.number, statement.sequence, statement.duplicate) == ("324", 224, False)
    assert statement.opening is not None
    assert statement.closing is not None
    assert (statement.opening.date, str(statement.opening.amount)) == (date(2026, 11, 19), "10000.000")
    assert (statement.closing.date, str(statement.closing.amount)) == (date(2026, 11, 20), "11250.000")
    (entry,) = statement.entries
    assert (str(entry.amount), entry.booked, entry.value) == ("1250.000", date(2026, 11, 20), date(2026, 11, 20))
    assert (entry.remittance.structured, entry.remittance.scheme) == (OGM, "BBA")
    assert (entry.counterparty.iban, entry.counterparty.name) == (CLIENT_IBAN, "DE MOLEN BV")


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_either_line_end(eol: str) -> None:
    data = samples.coda(eol=eol)
    assert coda.looks_like(data, "x.cod")
    assert _codes(data) == []


MANDATE = "MNDT-2026-000017"
DIRECT_DEBIT = (
    "127"
    + "201126"
    + "1"
    + "1"
    + "0"
    + "BE120010456810810".ljust(35)
    + MANDATE.ljust(35)
    + "INVOICE 2026-0451".ljust(62)
)


def _direct_debit(
    sequence: int, detail: int, amount: int, tail: str = "0    ", *, debit: bool = False, code: str = "50550000"
):
    raw = DIRECT_DEBIT + tail
    return [
        movement(sequence, amount, detail=detail, code=code, structured=True, communication=raw[:53], debit=debit),
        second(sequence, detail=detail, communication=raw[53:106], reference=f"E2E-{detail}"),
        third(sequence, detail=detail, tail=raw[106:149]),
    ]


def test_a_collection_batch_is_one_entry_with_its_details() -> None:
    records = [
        movement(2, 300_000, code="10550000"),
        second(2, reference="PMTINF-1"),
        *_direct_debit(2, 1, 100_000),
        *_direct_debit(2, 2, 200_000),
    ]
    statement = _statement(samples.coda(records, closing=10_300_000, credits=300_000))
    assert statement.warnings == ()
    (total,) = statement.entries
    assert (total.batch_reference, total.end_to_end_id) == ("PMTINF-1", None)
    assert [(d.amount, d.end_to_end_id, d.mandate) for d in total.details] == [
        (Decimal(100), "E2E-1", MANDATE),
        (Decimal(200), "E2E-2", MANDATE),
    ]
    assert total.details[0].remittance.text == "INVOICE 2026-0451"
    assert total.details[0].creditor_id == "BE120010456810810"
    assert total.details[0].return_type is None


def test_a_returned_collection_tells_type_and_reason() -> None:
    records = _direct_debit(3, 0, 100_000, "3MD06", debit=True, code="00503000")
    statement = _statement(samples.coda(records, closing=9_900_000, debits=100_000, credits=0))
    assert statement.warnings == ()
    (entry,) = statement.entries
    assert (entry.amount, entry.return_type, entry.return_reason) == (Decimal("-100.000"), "3", "MD06")


def test_structured_text_keeps_its_places_where_a_record_is_left_out() -> None:
    first, _, last = _direct_debit(3, 0, 100_000, "3MD06", debit=True, code="00503000")
    (entry,) = _statement(samples.coda([first, last], closing=9_900_000, debits=100_000, credits=0)).entries
    assert (entry.return_type, entry.return_reason) == ("3", "MD06")


def test_details_in_two_levels_hang_where_they_belong() -> None:
    records = [
        movement(1, 90_000, code="20150000"),
        movement(1, 60_000, detail=1, code="70150000"),
        movement(1, 61_000, detail=2, code="90150000"),
        movement(1, 1_000, detail=3, code="90137000", debit=True),
        movement(1, 30_000, detail=4, code="60150000"),
    ]
    statement = _statement(samples.coda(records, closing=10_090_000, credits=90_000))
    assert statement.warnings == ()
    (total,) = statement.entries
    assert [detail.amount for detail in total.details] == [Decimal(60), Decimal(30)]
    assert [detail.amount for detail in total.details[0].details] == [Decimal(61), Decimal(-1)]


def test_a_detail_number_that_wrapped_to_zero_is_still_a_detail() -> None:
    records = [movement(1, 20_000, code="10550000"), movement(1, 20_000, detail=0, code="50550000")]
    statement = _statement(samples.coda(records, closing=10_020_000, credits=20_000))
    assert len(statement.entries) == 1
    assert statement.warnings == ()


def test_a_detail_without_its_total_is_told() -> None:
    records = [movement(1, 20_000, code="50550000")]
    assert _codes(samples.coda(records, closing=10_020_000, credits=20_000)) == ["coda.tree"]


def test_details_that_are_not_their_total_are_told() -> None:
    records = [movement(1, 20_000, code="10550000"), movement(1, 19_990, detail=1, code="50550000")]
    assert _codes(samples.coda(records, closing=10_020_000, credits=20_000)) == ["statement.details"]


def test_free_text_runs_over_three_records() -> None:
    text = "INVOICE 2026-0451 AND ALSO THE ONE OF OCTOBER LEFT OPEN UNTIL TODAY, THANKS, THE BOOKKEEPER OF THE MILL"
    records = [
        movement(1, 1_250_000, communication=text[:53]),
        second(1, communication=text[53:106], reference="NOTPROVIDED", bic="KREDBEBB"),
        third(1, tail=text[106:]),
    ]
    (entry,) = _statement(samples.coda(records)).entries
    assert entry.remittance.text == text
    assert (entry.end_to_end_id, entry.counterparty.bic) == (None, "KREDBEBB")


def test_a_record_23_may_follow_21_at_once_and_keeps_its_places() -> None:
    (entry,) = _statement(samples.coda([movement(1, 1_250_000, communication="A"), third(1, tail="B")])).entries
    assert entry.remittance.text == "A B"


@pytest.mark.parametrize(
    ("communication", "structured", "scheme", "text"),
    [
        ("100RF18539007547034", "RF18539007547034", "ISO", None),
        ("100RF19539007547034", None, None, "RF19539007547034"),
        ("102" + OGM, OGM, "BBA", None),
        ("101010806817184", None, None, "010806817184"),
    ],
)
def test_structured_kinds(communication: str, structured: str | None, scheme: str | None, text: str | None) -> None:
    (entry,) = _statement(samples.coda([movement(1, 1_250_000, structured=True, communication=communication)])).entries
    said = entry.remittance
    assert (said.structured, said.scheme, said.text) == (structured, scheme, text)


def test_kind_105_hides_a_reference_behind_the_gross_amount() -> None:
    raw = "105" + "0" * 30 + "0" * 12 + "EUR" + OGM + "NL" + "0" * 15
    records = [movement(1, 1_250_000, structured=True, communication=raw[:53]), second(1, communication=raw[53:106])]
    (entry,) = _statement(samples.coda(records)).entries
    assert entry.remittance.structured == OGM


D = Decimal
RATE = "000210000000"  # 2.10 percent: four digits and eight decimals

COMPUTED: dict[str, tuple[str, dict[str, Any]]] = {
    "105": (
        "000000001250000" + "000000001400000" + "000112000000" + "USD" + OGM + "US" + "000000001250000",
        {"amount": D("1250.000"), "original": D("1400.000"), "exchange_rate": D("1.12000000"), "currency": "USD",
         "country": "US", "euros": D("1250.000")},
    ),
    "106": (
        "000000000021000" + "000000001000000" + RATE + "1" + "000000000021000",
        {"amount": D("21.000"), "basis": D("1000.000"), "percent": D("2.10000000"), "minimum": True,
         "euros": D("21.000")},
    ),
    "108": (
        "000000000012340" + "000000100000000" + RATE + "011026" + "311026",
        {"amount": D("12.340"), "basis": D("100000.000"), "percent": D("2.10000000"),
         "first_date": date(2026, 10, 1), "last_date": date(2026, 10, 31)},
    ),
    "121": (
        "000000005000000" + "311226" + "020127" + "011126" + "00123456749" + "EUR" + "   " + "BILL-7".ljust(13)
        + "000100000000",
        {"amount": D("5000.000"), "due_date": date(2026, 12, 31), "bank_due_date": date(2027, 1, 2),
         "issue_date": date(2026, 11, 1), "company": "00123456749", "currency": "EUR", "number": "BILL-7",
         "exchange_rate": D("1.00000000")},
    ),
    "122": (
        "0060" + RATE + "000000005000000" + "2" + "BILL-7".ljust(13) + "311226",
        {"days": 60, "percent": D("2.10000000"), "basis": D("5000.000"), "minimum": False, "number": "BILL-7",
         "due_date": date(2026, 12, 31)},
    ),
    "123": (
        "011026" + "999999" + "000000005000000" + RATE + "0092" + "1" + "GUARANTEE-1".ljust(13),
        {"first_date": date(2026, 10, 1), "basis": D("5000.000"), "percent": D("2.10000000"), "days": 92,
         "minimum": True, "number": "GUARANTEE-1"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(COMPUTED))
def test_how_the_bank_came_to_an_amount_is_told_in_figures(kind: str) -> None:
    raw, figures = COMPUTED[kind]
    records = [
        movement(1, 1_250_000, structured=True, communication=(kind + raw)[:53]),
        second(1, communication=(kind + raw)[53:106]),
    ]
    (entry,) = _statement(samples.coda(records)).entries
    assert entry.breakdown == Breakdown(kind=kind, **figures)
    assert entry.information is None


def test_figures_that_are_none_stay_as_text() -> None:
    (entry,) = _statement(
        samples.coda([movement(1, 1_250_000, structured=True, communication="106SEE THE ADVICE BY POST")])
    ).entries
    assert (entry.breakdown, entry.information) == (None, "106 SEE THE ADVICE BY POST")
    (told,) = as_json.document(coda.read(samples.coda())[0], "x.cod", 1)["statements"][0]["entries"]
    assert told["breakdown"] is None


def test_figures_are_written_as_the_bank_wrote_them() -> None:
    records = [movement(1, 1_250_000, structured=True, communication=("108" + COMPUTED["108"][0])[:53]),
               second(1, communication=("108" + COMPUTED["108"][0])[53:])]  # fmt: skip
    (told,) = as_json.document(coda.read(samples.coda(records))[0], "x.cod", 1)["statements"][0]["entries"]
    assert told["breakdown"] == {
        "kind": "108", "amount": "12.340", "basis": "100000.000", "percent": "2.10000000",
        "first_date": "2026-10-01", "last_date": "2026-10-31",
    }  # fmt: skip


def test_information_records_name_the_parties_in_full() -> None:
    long_name = "DE MOLEN VAN BREDA EN OMSTREKEN BESLOTEN VENNOOTSCHAP"
    records = [
        movement(1, 1_250_000),
        third(1),
        information(1, 1, "001" + long_name, structured=True),
        information(1, 2, "009" + "THE REAL PAYER", structured=True),
        information(1, 3, "COSTS INCLUDED"),
    ]
    (entry,) = _statement(samples.coda(records)).entries
    assert (entry.counterparty.name, entry.counterparty.ultimate) == (long_name, "THE REAL PAYER")
    assert entry.information == "COSTS INCLUDED"


def test_an_old_belgian_account_is_kept_as_number() -> None:
    (entry,) = _statement(samples.coda([movement(1, 1_250_000), third(1, iban="539007547034 EUR")])).entries
    assert (entry.counterparty.iban, entry.counterparty.account) == (None, "539007547034")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"closing": 11_250_010}, "statement.balance"),
        ({"credits": 1_250_010}, "coda.totals"),
        ({"debits": 10}, "coda.totals"),
        ({"count": 9}, "coda.records"),
    ],
)
def test_every_total_that_does_not_come_out_is_told(change: dict[str, int], code: str) -> None:
    assert _codes(samples.coda(**change)) == [code]  # type: ignore[arg-type]


def test_a_movement_that_is_missing_is_told() -> None:
    records = [movement(1, 1_000_000), movement(3, 250_000)]
    assert _codes(samples.coda(records)) == ["coda.sequence"]


def test_the_new_balance_of_another_account_is_told() -> None:
    data = samples.coda().replace(b"8324" + FACTOR_IBAN.encode(), b"8324" + CLIENT_IBAN.encode())
    assert _codes(data) == ["coda.account"]


def test_a_copy_is_marked() -> None:
    assert _statement(samples.coda(duplicate="D")).duplicate


def test_the_same_statement_twice_in_one_file_is_told() -> None:
    (file,) = coda.read(samples.coda() * 2)
    assert len(file.statements) == 2
    assert [warning.code for warning in file.warnings] == ["statement.twice"]


def test_a_separate_application_explains_and_is_never_booked() -> None:
    statement = _statement(
        samples.coda([movement(1, 5_000, code="60150000")], application="01500", opening=0, closing=0)
    )
    assert statement.details_only
    assert statement.booked == 0
    assert statement.warnings == ()


def test_a_day_without_movement_has_no_new_balance() -> None:
    lines = samples.coda([], closing=10_000_000, credits=0, count=1).decode().splitlines()
    statement = _statement("\n".join([*lines[:2], *lines[3:]]).encode())
    assert statement.entries == ()
    assert statement.closing == statement.opening
    assert statement.warnings == ()


def test_accents_in_windows_1252_and_in_utf_8() -> None:
    data = samples.coda([movement(1, 1_250_000, communication="CAFE LIEGE")])
    for encoding in ("cp1252", "utf-8"):
        text = data.decode().replace("CAFE LIEGE", "CAFÉ LIÈGE")
        assert _statement(text.encode(encoding)).entries[0].remittance.text == "CAFÉ LIÈGE"


def test_a_short_line_is_told() -> None:
    data = samples.coda()
    lines = data.split(b"\r\n")
    lines[2] = lines[2].rstrip(b"0 ")
    assert "coda.short_line" in _codes(b"\r\n".join(lines))


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda lines: lines[:3], "coda.incomplete"),
        (lambda lines: lines[:4] + lines[5:], "coda.incomplete"),
        (lambda lines: [lines[0], *lines[2:]], "coda.order"),
        (lambda lines: [*lines[:2], lines[3], *lines[4:]], "coda.order"),
        (lambda lines: lines[1:], "coda.order"),
        (lambda lines: [*lines[:3], "29" + lines[3][2:], *lines[4:]], "coda.record"),
        (lambda lines: [*lines[:3], "X" * 128, *lines[4:]], "coda.record"),
        (lambda lines: [lines[0][:127] + "1", *lines[1:]], "coda.version"),
        (lambda lines: [*lines[:2], lines[2] + "X", *lines[3:]], "coda.length"),
        (lambda lines: [lines[0], lines[1].replace("00010000000", "0001000000O"), *lines[2:]], "coda.field"),
        (lambda lines: [*lines[:2], lines[2].replace("201126", "320126"), *lines[3:]], "coda.field"),
        (lambda lines: [*lines[:2], lines[2][:31] + "2" + lines[2][32:], *lines[3:]], "coda.field"),
    ],
)
def test_what_cannot_be_a_coda_is_refused_with_its_line(damage, code: str) -> None:  # type: ignore[no-untyped-def]
    lines = samples.coda().decode().splitlines()
    no = _refused("\r\n".join(damage(lines)).encode())
    assert no.code == code
    assert "ine " in str(no)


def test_a_nul_is_read_as_a_blank() -> None:
    """PostgreSQL keeps none: one such file would stop every later one."""
    filled = samples.coda().replace(b"DE MOLEN BV ", b"DE MOLEN BV\x00")
    assert b"\x00" in filled
    (entry,) = _statement(filled).entries
    assert entry.counterparty.name == "DE MOLEN BV"
