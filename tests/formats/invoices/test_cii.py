"""The Cross Industry Invoice says the same as UBL: one invoice, two syntaxes, one document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cessie.formats.invoices import cii, ubl
from cessie.formats.values import InvoiceDocument, Preceding
from cessie.lib.reasons import Refusal
from tests.formats import hybrid, samples

TWICE = '<ram:TaxTotalAmount currencyID="EUR">21.00</ram:TaxTotalAmount>'


def _read(*changes: tuple[str, str]) -> InvoiceDocument:
    (document,) = cii.read(hybrid.cii(*changes))
    return document


def _codes(document: InvoiceDocument) -> set[str]:
    return {warning.code for warning in document.warnings}


def _bare(document: InvoiceDocument) -> InvoiceDocument:
    return replace(document, customization=None, profile=None, format="")


def test_one_invoice_is_one_document_in_either_syntax() -> None:
    (other,) = ubl.read(ubl.write(samples.invoice()))
    assert _bare(_read()) == _bare(other)
    assert _read().warnings == ()


def test_the_names_of_zugferd_1_say_the_same() -> None:
    (older,) = cii.read(hybrid.zugferd1())
    assert older == _read()


@pytest.mark.parametrize(
    ("type_code", "kind"),
    [("380", "invoice"), ("381", "credit_note"), ("384", "invoice"), ("386", "invoice"), ("389", "invoice"),
     ("393", "invoice"), ("396", "credit_note"), ("261", "credit_note"), ("326", "invoice")],
)  # fmt: skip
def test_the_type_tells_who_owes_whom(type_code: str, kind: str) -> None:
    document = _read(("<ram:TypeCode>380", f"<ram:TypeCode>{type_code}"))
    assert (document.kind, document.type_code) == (kind, type_code)


def test_a_corrected_invoice_names_what_it_takes_the_place_of() -> None:
    earlier = (
        "<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>F-2026-0440</ram:IssuerAssignedID>"
        '<ram:FormattedIssueDateTime><qdt:DateTimeString xmlns:qdt="urn:q" format="102">20261001</qdt:DateTimeString>'
        "</ram:FormattedIssueDateTime></ram:InvoiceReferencedDocument></ram:ApplicableHeaderTradeSettlement>"
    )
    document = _read(("<ram:TypeCode>380", "<ram:TypeCode>384"), ("</ram:ApplicableHeaderTradeSettlement>", earlier))
    assert document.preceding == (Preceding(number="F-2026-0440", issue_date=date(2026, 10, 1)),)
    assert [warning.in_words() for warning in document.warnings] == ["The document takes the place of F-2026-0440."]
    assert _codes(_read(("<ram:TypeCode>380", "<ram:TypeCode>384"))) == {"invoice.corrects"}


def test_what_only_informs_the_books_is_told() -> None:
    assert _codes(_read(("<ram:TypeCode>380", "<ram:TypeCode>751"))) == {"invoice.no_claim"}


def test_a_negative_invoice_is_told() -> None:
    document = _read((">100.00<", ">-100.00<"), (">21.00<", ">-21.00<"), (">121.00<", ">-121.00<"))
    assert _codes(document) == {"invoice.negative"}


def test_of_instalments_the_last_day_is_the_due_date() -> None:
    later = (
        '<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">20270102'
        "</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>"
        "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
    )
    document = _read(("<ram:SpecifiedTradeSettlementHeaderMonetarySummation>", later))
    assert document.due_date == date(2027, 1, 2)


def test_vat_in_the_accounting_currency_stands_apart() -> None:
    more = '>21.00</ram:TaxTotalAmount><ram:TaxTotalAmount currencyID="SEK">230.00</ram:TaxTotalAmount>'
    totals = _read((">21.00</ram:TaxTotalAmount>", more)).totals
    assert (totals.vat, totals.vat_accounting) == (Decimal("21.00"), Decimal("230.00"))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("GrandTotalAmount>121.00", "GrandTotalAmount>121.01", "invoice.br-co-15"),
        ("DuePayableAmount>121.00", "DuePayableAmount>1210.00", "invoice.br-co-16"),
        ("BE68 5390 0754 7034", "BE68 5390 0754 7035", "invoice.account"),
        ("<ram:GrandTotalAmount>", '<ram:GrandTotalAmount currencyID="USD">', "invoice.currency"),
        (">21.00</ram:TaxTotalAmount>", f">21.00</ram:TaxTotalAmount>{TWICE}", "invoice.br-co-15"),
        ("<ram:ID>F-2026-0451</ram:ID>", "", "invoice.br-02"),
    ],
)  # fmt: skip
def test_what_does_not_come_out_is_a_warning(old: str, new: str, code: str) -> None:
    assert code in _codes(_read((old, new)))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((">20261102<", ">20261302<"), "field.day"),
        (("DuePayableAmount>121.00", "DuePayableAmount>121,00"), "field.amount"),
        (('"HUR">4<', '"HUR">four<'), "field.number"),
        (("rsm:SupplyChainTradeTransaction", "rsm:Other"), "cii.empty"),
    ],
)
def test_nothing_about_money_is_guessed(change: tuple[str, str], code: str) -> None:
    with pytest.raises(Refusal) as no:
        _read(change)
    assert no.value.reason.code == code
    if code.startswith("field."):
        assert "(line " in no.value.reason.in_words()


def test_a_month_is_no_day() -> None:
    month = (
        "<ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>"
        '<udt:DateTimeString format="610">202611</udt:DateTimeString></ram:OccurrenceDateTime>'
        "</ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>"
    )
    assert _read(("<ram:ApplicableHeaderTradeDelivery/>", month)).delivery_date is None
