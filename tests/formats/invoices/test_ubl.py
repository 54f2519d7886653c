"""UBL: read what is written, write what can be read, doubt what does not add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cessie.formats.invoices import ubl
from cessie.formats.values import (
    AllowanceCharge,
    InvoiceDocument,
    InvoiceLine,
    InvoiceTotals,
    Preceding,
    VatLine,
)
from cessie.lib.reasons import Refusal
from tests.formats.samples import FACTOR_IBAN, invoice


def _read(data: bytes) -> InvoiceDocument:
    (document,) = ubl.read(data)
    return document


def _bare(document: InvoiceDocument) -> InvoiceDocument:
    return replace(document, confidence={}, warnings=(), customization=None, profile=None)


def _codes(document: InvoiceDocument) -> set[str]:
    return {warning.code for warning in document.warnings}


def _changed(old: str, new: str) -> InvoiceDocument:
    text = ubl.write(invoice()).decode()
    assert old in text
    return _read(text.replace(old, new).encode())


def test_what_is_written_is_read() -> None:
    document = _read(ubl.write(invoice()))
    assert _bare(document) == invoice()
    assert document.warnings == ()
    assert document.confidence["totals.gross"] == 1.0


def test_the_same_document_gives_the_same_bytes() -> None:
    assert ubl.write(invoice()) == ubl.write(invoice())


def test_a_factored_invoice_names_its_payee_apart_from_the_seller() -> None:
    document = _read(ubl.write(invoice()))
    assert document.payee is not None
    assert document.payee.name == "Factor Example NV"
    assert document.seller.name == "Atelier du Pont SRL"
    assert document.payment.account == FACTOR_IBAN


def test_a_credit_note_keeps_its_due_date_and_the_invoice_that_it_corrects() -> None:
    note = replace(
        invoice(),
        kind="credit_note",
        type_code="381",
        preceding=(Preceding(number="F-2026-0450", issue_date=date(2026, 10, 1)),),
    )
    assert _bare(_read(ubl.write(note))) == note


@pytest.mark.parametrize("type_code", ["381", "396"])
def test_an_invoice_of_a_credit_type_is_a_credit_note(type_code: str) -> None:
    assert _changed(">380<", f">{type_code}<").kind == "credit_note"


def test_a_self_billed_invoice_is_an_invoice() -> None:
    assert _changed(">380<", ">389<").kind == "invoice"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>\n    <cbc:TaxEx', None, "br-co-10"),
        ('TaxExclusiveAmount currencyID="EUR">100.00', 'TaxExclusiveAmount currencyID="EUR">100.01', "br-co-13"),
        ('TaxInclusiveAmount currencyID="EUR">121.00', 'TaxInclusiveAmount currencyID="EUR">121.01', "br-co-15"),
        ('PayableAmount currencyID="EUR">121.00', 'PayableAmount currencyID="EUR">1210.00', "br-co-16"),
        ("<cbc:Percent>21</cbc:Percent>\n        <cac", "<cbc:Percent>6</cbc:Percent>\n        <cac", "br-co-17"),
    ],
)
def test_a_sum_that_does_not_come_out_is_a_warning_with_its_rule(old: str, new: str | None, rule: str) -> None:
    document = _changed(old, new if new is not None else old.replace("100.00", "99.99"))
    assert f"invoice.{rule}" in _codes(document)


@pytest.mark.parametrize(("payable", "right"), [("71.02", True), ("171.02", False), ("70.98", False)])
def test_prepaid_and_rounding_count_in_what_is_payable(payable: str, right: bool) -> None:
    """121.00 gross, 50.00 paid before, rounded up by 0.02 (BR-CO-16)."""
    mark = '<cbc:PayableAmount currencyID="EUR">121.00'
    more = '<cbc:PrepaidAmount currencyID="EUR">50.00</cbc:PrepaidAmount>'
    more += '<cbc:PayableRoundingAmount currencyID="EUR">0.02</cbc:PayableRoundingAmount>'
    document = _changed(mark, more + mark.replace("121.00", payable))
    assert _codes(document) == (set() if right else {"invoice.br-co-16"})


def test_amounts_are_kept_as_written() -> None:
    document = _changed('PayableAmount currencyID="EUR">121.00', 'PayableAmount currencyID="EUR">121.0')
    assert str(document.totals.payable) == "121.0"
    assert document.warnings == ()


@pytest.mark.parametrize("wrong", ["1E2", "100,00", "NaN", "1.000001", "9" * 19])
def test_an_amount_in_another_form_is_refused_with_its_place(wrong: str) -> None:
    with pytest.raises(Refusal, match=r"Invoice/LegalMonetaryTotal/PayableAmount \(line \d+\)"):
        _changed('PayableAmount currencyID="EUR">121.00', f'PayableAmount currencyID="EUR">{wrong}')


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(Refusal, match=r"Invoice/IssueDate"):
        _changed("2026-11-02", "2026-02-30")


def test_an_account_with_wrong_check_digits_is_doubted_and_shown() -> None:
    document = _changed(FACTOR_IBAN, "BE68539007547035")
    assert _codes(document) == {"invoice.account"}
    assert document.payment.account == "BE68539007547035"


def test_a_total_in_another_currency_is_doubted() -> None:
    assert "invoice.currency" in _codes(_changed('PayableAmount currencyID="EUR"', 'PayableAmount currencyID="USD"'))


def test_the_vat_total_is_the_one_in_the_documents_currency() -> None:
    own = '<cac:TaxTotal>\n    <cbc:TaxAmount currencyID="EUR">21.00'
    other = '<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">240.00</cbc:TaxAmount></cac:TaxTotal>'
    document = _changed(own, other + own)
    assert (document.totals.vat, document.totals.vat_accounting) == (Decimal("21.00"), Decimal("240.00"))
    assert document.warnings == ()


def test_what_is_missing_is_named_by_its_rule() -> None:
    document = _read(b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>')
    assert {"invoice.br-02", "invoice.br-03", "invoice.br-06", "invoice.br-15"} <= _codes(document)
    assert document.number is None


def test_an_attachment_is_decoded_and_a_broken_one_refused() -> None:
    mark = "  <cac:AccountingSupplierParty>"
    reference = (
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject "
        'mimeCode="application/pdf" filename="a.pdf">{}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>'
        "</cac:AdditionalDocumentReference>"
    )
    (attachment,) = _changed(mark, reference.format("JVBE\nRg==") + mark).attachments
    assert (attachment.content, attachment.filename) == (b"%PDF", "a.pdf")
    with pytest.raises(Refusal, match="cannot be decoded"):
        _changed(mark, reference.format("!!!!") + mark)


@pytest.mark.parametrize(
    "change",
    [
        {"number": None},
        {"buyer_reference": None},
        {"lines": ()},
        {
            "totals": InvoiceTotals(
                lines=Decimal(100), net=Decimal(100), vat=Decimal(21), gross=Decimal(121), payable=Decimal(122)
            )
        },
    ],
)
def test_what_we_would_not_accept_is_not_written(change: dict[str, object]) -> None:
    with pytest.raises(Refusal) as no:
        ubl.write(replace(invoice(), **change))  # type: ignore[arg-type]
    assert no.value.code == "ubl.write"


CENTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cn", "Co"]), min_size=1, max_size=40
)


@st.composite
def documents(draw: st.DrawFn) -> InvoiceDocument:
    """Invoices that add up, with any words, lines, rates and a discount or a charge."""
    rates = {"S": Decimal("21"), "Z": Decimal("0"), "AA": Decimal("6")}
    lines, base = [], dict.fromkeys(rates, Decimal("0.00"))
    for number, net in enumerate(draw(st.lists(CENTS, min_size=1, max_size=5)), 1):
        category = draw(st.sampled_from(sorted(rates)))
        base[category] += net
        lines.append(
            InvoiceLine(
                id=str(number),
                name=draw(WORDS),
                quantity=Decimal(1),
                unit="C62",
                price=net,
                net=net,
                vat_category=category,
                vat_rate=rates[category],
            )
        )
    total = sum((line.net for line in lines if line.net is not None), Decimal(0))
    part = AllowanceCharge(
        charge=draw(st.booleans()), amount=draw(CENTS), reason=draw(WORDS), vat_category="Z", vat_rate=Decimal("0")
    )
    assert part.amount is not None
    base["Z"] += part.amount if part.charge else -part.amount
    vat = tuple(
        VatLine(category=c, rate=rates[c], base=base[c], tax=(base[c] * rates[c] / 100).quantize(Decimal("0.01")))
        for c in sorted(rates)
    )
    tax = sum((line.tax for line in vat if line.tax is not None), Decimal("0.00"))
    net = total + (part.amount if part.charge else -part.amount)
    return replace(
        invoice(),
        number=draw(WORDS),
        notes=tuple(draw(st.lists(WORDS, max_size=3))),
        lines=tuple(lines),
        allowances=(part,),
        vat=vat,
        totals=InvoiceTotals(
            lines=total,
            allowances=None if part.charge else part.amount,
            charges=part.amount if part.charge else None,
            net=net,
            vat=tax,
            gross=net + tax,
            payable=net + tax,
        ),
    )


@settings(max_examples=60, deadline=None)
@given(documents())
def test_any_invoice_that_adds_up_goes_through_unchanged(document: InvoiceDocument) -> None:
    again = _read(ubl.write(document))
    assert _bare(again) == document
    negative = document.totals.gross is not None and document.totals.gross < 0
    assert _codes(again) == ({"invoice.negative"} if negative else set())
