"""A PDF with its invoice inside: found wherever it stands, within bounds, and never two at once without a word."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from cessie.domain.invoices.rules.sums import READERS_DOUBTS
from cessie.formats.invoices import _page, cii, facturx, ubl
from cessie.formats.values import InvoiceDocument
from cessie.lib.reasons import Refusal
from tests.formats import hybrid, samples

CII = hybrid.cii()


def _read(data: bytes) -> InvoiceDocument:
    (document,) = facturx.read(data)
    return document


def _refusal(data: bytes) -> str:
    with pytest.raises(Refusal) as no:
        facturx.read(data)
    return no.value.reason.code


@pytest.mark.parametrize(
    "name", ["factur-x.xml", "ZUGFeRD-invoice.xml", "xrechnung.xml", "../../evil.xml", "other.xml"]
)
@pytest.mark.parametrize("listed", [True, False])
def test_the_invoice_is_found_by_what_it_is(name: str, listed: bool) -> None:
    (plain,) = cii.read(CII)
    document = _read(hybrid.pdf((name, CII), listed=listed))
    assert document == replace(plain, format="facturx")
    assert document.xml == CII


def test_ubl_inside_a_pdf_is_read_too() -> None:
    assert _read(hybrid.pdf(("invoice.xml", ubl.write(samples.invoice())))).number == "F-2026-0451"


def test_another_file_inside_is_no_invoice() -> None:
    files = (("a.txt", b"hello"), ("aaa.xml", b"<order/>"), ("factur-x.xml", CII))
    assert _read(hybrid.pdf(*files)).warnings == ()


def test_the_same_invoice_twice_is_one() -> None:
    assert _read(hybrid.pdf(("factur-x.xml", CII), ("zugferd-invoice.xml", hybrid.zugferd1()))).warnings == ()


def test_a_second_invoice_that_says_otherwise_is_a_doubt() -> None:
    other = hybrid.cii(("DuePayableAmount>121.00", "DuePayableAmount>12.10"))
    document = _read(hybrid.pdf(("factur-x.xml", CII), ("xrechnung.xml", other)))
    assert [warning.code for warning in document.warnings] == ["facturx.differs"]
    broken = _read(hybrid.pdf(("factur-x.xml", CII), ("xrechnung.xml", CII[:-20])))
    assert [warning.code for warning in broken.warnings] == ["facturx.second"]


GOOD_PAGE = "Facture F-2026 0451\nTotal 121,00 EUR\nIBAN BE68 5390 0754 7034 BIC GKCCBEBB"


@pytest.mark.parametrize(
    ("page", "code", "shown"),
    [
        (GOOD_PAGE, "", ""),
        ("", "", ""),
        ("Facture F-2026-0451 de la Fonderie", "", ""),
        (GOOD_PAGE.replace("121,00", "9.121,00"), "facturx.page_total", "9,121.00"),
        (GOOD_PAGE.replace("BE68 5390 0754 7034", "BE71 0961 2345 6769"), "facturx.page_account", "BE71096123456769"),
        (GOOD_PAGE.replace("0451", "0452"), "facturx.page_number", ""),
        ("q Q " * 20, "facturx.page_unread", ""),
    ],
)
def test_a_page_that_says_other_than_its_data_is_a_doubt(
    page: str, code: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if code == "facturx.page_unread":
        monkeypatch.setattr(_page, "MAX_DRAWING", 50)
    doubts = _read(hybrid.pdf(("factur-x.xml", CII), text=page)).warnings
    assert [doubt.code for doubt in doubts] == ([code] if code else [])
    assert not shown or doubts[0].facts["shown"] == shown


def test_a_page_that_stamps_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_page, "MAX_STROKES", 3)
    assert _page.look(hybrid.pdf(text="Invoice one\ntwo\nthree")) is None


#: A scan of one point, and the outline of a letter.
PICTURES = (
    b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI",
    b"0 0 m 9 0 l 9 9 l h f",
)


@pytest.mark.parametrize("drawing", PICTURES)
def test_a_page_that_is_a_picture_is_left_to_the_eye_of_a_person(drawing: bytes) -> None:
    (doubt,) = _read(hybrid.pdf(("factur-x.xml", CII), drawing=drawing)).warnings
    assert doubt.code == "facturx.page_picture"
    assert READERS_DOUBTS[doubt.code].startswith("M12.")  # a doubt that no check asks for would pass in silence


def test_a_page_that_breaks_our_reader_may_show_something_to_another() -> None:
    assert _page.look(b"%PDF-1.7 nonsense") == _page.Page("", drawn=True)


def test_a_pdf_without_data_is_told_as_that() -> None:
    assert _refusal(hybrid.pdf()) == "format.unsupported"
    assert _refusal(hybrid.pdf(("factur-x.xml", b"<Invoice xmlns='urn:draft'/>"))) == "facturx.embedded"


def test_what_cannot_be_opened_is_refused() -> None:
    assert _refusal(hybrid.pdf(("factur-x.xml", CII), password="secret")) == "pdf.encrypted"
    assert _refusal(b"%PDF-1.7\n") == "pdf.broken"
    assert _refusal(hybrid.pdf(("factur-x.xml", CII[:-20]))) == "xml.broken"


def test_a_bomb_is_not_unpacked() -> None:
    assert _refusal(hybrid.pdf(("factur-x.xml", CII + b" " * 30_000_000))) == "pdf.too_large"


def test_too_many_files_are_refused() -> None:
    assert _refusal(hybrid.pdf(*((f"{n}.xml", b"<a/>") for n in range(120)))) == "pdf.too_large"


def test_a_name_tree_that_contains_itself_ends() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(hybrid.pdf(("factur-x.xml", CII)))) as made:
        tree = made.make_indirect(made.Root.Names.EmbeddedFiles)
        tree.Kids = pikepdf.Array([tree])
        made.Root.Names.EmbeddedFiles = tree
        made.save(out)
    assert _read(out.getvalue()).number == "F-2026-0451"
