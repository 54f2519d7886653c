"""Any file: its format is found by content, its documents told, a refusal is a value."""

from __future__ import annotations

import inspect
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cessie.formats import as_json, reading, registry
from cessie.formats.invoices import ubl
from cessie.formats.payments import pain001, pain008
from cessie.formats.registry import Format
from cessie.formats.values import CollectionFile, Document, InvoiceDocument, PaymentFile, Refused, StatementFile
from tests.formats import hybrid, samples

UBL = ubl.write(samples.invoice())
CII = hybrid.cii()
PDF = hybrid.pdf(("factur-x.xml", CII))
PAIN = pain001.write(samples.payment_file())
DEBITS = pain008.write(samples.collection_file())
CAMT = samples.camt()
CODA = samples.coda([samples.movement(1, 1_000_000), samples.third(1), samples.movement(2, 250_000)])


def _code(document: Document) -> str | None:
    return document.reason.code if isinstance(document, Refused) else None


@pytest.mark.parametrize("format_", registry.formats(), ids=lambda f: f.NAME)
def test_every_format_passes_the_exam(format_: Format) -> None:
    """The folder is the registry: what stands in it keeps the contract."""
    assert format_.NAME.isalnum()
    assert format_.KIND in {"invoice", "statement", "payment", "collection", "status_report"}
    assert inspect.getdoc(format_)
    assert registry.limit(format_) <= 100 * 2**20
    for junk in (b"", b"\0" * 1000, b"<", b"<a/>", b"\xff\xfe<", b"{}", b"0" * 1000):
        assert format_.looks_like(junk, "statement.xml") in {True, False}
        assert not format_.looks_like(junk, "") or junk.startswith(b"0000")


def test_no_two_formats_claim_one_file() -> None:
    for data in (UBL, CII, PDF, PAIN, DEBITS, CAMT, CODA, samples.camt(kind="052"), samples.camt(kind="054")):
        assert sum(format_.looks_like(data[:65_536], "") for format_ in registry.formats()) == 1


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (UBL, InvoiceDocument),
        (CII, InvoiceDocument),
        (PDF, InvoiceDocument),
        (PAIN, PaymentFile),
        (DEBITS, CollectionFile),
        (CAMT, StatementFile),
        (CODA, StatementFile),
    ],
)
def test_the_content_tells_the_format_whatever_the_name(data: bytes, kind: type) -> None:
    (document,) = reading.read(data, "photo.jpg")
    assert isinstance(document, kind)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (hybrid.pdf(), "PDF"),
        (b"\x89PNG\r\n", "PNG image"),
        (b"UNA:+.? 'UNB+UNOC:3", "EDIFACT"),
        (b'<rsm:CrossIndustryInvoice xmlns:rsm="urn:x"/>', "another version of the Cross Industry Invoice"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.007.001.10"/>', "pain.007.001.10"),
        (samples.camt(version="99"), "camt.053.001.99"),
        (b"<strange/>", "XML strange"),
    ],
)
def test_what_is_known_and_not_built_is_refused_by_name(data: bytes, words: str) -> None:
    (document,) = reading.read(data)
    assert isinstance(document, Refused)
    assert document.reason.code == "format.unsupported"
    assert document.reason.in_words() == f"The format {words} is not supported yet."


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "format.empty"),
        (b" \r\n", "format.empty"),
        (b"hello", "format.unknown"),
        (b"<a>", "xml.broken"),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", "xml.doctype"),
    ],
)
def test_the_rest_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert [_code(document) for document in reading.read(data)] == [code]


def test_each_format_has_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ubl, "MAX_BYTES", 1000, raising=False)
    assert [_code(document) for document in reading.read(UBL)] == ["format.too_large"]


def _zip(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_an_archive_gives_each_of_its_documents() -> None:
    documents = reading.read(_zip(("a.xml", UBL), ("b.txt", b"?"), ("c/d.cod", CODA)))
    assert [_code(document) for document in documents] == [None, "format.unknown", None]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_in_an_archive_is_told() -> None:
    documents = reading.read(_zip(("a.xml", UBL), ("a.xml", UBL.replace(b"F-2026-0451", b"F-2026-0452"))))
    assert len(documents) == 2
    for document in documents:
        assert isinstance(document, InvoiceDocument)
        assert [warning.code for warning in document.warnings] == ["archive.same_name"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_zip(), "archive.empty"),
        (_zip(("../a.xml", b"x")), "archive.name"),
        (_zip(("/a.xml", b"x")), "archive.name"),
        (_zip(("C:\\a.xml", b"x")), "archive.name"),
        (_zip(("a.zip", _zip(("b", b"x")))), "archive.nested"),
        (_zip(("a.xml", b" " * 110_000_000)), "archive.too_large"),
        (_zip(*[(f"{n}.xml", b"") for n in range(2001)]), "archive.too_many"),
        (_zip(("a.xml", UBL))[:-30], "archive.broken"),
        (b"PK\x03\x04", "archive.broken"),
    ],
)
def test_an_archive_that_smells_is_refused_whole(data: bytes, code: str) -> None:
    assert [_code(document) for document in reading.read(data)] == [code]


@pytest.mark.parametrize(
    "original",
    [UBL, CII, PDF, PAIN, DEBITS, CAMT, CODA],
    ids=["ubl", "cii", "facturx", "pain001", "pain008", "camt053", "coda"],
)
def test_any_damage_is_refused_or_read_and_never_a_crash(original: bytes) -> None:
    @settings(max_examples=120, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, len(original) - 1), st.integers(0, 3), st.binary(max_size=4)),
            min_size=1,
            max_size=4,
        )
    )
    def damaged(changes: list[tuple[int, int, bytes]]) -> None:
        data = bytearray(original)
        for at, cut, new in changes:
            data[at : at + cut] = new
        for part, document in enumerate(reading.read(bytes(data)), 1):
            assert as_json.document(document, "f", part)["kind"]

    damaged()


MONEY = {1: range(42, 58), 2: range(31, 47), 4: range(31, 47), 5: range(41, 57), 6: range(16, 52)}
"""By line of the sample: signs, amounts, the trailer's count and totals (columns from 0)."""


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([line * 130 + column for line, columns in MONEY.items() for column in columns]), st.integers(0, 255)
)
def test_a_changed_byte_of_money_in_a_coda_never_passes_silently(at: int, new: int) -> None:
    """In an amount, a sign, a count or a total it is refused or told, never simply read."""
    if CODA[at] == new:
        return
    (document,) = reading.read(CODA[:at] + bytes([new]) + CODA[at + 1 :])
    if isinstance(document, StatementFile):
        assert document.warnings or any(statement.warnings for statement in document.statements)
