"""UBL 2.1 invoices and credit notes: Peppol BIS Billing 3, XRechnung and plain EN 16931.

Field paths: EN 16931-1 with its UBL binding CEN/TS 16931-3-2. Reads leniently (a missing field is None, a sum that does
not come out a warning) but never guesses an amount or a day. Refuses: ``xml.*``, ``field.*``, ``ubl.root``.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cessie.formats import fields
from cessie.formats.invoices._judged import judged
from cessie.formats.invoices._types import CREDIT_NOTE_TYPES
from cessie.formats.invoices._ubl_names import NAMESPACES, q
from cessie.formats.invoices._ubl_write import write
from cessie.formats.values import (
    Address,
    AllowanceCharge,
    Attachment,
    InvoiceDocument,
    InvoiceKind,
    InvoiceLine,
    InvoiceTotals,
    Party,
    PaymentMeans,
    Preceding,
    VatLine,
)
from cessie.formats.xml import Element, local, parse, place, root_name, text, texts
from cessie.lib.reasons import N_, Reason, Refusal

NAME = "ubl"
KIND = "invoice"
MAX_LINES = 50_000
_ROOTS = {(NAMESPACES["inv"], "Invoice"), (NAMESPACES["cn"], "CreditNote")}

__all__ = ["KIND", "NAME", "looks_like", "read", "read_tree", "write"]


def looks_like(head: bytes, name: str) -> bool:
    """By its root element, whatever the file is called."""
    return root_name(head) in _ROOTS


def read(data: bytes) -> list[InvoiceDocument]:
    """The one invoice or credit note of the file."""
    return [replace(read_tree(parse(data)), xml=data)]


def read_tree(root: Element) -> InvoiceDocument:
    """The document under a root that came through ``formats.xml``."""
    if root.tag not in {q("inv:Invoice"), q("cn:CreditNote")}:
        raise Refusal("ubl.root", N_("{root} is no UBL invoice or credit note."), root=fields.shown(local(root)))
    noun = local(root)
    type_code = text(root, q(f"cbc:{noun}TypeCode"))
    credit = noun == "CreditNote" or type_code in CREDIT_NOTE_TYPES
    kind: InvoiceKind = "credit_note" if credit else "invoice"
    currency = text(root, q("cbc:DocumentCurrencyCode"))
    doc = InvoiceDocument(
        kind=kind,
        format=NAME,
        number=text(root, q("cbc:ID")),
        issue_date=_day(root, "cbc:IssueDate"),
        due_date=_day(root, "cbc:DueDate") or _day(root, "cac:PaymentMeans/cbc:PaymentDueDate"),
        currency=currency,
        type_code=type_code,
        customization=text(root, q("cbc:CustomizationID")),
        profile=text(root, q("cbc:ProfileID")),
        buyer_reference=text(root, q("cbc:BuyerReference")),
        order_reference=text(root, q("cac:OrderReference/cbc:ID")),
        contract_reference=text(root, q("cac:ContractDocumentReference/cbc:ID")),
        project_reference=text(root, q("cac:ProjectReference/cbc:ID")),
        preceding=tuple(_preceding(root)),
        notes=texts(root, q("cbc:Note")),
        terms="\n".join(texts(root, q("cac:PaymentTerms/cbc:Note"))) or None,
        delivery_date=_day(root, "cac:Delivery/cbc:ActualDeliveryDate"),
        period=_period(root),
        accounting_currency=text(root, q("cbc:TaxCurrencyCode")),
        seller=_party(root.find(q("cac:AccountingSupplierParty/cac:Party"))),
        buyer=_party(root.find(q("cac:AccountingCustomerParty/cac:Party"))),
        payee=_payee(root),
        payments=tuple(_payment(means) for means in root.iterfind(q("cac:PaymentMeans"))),
        totals=_totals_of(root, currency),
        vat=tuple(_vat(root, currency)),
        allowances=tuple(_allowances(root)),
        lines=tuple(_lines(root, noun)),
        attachments=tuple(_attachment(ref) for ref in root.iterfind(q("cac:AdditionalDocumentReference"))),
    )
    return judged(doc, (*_vat_totals(doc, root), *_currencies(doc, root)))


def _vat_totals(doc: InvoiceDocument, root: Element) -> Iterator[Reason]:
    """One VAT total in the document's currency (BR-CO-15 with UBL-SR-51)."""
    amounts = [amount for amount in root.iterfind(q("cac:TaxTotal/cbc:TaxAmount")) if amount.get("currencyID")]
    if sum(amount.get("currencyID") == doc.currency for amount in amounts) > 1:
        words = N_("The document states its VAT total more than once in {currency} (BR-CO-15).")
        yield Reason("invoice.br-co-15", words, {"currency": doc.currency})


def _currencies(doc: InvoiceDocument, root: Element) -> Iterator[Reason]:
    """Totals in another currency than the document's own (EN 16931: every amount but BT-111 is in BT-5)."""
    total = root.find(q("cac:LegalMonetaryTotal"))
    for amount in total if total is not None else ():
        unit = amount.get("currencyID")
        if unit is not None and unit != doc.currency:
            words = N_("{place} is in {found}, the document in {currency}.")
            facts = {"place": place(amount), "found": unit, "currency": doc.currency}
            yield Reason("invoice.currency", words, facts)


def _day(element: Element, path: str) -> date | None:
    found = element.find(q(path))
    value = text(found) if found is not None else None
    return fields.day(value, place(found)) if value and found is not None else None


def _amount(element: Element, path: str) -> Decimal | None:
    found = element.find(q(path))
    value = text(found) if found is not None else None
    return fields.amount(value, place(found)) if value and found is not None else None


def _number(element: Element, path: str) -> Decimal | None:
    found = element.find(q(path))
    value = text(found) if found is not None else None
    return fields.number(value, place(found)) if value and found is not None else None


def _preceding(root: Element) -> Iterator[Preceding]:
    for ref in root.iterfind(q("cac:BillingReference/cac:InvoiceDocumentReference")):
        number = text(ref, q("cbc:ID"))
        if number:
            yield Preceding(number=number, issue_date=_day(ref, "cbc:IssueDate"))


def _period(root: Element) -> tuple[date | None, date | None] | None:
    period = root.find(q("cac:InvoicePeriod"))
    if period is None:
        return None
    days = (_day(period, "cbc:StartDate"), _day(period, "cbc:EndDate"))
    return days if any(days) else None


def _party(party: Element | None) -> Party:
    if party is None:
        return Party()
    trade_name = text(party, q("cac:PartyName/cbc:Name"))
    legal = party.find(q("cac:PartyLegalEntity/cbc:CompanyID"))
    endpoint = party.find(q("cbc:EndpointID"))
    return Party(
        name=text(party, q("cac:PartyLegalEntity/cbc:RegistrationName")) or trade_name,
        trade_name=trade_name,
        vat=_vat_number(party),
        register=text(legal) if legal is not None else None,
        register_scheme=legal.get("schemeID") if legal is not None else None,
        endpoint=text(endpoint) if endpoint is not None else None,
        endpoint_scheme=endpoint.get("schemeID") if endpoint is not None else None,
        identifiers=texts(party, q("cac:PartyIdentification/cbc:ID")),
        address=_address(party.find(q("cac:PostalAddress"))),
        email=text(party, q("cac:Contact/cbc:ElectronicMail")),
        contact=text(party, q("cac:Contact/cbc:Name")),
        phone=text(party, q("cac:Contact/cbc:Telephone")),
    )


def _vat_number(party: Element) -> str | None:
    for scheme in party.iterfind(q("cac:PartyTaxScheme")):
        if (text(scheme, q("cac:TaxScheme/cbc:ID")) or "").upper() == "VAT":
            return fields.compact(text(scheme, q("cbc:CompanyID")))
    return None


def _payee(root: Element) -> Party | None:
    payee = root.find(q("cac:PayeeParty"))
    return None if payee is None else replace(_party(payee), trade_name=None)


def _address(address: Element | None) -> Address:
    if address is None:
        return Address()
    lines = (*texts(address, q("cbc:AdditionalStreetName")), *texts(address, q("cac:AddressLine/cbc:Line")))
    return Address(
        street=text(address, q("cbc:StreetName")),
        number=text(address, q("cbc:BuildingNumber")),
        postcode=text(address, q("cbc:PostalZone")),
        city=text(address, q("cbc:CityName")),
        country=text(address, q("cac:Country/cbc:IdentificationCode")),
        lines=lines,
    )


def _payment(means: Element) -> PaymentMeans:
    account = means.find(q("cac:PayeeFinancialAccount"))
    return PaymentMeans(
        code=text(means, q("cbc:PaymentMeansCode")),
        account=fields.compact(text(account, q("cbc:ID"))) if account is not None else None,
        account_name=text(account, q("cbc:Name")) if account is not None else None,
        bic=text(account, q("cac:FinancialInstitutionBranch/cbc:ID")) if account is not None else None,
        reference=text(means, q("cbc:PaymentID")),
        mandate=text(means, q("cac:PaymentMandate/cbc:ID")),
        debited_account=fields.compact(text(means, q("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"))),
    )


def _tax_totals(root: Element, currency: str | None) -> tuple[Element | None, Element | None]:
    """The VAT total in the document's currency and the one in the accounting currency (BT-110, BT-111)."""
    own: Element | None = None
    other: Element | None = None
    for total in root.iterfind(q("cac:TaxTotal")):
        amount = total.find(q("cbc:TaxAmount"))
        unit = amount.get("currencyID") if amount is not None else None
        if own is None and unit in (currency, None):
            own = total
        elif other is None:
            other = total
    return own, other


def _totals_of(root: Element, currency: str | None) -> InvoiceTotals:
    own, other = _tax_totals(root, currency)
    vat = _amount(own, "cbc:TaxAmount") if own is not None else None
    accounting = _amount(other, "cbc:TaxAmount") if other is not None else None
    total = root.find(q("cac:LegalMonetaryTotal"))
    if total is None:
        return InvoiceTotals(vat=vat, vat_accounting=accounting)
    return InvoiceTotals(
        lines=_amount(total, "cbc:LineExtensionAmount"),
        allowances=_amount(total, "cbc:AllowanceTotalAmount"),
        charges=_amount(total, "cbc:ChargeTotalAmount"),
        net=_amount(total, "cbc:TaxExclusiveAmount"),
        vat=vat,
        vat_accounting=accounting,
        gross=_amount(total, "cbc:TaxInclusiveAmount"),
        prepaid=_amount(total, "cbc:PrepaidAmount"),
        rounding=_amount(total, "cbc:PayableRoundingAmount"),
        payable=_amount(total, "cbc:PayableAmount"),
    )


def _vat(root: Element, currency: str | None) -> Iterator[VatLine]:
    own, _ = _tax_totals(root, currency)
    for sub in own.iterfind(q("cac:TaxSubtotal")) if own is not None else ():
        yield VatLine(
            category=text(sub, q("cac:TaxCategory/cbc:ID")),
            rate=_number(sub, "cac:TaxCategory/cbc:Percent"),
            base=_amount(sub, "cbc:TaxableAmount"),
            tax=_amount(sub, "cbc:TaxAmount"),
            exemption_reason=text(sub, q("cac:TaxCategory/cbc:TaxExemptionReason")),
            exemption_code=text(sub, q("cac:TaxCategory/cbc:TaxExemptionReasonCode")),
        )


def _allowances(parent: Element) -> Iterator[AllowanceCharge]:
    for part in parent.iterfind(q("cac:AllowanceCharge")):
        yield AllowanceCharge(
            charge=(text(part, q("cbc:ChargeIndicator")) or "").lower() in {"true", "1"},
            amount=_amount(part, "cbc:Amount"),
            reason=text(part, q("cbc:AllowanceChargeReason")),
            reason_code=text(part, q("cbc:AllowanceChargeReasonCode")),
            base=_amount(part, "cbc:BaseAmount"),
            percent=_number(part, "cbc:MultiplierFactorNumeric"),
            vat_category=text(part, q("cac:TaxCategory/cbc:ID")),
            vat_rate=_number(part, "cac:TaxCategory/cbc:Percent"),
        )


def _lines(root: Element, noun: str) -> Iterator[InvoiceLine]:
    quantity = "cbc:InvoicedQuantity" if noun == "Invoice" else "cbc:CreditedQuantity"
    for count, line in enumerate(root.iterfind(q(f"cac:{noun}Line")), 1):
        if count > MAX_LINES:
            raise Refusal("ubl.lines", N_("The document has more than {limit} lines."), limit=MAX_LINES)
        amount = line.find(q(quantity))
        yield InvoiceLine(
            id=text(line, q("cbc:ID")),
            name=text(line, q("cac:Item/cbc:Name")),
            description=text(line, q("cac:Item/cbc:Description")),
            note=text(line, q("cbc:Note")),
            quantity=_number(line, quantity),
            unit=amount.get("unitCode") if amount is not None else None,
            price=_number(line, "cac:Price/cbc:PriceAmount"),
            base_quantity=_number(line, "cac:Price/cbc:BaseQuantity"),
            net=_amount(line, "cbc:LineExtensionAmount"),
            vat_category=text(line, q("cac:Item/cac:ClassifiedTaxCategory/cbc:ID")),
            vat_rate=_number(line, "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent"),
            allowances=tuple(_allowances(line)),
            order_line=text(line, q("cac:OrderLineReference/cbc:LineID")),
        )


def _attachment(ref: Element) -> Attachment:
    embedded = ref.find(q("cac:Attachment/cbc:EmbeddedDocumentBinaryObject"))
    content: bytes | None = None
    if embedded is not None and embedded.text:
        try:
            content = base64.b64decode("".join(embedded.text.split()), validate=True)
        except (binascii.Error, ValueError):
            raise Refusal(
                "ubl.attachment", N_("{place}: the attachment cannot be decoded."), place=place(embedded)
            ) from None
    return Attachment(
        id=text(ref, q("cbc:ID")),
        description=text(ref, q("cbc:DocumentDescription")),
        filename=embedded.get("filename") if embedded is not None else None,
        mime=embedded.get("mimeCode") if embedded is not None else None,
        uri=text(ref, q("cac:Attachment/cac:ExternalReference/cbc:URI")),
        content=content,
    )
