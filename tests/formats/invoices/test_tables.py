"""Invoices in sheets: known columns in three languages, figures of two habits, every bad row by its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.formats import reading, tables
from cessie.formats.invoices import _cells, _columns, csv, sheet
from cessie.formats.values import Document, InvoiceDocument, Refused
from cessie.lib.reasons import Refusal

DUTCH = """Factuurnummer;Factuurdatum;Vervaldatum;Klant;BTW-nummer;Bedrag excl. btw;BTW;Totaal incl. btw;Mededeling
F-1;02/11/2026;02/12/2026;De Molen BV;NL 0044.95.445.B01;1.000,00;210,00;1.210,00;+++010/8068/17183+++
F-2;3-11-2026;;Bäcker NV;BE0123456749;100;21;121;
"""
FRENCH = """N° de facture\tDate de facture\tÉchéance\tNom du client\tMontant HT\tTVA\tMontant TTC
F-1\t02.11.2026\t02.12.2026\tLe Moulin\t1 000,00\t210,00\t1 210,00 €
"""
ENGLISH = """Invoice no.,Invoice date,Due date,Customer,Net,VAT,Total,Type
F-1,11/02/2026,11/24/2026,"Mill, Ltd","1,000.00",210.00,"1,210.00",invoice
"""


def _read(text: str, name: str = "x.csv") -> list[Document]:
    return reading.read(text.encode(), name)


def _invoices(found: Sequence[Document]) -> list[InvoiceDocument]:
    assert all(isinstance(document, InvoiceDocument) for document in found), found
    return [document for document in found if isinstance(document, InvoiceDocument)]


def _words(found: Sequence[Document]) -> list[str]:
    assert all(isinstance(document, Refused) for document in found), found
    return [document.reason.in_words() for document in found if isinstance(document, Refused)]


def _codes(found: Sequence[Document]) -> list[str]:
    return [document.reason.code for document in found if isinstance(document, Refused)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_dutch_file_in_any_encoding(encoding: str) -> None:
    first, second = _invoices(reading.read(DUTCH.encode(encoding), ""))
    assert (first.number, first.issue_date, first.due_date) == ("F-1", date(2026, 11, 2), date(2026, 12, 2))
    assert (first.buyer.name, first.buyer.vat) == ("De Molen BV", "NL004495445B01")
    assert (first.totals.net, first.totals.vat, first.totals.gross) == (Decimal(1000), Decimal(210), Decimal(1210))
    assert first.payment.reference == "+++010/8068/17183+++"
    assert first.warnings == ()
    assert (second.buyer.name, second.due_date, second.currency) == ("Bäcker NV", None, "EUR")


def test_a_french_and_an_english_file_say_the_same() -> None:
    (french,), (english,) = _invoices(_read(FRENCH)), _invoices(_read(ENGLISH))
    assert french.totals == english.totals
    assert french.issue_date == english.issue_date == date(2026, 11, 2)
    assert english.due_date == date(2026, 11, 24)
    assert english.buyer.name == "Mill, Ltd"


def test_of_net_vat_and_total_two_tell_the_third() -> None:
    (document,) = _invoices(_read("Nr;Datum;Klant;Netto;BTW\n1;2026-11-02;X;100,00;21,00\n"))
    assert (document.totals.gross, document.totals.payable) == (Decimal("121.00"), Decimal("121.00"))
    (wrong,) = _invoices(_read("Nr;Datum;Klant;Netto;BTW;Totaal\n1;2026-11-02;X;100,00;21,00;122,00\n"))
    assert [warning.code for warning in wrong.warnings] == ["invoice.br-co-15"]


@pytest.mark.parametrize(
    "row", ["1;2026-11-02;X;-121,00;", "1;2026-11-02;X;121,00;Creditnota", "1;2026-11-02;X;-121;avoir"]
)
def test_a_credit_note_states_what_is_credited(row: str) -> None:
    (document,) = _invoices(_read(f"Nr;Datum;Klant;Totaal;Soort\n{row}\n"))
    assert (document.kind, document.totals.gross) == ("credit_note", Decimal(121))


def test_every_bad_row_is_named_and_none_is_taken() -> None:
    text = DUTCH.replace("02/11/2026", "32/11/2026").replace("100;21;121", "100;21;12x") + "F-1;;;;;;;;\n"
    assert _words(_read(text)) == [
        "Row 2, column Factuurdatum: 32/11/2026 is not a day of the calendar.",
        "Row 3, column Totaal incl. btw: 12x is not an amount.",
        "Row 4: Factuurdatum is empty.",
        "Row 4: Totaal incl. btw is empty.",
        "Row 4 names no debtor.",
    ]


def test_one_bad_row_of_many_takes_none() -> None:
    rows = "".join(f"F-{n};2026-11-02;X;121,00\n" for n in range(2000))
    assert len(_invoices(_read("Nr;Datum;Klant;Totaal\n" + rows))) == 2000
    assert _words(_read("Nr;Datum;Klant;Totaal\n" + rows.replace("F-1500;2026", "F-1500;2O26"))) == [
        "Row 1502, column Datum: 2O26-11-02 is not a day of the calendar."
    ]
    many = _codes(_read("Nr;Datum;Klant;Totaal\n" + rows.replace("121,00", "x")))
    assert (len(many), many[-1]) == (101, "table.more")


def test_the_same_invoice_twice_in_a_file_is_named() -> None:
    row = "1;2026-11-02;X;121,00\n"
    assert _codes(_read("Nr;Datum;Klant;Totaal\n" + row + row)) == ["table.twice"]
    assert len(_invoices(_read("Nr;Datum;Klant;Totaal\n" + row + row.replace("X", "Y")))) == 2


@pytest.mark.parametrize(
    ("amounts", "read"),
    [
        (["1.234"], None),  # a thousand, or one and a bit? nobody guesses
        (["1,234"], None),
        (["1.234", "12,50"], "1234"),
        (["1,234", "12.50"], "1234"),
        (["1.234.567"], "1234567"),
        (["1.234,5"], "1234.50"),
        (["1'234.50"], "1234.50"),
        (["€ 12,5"], "12.50"),
        (["12.500", "1,5"], "12500"),
        (["12.500", "1.5"], "12.50"),
        (["1.2345", "1.5"], None),
        (["1.234.56"], None),
        (["1,5", "1.5"], None),
        (["1e5"], None),
        (["=1+1"], None),
        (["12-"], "-12"),
    ],
)
def test_figures_are_read_in_one_way_or_refused(amounts: list[str], read: str | None) -> None:
    mark = _cells.decimal_mark(amounts)
    try:
        first, *_ = [_cells.amount(text, mark) for text in amounts]
        got = first
    except _cells.Unreadable:
        got = None
    assert got == (None if read is None else Decimal(read))


@given(st.integers(-(10**13), 10**13), st.sampled_from([(".", ","), (",", "."), (" ", ","), ("", "."), ("", ",")]))
def test_what_a_person_writes_in_cents_is_read_to_the_cent(cents: int, marks: tuple[str, str]) -> None:
    value = Decimal(cents) / 100
    text = f"{value:,.2f}".replace(",", "g").replace(".", marks[1]).replace("g", marks[0])
    if abs(value) < 10**12 / 10:
        assert _cells.amount(text, _cells.decimal_mark([text])) == value


def test_a_formula_is_only_a_text() -> None:
    (document,) = _invoices(_read("Nr;Datum;Klant;Totaal\n=cmd|x;2026-11-02;@SUM(A1);1,00\n"))
    assert (document.number, document.buyer.name) == ("=cmd|x", "@SUM(A1)")


def test_columns_of_ones_own_are_explained_once() -> None:
    text = "Belegnr;Tag;Wer;Summe\n7;2026-11-02;De Molen;121,00\n"
    assert _codes(_read(text)) == ["table.columns"]
    found = tables.table(text.encode())
    layouts = {tables.signature(found.headers): ("number", "issue_date", "buyer_name", "gross")}
    (document,) = _invoices(reading.read(text.encode(), "x.csv", layouts))
    assert (document.number, document.totals.gross) == ("7", Decimal("121.00"))
    other = text.replace("Belegnr;Tag", "Tag;Belegnr")
    assert _codes(reading.read(other.encode(), "x.csv", layouts)) == ["table.columns"]


def test_no_name_stands_for_two_fields() -> None:
    seen: dict[str, str] = {}
    for field, names in _columns.accepted().items():
        assert field in _columns.FIELDS
        for name in names:
            assert seen.setdefault(_columns.plain(name), field) == field, name


@pytest.mark.parametrize("text", ["hello", "a;b;c\n1;2;3", "Dear Sir,\nplease, pay, now", "", "{}", "<a/>"])
def test_any_text_is_no_sheet_of_invoices(text: str) -> None:
    assert not csv.looks_like(text.encode(), "note.txt")


def test_a_file_that_is_too_large_is_not_read() -> None:
    rows = "1;2026-11-02;X;1\n" * 10_001
    assert _codes(_read("Nr;Datum;Klant;Totaal\n" + rows)) == ["table.too_large"]
    assert _codes(_read('Nr;Datum;Klant;Totaal\n"1;2')) == ["csv.broken"]


def _workbook(*rows: list[object], at: str = "") -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    if at:
        page[at] = 1
    book.save(out)
    return out.getvalue()


HEAD: list[object] = ["Invoice number", "Date", "Customer", "Total"]


def test_a_workbook_keeps_what_the_person_typed() -> None:
    rows: list[list[object]] = [
        [2026001, date(2026, 11, 2), "De Molen", 0.1 + 0.2],
        ["A-2", datetime(2026, 11, 3, 4), "X", 121.1],  # noqa: DTZ001 - a sheet knows no zone
    ]
    first, second = _invoices(reading.read(_workbook(["Our invoices"], [], HEAD, *rows), "a.xlsx"))
    assert (first.format, first.number, first.issue_date, first.totals.gross) == (
        "sheet", "2026001", date(2026, 11, 2), Decimal("0.30"),
    )  # fmt: skip
    assert (second.number, second.totals.gross) == ("A-2", Decimal("121.10"))
    (wrong,) = _words(reading.read(_workbook(["Our invoices"], [], HEAD, ["1", "soon", "X", 1]), "a.xlsx"))
    assert wrong == "Row 4, column Date: soon is not a day of the calendar."


def test_a_third_decimal_of_a_sheet_is_refused() -> None:
    assert _codes(reading.read(_workbook(HEAD, ["1", date(2026, 11, 2), "X", 1.234]))) == ["table.decimals"]


def test_a_sheet_that_claims_to_be_huge_is_not_opened() -> None:
    row: list[object] = ["1", date(2026, 11, 2), "X", 1]
    assert _codes(reading.read(_workbook(HEAD, row, at="XFD1048576"))) == ["table.too_large"]
    assert _codes(reading.read(_workbook(HEAD, row, at="GZ2"))) == ["table.too_large"]


def test_one_long_text_in_every_cell_is_not_laid_out() -> None:
    """One shared string of 30 kB, shown 40 times 60 times: a file of some kB that would take 72 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_workbook(*[[0] * 60] * 40))) as plain,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in plain.namelist():
            content = plain.read(name)
            archive.writestr(name, content.replace(b't="n"', b't="s"') if "/sheet1" in name else content)
        archive.writestr("xl/sharedStrings.xml", "<sst><si><t>" + "x" * 30_000 + "</t></si></sst>")
    assert _codes(reading.read(out.getvalue(), "a.xlsx")) == ["table.too_large"]


def test_a_workbook_that_unpacks_to_too_much_is_not_opened() -> None:
    out = io.BytesIO(_workbook(HEAD))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"<a>" + b" " * 70_000_000)
    assert _codes(reading.read(out.getvalue())) == ["archive.too_large"]


def test_a_broken_workbook_is_refused() -> None:
    whole = _workbook(HEAD)
    assert _codes(reading.read(whole[: len(whole) // 2], "a.xlsx"))[0].startswith("archive.")
    assert _codes(reading.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)) == ["sheet.broken"]


def test_an_open_document_sheet_is_read_and_its_size_believed_only_so_far() -> None:
    def cell(value: str, times: int = 1) -> str:
        return (
            f'<table:table-cell office:value-type="string" table:number-columns-repeated="{times}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )

    def ods(times: int, rows: int = 1, tables: int = 1) -> bytes:
        heads, row = "".join(map(cell, map(str, HEAD))), "".join(map(cell, ("7", "2026-11-02", "X", "121,00")))
        content = (
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
            "<office:spreadsheet>"
            + tables
            * (
                f'<table:table table:name="A"><table:table-row>{heads}</table:table-row>'
                f'<table:table-row table:number-rows-repeated="{rows}">{row}{cell("x", times) if times > 1 else ""}'
                "</table:table-row>"
                '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
                "</table:table>"
            )
            + "</office:spreadsheet></office:body></office:document-content>"
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", content)
            archive.writestr(
                "META-INF/manifest.xml",
                '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            )
        return out.getvalue()

    (document,) = _invoices(reading.read(ods(1), "a.ods"))
    assert (document.number, document.totals.gross) == ("7", Decimal("121.00"))
    for huge in (ods(16_000), ods(190, 11_000), ods(100, 10_000, tables=3)):
        assert _codes(reading.read(huge, "a.ods")) == ["table.too_large"]


def test_an_archive_reads_sheets_by_their_known_names_alone() -> None:
    """Parts of an archive are counted by what it holds, not by what somebody explained in between."""
    own, out = b"Belegnr;Tag;Wer;Summe\n7;2026-11-02;De Molen;121,00\n", io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("own.csv", own)
        archive.writestr("known.csv", DUTCH)
        archive.writestr("book.xlsx", _workbook(HEAD, ["1", date(2026, 11, 2), "X", 1]))
    layouts = {tables.signature(tables.table(own).headers): ("number", "issue_date", "buyer_name", "gross")}
    found = reading.read(out.getvalue(), "all.zip", layouts)
    assert [getattr(document, "number", None) for document in found] == [None, "F-1", "F-2", "1"]


def test_an_own_column_left_out_is_a_refusal_of_the_preview_too() -> None:
    with pytest.raises(Refusal):
        sheet.table(_workbook([]))
