"""What is open in a ledger: one exam over all layouts, the layouts of factors there and back, sheets of any columns."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.formats import client_ledgers
from cessie.formats.client_ledgers import bpce, eurofactor, ledger_formats, open_items
from cessie.formats.client_ledgers._columns import guess, signature
from cessie.formats.values.client_ledger import OpenItem, Sender
from cessie.formats.workbook import workbook
from cessie.lib.reasons import Reason, Refusal
from tests.formats.client_ledgers.test_client_ledgers import CSV, _fec

SENDER = Sender("Verzonnen Meubelen", date(2026, 9, 8), date(2026, 9, 9), issuer="12345", client="67890")
ITEMS = (
    OpenItem("invoice", "F1", "D1", "DUPONT", "", date(2026, 8, 1), date(2026, 9, 1), 1210_00, 1210_00, place=2),
    OpenItem("credit_note", "AV1", "D1", "DUPONT", "", date(2026, 8, 5), date(2026, 8, 5), -10_01, -10_01, place=3),
)
FEC = _fec(
    ("VE", "1", "20260302", "411000", "DUPONT", "F1", "1200,00", "0,00", "A"),
    ("VE", "1", "20260302", "706000", "", "F1", "0,00", "1200,00", ""),
    ("BQ", "1", "20260402", "512000", "", "REL4", "1000,00", "0,00", ""),
    ("BQ", "1", "20260402", "411000", "DUPONT", "REL4", "0,00", "1000,00", "A"),
)
SAMPLES: dict[str, bytes] = {
    "bpce": bpce.write(SENDER, ITEMS), "eurofactor": eurofactor.write(SENDER, ITEMS), "csv": CSV.encode(), "fec": FEC,
}  # fmt: skip


def _read(data: bytes) -> list[OpenItem]:
    found = list(open_items(data, {}))
    assert not [each for each in found if isinstance(each, Reason)]
    return [each for each in found if isinstance(each, OpenItem)]


@pytest.mark.parametrize("each", ledger_formats(), ids=lambda each: each.NAME)
def test_every_layout_is_known_by_its_head_alone_and_names_what_is_wrong(each: client_ledgers.LedgerFormat) -> None:
    data = SAMPLES[each.NAME]  # a new layout brings its sample
    assert [other.NAME for other in ledger_formats() if other.looks_like(data[:4096])] == [each.NAME]
    assert not any(each.looks_like(head) for head in (b"", b"\0\xff" * 40, b"PK\x03\x04", b"number;date;open\n"))
    assert _read(data)
    assert [m.cents for m in each.read(data).movements]
    broken = data.replace(b"2026", b"2o26").replace(b"000000001", b"00000000x")
    wrong = [found for found in open_items(broken, {}) if isinstance(found, Reason)]
    assert wrong
    assert all(isinstance(reason.facts["line"], int) for reason in wrong)


def test_movements_leave_open_what_nothing_paid() -> None:
    csv, fec = _read(CSV.encode()), _read(FEC)
    assert {(i.kind, i.number): (i.open_cents, i.gross_cents) for i in csv} == {
        ("invoice", "F1"): (0, 1210_00), ("credit_note", "C1"): (0, -210_00),
    }  # fmt: skip
    assert [(i.number, i.open_cents, i.gross_cents) for i in fec] == [("F1", 200_00, 1200_00)]


_text = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=7)
_day = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(
    st.lists(
        st.tuples(_text, _text, _day, _day, st.integers(0, 10**11), st.sampled_from(("invoice", "credit_note"))),
        max_size=5, unique_by=lambda row: row[0],
    )
)  # fmt: skip
@pytest.mark.parametrize("write", [bpce.write, eurofactor.write])
def test_what_is_written_for_a_factor_reads_back(write: Callable[..., bytes], rows: list[tuple[object, ...]]) -> None:
    wanted = []
    for number, debtor, issued, due, cents, kind in rows:
        signed = cents if kind == "invoice" else -cents  # type: ignore[operator]  # an integer of the strategy
        wanted.append(OpenItem(kind, number, debtor, debtor, "", issued, due, signed, signed))  # type: ignore[arg-type]
    data = write(SENDER, wanted)
    lines = data.split(b"\r\n")[:-1]
    assert {len(line) for line in lines} <= {275, 240}
    if not lines or not rows:
        return  # nothing in the file tells which layout it is
    assert [each._replace(place=0) for each in _read(data)] == wanted


def test_a_file_of_a_factor_that_was_cut_or_changed_is_named_by_its_line() -> None:
    lines = SAMPLES["bpce"].split(b"\r\n")
    cut = b"\r\n".join(lines[:2]) + b"\r\n"
    assert [r.code for r in open_items(cut, {}) if isinstance(r, Reason)] == ["client_ledger.no_trailer"]
    more = SAMPLES["bpce"].replace(b"0000000121000", b"0000000121001")
    assert [(r.code, r.facts["line"]) for r in open_items(more, {}) if isinstance(r, Reason)] == [
        ("client_ledger.total", 4)
    ]
    dollars = SAMPLES["eurofactor"].replace(b";EUR;", b";USD;")
    assert {r.code for r in open_items(dollars, {}) if isinstance(r, Reason)} == {"client_ledger.currency"}
    assert [r.code for r in open_items(SAMPLES["eurofactor"] * 2, {}) if isinstance(r, Reason)] == [
        "client_ledger.twice", "client_ledger.twice",
    ]  # fmt: skip


SHEET = """Factuurnummer;Klantnummer;Naam;BTW-nummer;Factuurdatum;Vervaldatum;Openstaand;Totaal;Betwist;Soort
F1;D1;Café Noir;BE0403019261;1/8/2026;31/8/2026;1.210,00;2.420,00;;Factuur
C1;D1;Café Noir;BE0403019261;5/8/2026;;10,00;10,00;;Creditnota
F2;D2;Twee BV;;13/8/2026;12/9/2026;500;500;x;
"""


def test_a_sheet_is_read_by_what_its_columns_are_called() -> None:
    found = _read(SHEET.encode("cp1252"))
    assert [(i.kind, i.number, i.open_cents, i.gross_cents, i.disputed) for i in found] == [
        ("invoice", "F1", 1210_00, 2420_00, False), ("credit_note", "C1", -10_00, -10_00, False),
        ("invoice", "F2", 500_00, 500_00, True),
    ]  # fmt: skip
    assert (found[0].debtor, found[0].debtor_name, found[0].number_of_debtor) == ("D1", "Café Noir", "BE0403019261")
    assert (found[2].issued, found[1].due) == (date(2026, 8, 13), None)


def test_a_workbook_is_read_by_the_columns_that_were_explained() -> None:
    head = ["A", "B", "C", "D"]
    rows = [["F1", 7, date(2026, 8, 1), Decimal("12.50")], ["F2", 8, date(2026, 8, 2), Decimal("3.00")]]
    data = workbook("Open", head, rows)  # type: ignore[arg-type]  # cells of every kind
    with pytest.raises(Refusal) as no:
        list(open_items(data, {}))
    assert no.value.code == "client_ledger.columns"
    layout = ("number", "debtor", "issued", "open")
    found = list(open_items(data, {signature(head): layout}))
    assert [(i.number, i.debtor, i.open_cents) for i in found if isinstance(i, OpenItem)] == [
        ("F1", "7", 1250), ("F2", "8", 300),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("F1;D1;1/8/2026;-5,00;EUR", "client_ledger.negative"),
        ("F1;D1;1/8/2026;5,00;USD", "client_ledger.currency"),
        ("F1;D1;31/2/2026;5,00;EUR", "table.day"),
        ("F1;D1;1/8/2026;5,001;EUR", "table.decimals"),
        (";D1;1/8/2026;5,00;EUR", "client_ledger.empty"),
        ("F1;D1;1/8/2026;5,00", "client_ledger.cells"),
    ],
)
def test_each_row_that_cannot_be_is_named(row: str, code: str) -> None:
    data = f"Nummer;Klant;Datum;Openstaand;Munt;Soort\nF0;D1;2/8/2026;1,50;EUR;F\n{row};F\n".encode()
    found = [each for each in open_items(data, {}) if isinstance(each, Reason)]
    assert [(each.code, each.facts["line"]) for each in found] == [(code, 3)]
    assert found[0].in_words()


def test_nothing_else_is_taken_for_a_ledger() -> None:
    for data in (b"%PDF-1.7 no ledger", b"", b"one line without columns"):
        with pytest.raises(Refusal):
            list(open_items(data, {}))
    assert guess(["Foo", "Nummer", "Nummer"]) == ("", "number", "")
    assert client_ledgers.format_of(io.BytesIO(SHEET.encode()).read()) == "sheet"
