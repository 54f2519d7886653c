"""UN/CEFACT Cross Industry Invoice: D16B and D22B (EN 16931, XRechnung, Factur-X, ZUGFeRD 2) and ZUGFeRD 1.

Field paths: EN 16931-1 with its CII binding CEN/TS 16931-3-3. Reads leniently (a missing field is None, a sum that does
not come out a warning) but never guesses an amount or a day. Refuses: ``xml.*``, ``field.*``, ``cii.*``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from cessie.formats import fields
from cessie.formats.invoices import _cii_trade as trade
from cessie.formats.invoices._cii_names import FIRST, ROOTS, modern
from cessie.formats.invoices._judged import judged
from cessie.formats.invoices._types import CREDIT_NOTE_TYPES
from cessie.formats.near import EMPTY, Near
from cessie.formats.values import (
    InvoiceDocument,
    InvoiceKind,
    InvoiceLine,
    InvoiceTotals,
    PaymentMeans,
    Preceding,
    VatLine,
)
from cessie.formats.xml import Element, local, parse, root_name
from cessie.lib.reasons import N_, Reason, Refusal

NAME = "cii"
KIND = "invoice"
MAX_LINES = 50_000

__all__ = ["KIND", "NAME", "looks_like", "read", "read_tree"]


def looks_like(head: bytes, name: str) -> bool:
    """By its root element, whatever the file is called."""
    return root_name(head) in ROOTS


def read(data: bytes) -> list[InvoiceDocument]:
    """The one invoice or credit note of the file."""
    return [read_tree(parse(data), data)]


def read_tree(root: Element, xml: bytes | None = None) -> InvoiceDocument:
    """The document under a root that came through ``formats.xml``."""
    if (root.tag.rpartition("}")[0].lstrip("{"), local(root)) not in ROOTS:
        raise Refusal("cii.root", N_("{root} is no Cross Industry Invoice."), root=fields.shown(local(root)))
    node = Near(root)
    if local(root) == FIRST:
        modern(node)
    head, deal = node.first("ExchangedDocument"), node.first("SupplyChainTradeTransaction")
    if head is None or deal is None:
        raise Refusal("cii.empty", N_("The Cross Industry Invoice has no header or no transaction."))
    agreement = deal.first("ApplicableHeaderTradeAgreement") or EMPTY
    delivery = deal.first("ApplicableHeaderTradeDelivery") or EMPTY
    settlement = deal.first("ApplicableHeaderTradeSettlement") or EMPTY
    document = _document(node, head, deal, agreement, delivery, settlement, xml)
    return _first_basic(document) if local(root) == FIRST else document


def _document(
    node: Near, head: Near, deal: Near, agreement: Near, delivery: Near, settlement: Near, xml: bytes | None
) -> InvoiceDocument:
    type_code = head.text("TypeCode")
    kind: InvoiceKind = "credit_note" if type_code in CREDIT_NOTE_TYPES else "invoice"
    currency = settlement.text("InvoiceCurrencyCode")
    context = node.first("ExchangedDocumentContext") or EMPTY
    doc = InvoiceDocument(
        kind=kind,
        format=NAME,
        number=head.text("ID"),
        issue_date=trade.day(head, "IssueDateTime"),
        due_date=_due_date(settlement),
        currency=currency,
        type_code=type_code,
        customization=context.text("GuidelineSpecifiedDocumentContextParameter/ID"),
        profile=context.text("BusinessProcessSpecifiedDocumentContextParameter/ID"),
        buyer_reference=agreement.text("BuyerReference"),
        order_reference=agreement.text("BuyerOrderReferencedDocument/IssuerAssignedID"),
        contract_reference=agreement.text("ContractReferencedDocument/IssuerAssignedID"),
        project_reference=agreement.text("SpecifiedProcuringProject/ID"),
        preceding=tuple(_preceding(settlement)),
        notes=head.texts("IncludedNote/Content"),
        terms="\n".join(settlement.texts("SpecifiedTradePaymentTerms/Description")) or None,
        delivery_date=trade.day(delivery, "ActualDeliverySupplyChainEvent/OccurrenceDateTime"),
        period=trade.period(settlement),
        accounting_currency=settlement.text("TaxCurrencyCode"),
        seller=trade.party(agreement.first("SellerTradeParty")),
        buyer=trade.party(agreement.first("BuyerTradeParty")),
        payee=trade.payee(settlement.first("PayeeTradeParty")),
        payments=tuple(_payments(settlement)),
        totals=_totals(settlement, currency),
        vat=tuple(_vat(settlement)),
        allowances=(*trade.allowances(settlement), *trade.logistics(settlement)),
        lines=tuple(_lines(deal)),
        attachments=tuple(trade.attachments(agreement)),
        xml=xml,
    )
    return judged(doc, (*_vat_totals(doc, settlement), *_currencies(doc, settlement)))


def _first_basic(document: InvoiceDocument) -> InvoiceDocument:
    """ZUGFeRD 1 states the sum of allowances and charges also where its profile has no place for them one by one."""
    if document.allowances:
        return document
    silent = {"invoice.br-co-11", "invoice.br-co-12"}
    return replace(document, warnings=tuple(w for w in document.warnings if w.code not in silent))


def _due_date(settlement: Near) -> trade.Day:
    """BT-9; with several terms of payment (instalments) the last day on which everything is due."""
    days = [trade.day(terms, "DueDateDateTime") for terms in settlement.all("SpecifiedTradePaymentTerms")]
    return max((day for day in days if day is not None), default=None)


def _preceding(settlement: Near) -> Iterator[Preceding]:
    for ref in settlement.all("InvoiceReferencedDocument"):
        number = ref.text("IssuerAssignedID")
        if number:
            yield Preceding(number=number, issue_date=trade.day(ref, "FormattedIssueDateTime"))


def _payments(settlement: Near) -> Iterator[PaymentMeans]:
    """Each means of payment; the reference (BT-83) and the mandate (BT-89) stand once for all of them."""
    reference = settlement.text("PaymentReference")
    mandate = settlement.text("SpecifiedTradePaymentTerms/DirectDebitMandateID")
    means = list(settlement.all("SpecifiedTradeSettlementPaymentMeans"))
    if not means and (reference or mandate):
        yield PaymentMeans(reference=reference, mandate=mandate)
    for one in means:
        account = one.first("PayeePartyCreditorFinancialAccount") or EMPTY
        yield PaymentMeans(
            code=one.text("TypeCode"),
            account=fields.compact(account.text("IBANID") or account.text("ProprietaryID")),
            account_name=account.text("AccountName"),
            bic=one.text("PayeeSpecifiedCreditorFinancialInstitution/BICID"),
            reference=reference,
            mandate=mandate,
            debited_account=fields.compact(one.text("PayerPartyDebtorFinancialAccount/IBANID")),
        )


SUMMATION = "SpecifiedTradeSettlementHeaderMonetarySummation"


def _totals(settlement: Near, currency: str | None) -> InvoiceTotals:
    total = settlement.first(SUMMATION) or EMPTY
    own, other = _vat_amounts(total, currency)
    return InvoiceTotals(
        lines=trade.amount(total, "LineTotalAmount"),
        allowances=trade.amount(total, "AllowanceTotalAmount"),
        charges=trade.amount(total, "ChargeTotalAmount"),
        net=trade.amount(total, "TaxBasisTotalAmount"),
        vat=own,
        vat_accounting=other,
        gross=trade.amount(total, "GrandTotalAmount"),
        prepaid=trade.amount(total, "TotalPrepaidAmount"),
        rounding=trade.amount(total, "RoundingAmount"),
        payable=trade.amount(total, "DuePayableAmount"),
    )


def _vat_amounts(total: Near, currency: str | None) -> tuple[Decimal | None, Decimal | None]:
    """The VAT total in the document's currency and the one in the accounting currency (BT-110, BT-111)."""
    own: Decimal | None = None
    other: Decimal | None = None
    for node in total.all("TaxTotalAmount"):
        if own is None and node.get("currencyID") in (currency, None):
            own = trade.amount_of(node)
        elif other is None:
            other = trade.amount_of(node)
    return own, other


def _vat(settlement: Near) -> Iterator[VatLine]:
    for tax in settlement.all("ApplicableTradeTax"):
        yield VatLine(
            category=tax.text("CategoryCode"),
            rate=trade.number(tax, "RateApplicablePercent"),
            base=trade.amount(tax, "BasisAmount"),
            tax=trade.amount(tax, "CalculatedAmount"),
            exemption_reason=tax.text("ExemptionReason"),
            exemption_code=tax.text("ExemptionReasonCode"),
        )


def _lines(deal: Near) -> Iterator[InvoiceLine]:
    for count, line in enumerate(deal.all("IncludedSupplyChainTradeLineItem"), 1):
        if count > MAX_LINES:
            raise Refusal("cii.lines", N_("The document has more than {limit} lines."), limit=MAX_LINES)
        yield trade.line(line)


def _vat_totals(doc: InvoiceDocument, settlement: Near) -> Iterator[Reason]:
    """One VAT total in the document's currency (BR-CO-15 with CII-DT-098)."""
    stated = [node.get("currencyID") for node in settlement.all(f"{SUMMATION}/TaxTotalAmount")]
    if stated.count(doc.currency) > 1:
        words = N_("The document states its VAT total more than once in {currency} (BR-CO-15).")
        yield Reason("invoice.br-co-15", words, {"currency": doc.currency or ""})


def _currencies(doc: InvoiceDocument, settlement: Near) -> Iterator[Reason]:
    """Totals in another currency than the document's own (EN 16931: every amount but BT-111 is in BT-5)."""
    total = settlement.first(SUMMATION) or EMPTY
    for name in total.names():
        for amount in total.all(name) if name != "TaxTotalAmount" else ():
            unit = amount.get("currencyID")
            if unit is not None and unit != doc.currency:
                words = N_("{place} is in {found}, the document in {currency}.")
                facts = {"place": amount.place, "found": unit, "currency": doc.currency or ""}
                yield Reason("invoice.currency", words, facts)
