"""Writes UBL 2.1 in the form of Peppol BIS Billing 3: the same document gives the same bytes.

For the documents that we issue and for the simulated world's clients. Refuses (``ubl.write``) a document that lacks
what BIS Billing 3 demands or whose sums do not come out: we never send what we would not accept.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lxml import etree

from cessie.formats.invoices import _totals
from cessie.formats.invoices._ubl_names import BIS_BILLING_3, BIS_PROFILE, NAMESPACES, q
from cessie.formats.values import (
    Address,
    AllowanceCharge,
    InvoiceDocument,
    InvoiceLine,
    Party,
    PaymentMeans,
)
from cessie.formats.xml import Element
from cessie.lib.reasons import N_, Refusal

CREDIT_TRANSFER = "30"


def write(invoice: InvoiceDocument) -> bytes:
    """The document as UBL; amounts and days as given."""
    _check(invoice)
    noun = "Invoice" if invoice.kind == "invoice" else "CreditNote"
    prefix = "inv" if invoice.kind == "invoice" else "cn"
    nsmap: dict[str | None, str] = {None: NAMESPACES[prefix], "cac": NAMESPACES["cac"], "cbc": NAMESPACES["cbc"]}
    root = etree.Element(q(f"{prefix}:{noun}"), nsmap=nsmap)  # type: ignore[arg-type]  # the stubs forget the default namespace
    _head(root, invoice, noun)
    _references(root, invoice)
    _party(_add(root, "cac:AccountingSupplierParty"), invoice.seller)
    _party(_add(root, "cac:AccountingCustomerParty"), invoice.buyer)
    if invoice.payee is not None:
        _payee(root, invoice.payee)
    if invoice.delivery_date is not None:
        _add(_add(root, "cac:Delivery"), "cbc:ActualDeliveryDate", invoice.delivery_date)
    for means in invoice.payments:
        _payment(root, means, invoice.due_date if noun == "CreditNote" else None)
    if invoice.terms:
        _add(_add(root, "cac:PaymentTerms"), "cbc:Note", invoice.terms)
    currency = invoice.currency or ""
    for part in invoice.allowances:
        _allowance(root, part, currency)
    _tax(root, invoice, currency)
    _monetary_total(root, invoice, currency)
    for line in invoice.lines:
        _line(root, line, noun, currency)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _check(invoice: InvoiceDocument) -> None:
    demanded = {
        "number": invoice.number,
        "issue_date": invoice.issue_date,
        "currency": invoice.currency,
        "buyer_reference": invoice.buyer_reference or invoice.order_reference,
        "seller.name": invoice.seller.name,
        "seller.endpoint": invoice.seller.endpoint,
        "seller.country": invoice.seller.address.country,
        "buyer.name": invoice.buyer.name,
        "buyer.endpoint": invoice.buyer.endpoint,
        "buyer.country": invoice.buyer.address.country,
        "totals.net": invoice.totals.net,
        "totals.gross": invoice.totals.gross,
        "totals.payable": invoice.totals.payable,
        "vat": invoice.vat or None,
        "lines": invoice.lines or None,
    }
    missing = ", ".join(name for name, value in demanded.items() if value is None)
    if missing:
        raise Refusal("ubl.write", N_("The document cannot be written: {missing} missing."), missing=missing)
    breaches = _totals.check(invoice)
    if breaches:
        raise Refusal("ubl.write", N_("The document cannot be written: {breach}"), breach=breaches[0].in_words())


def _add(parent: Element, name: str, value: str | Decimal | date | None = None, **attributes: str | None) -> Element:
    element = etree.SubElement(parent, q(name), {k: v for k, v in attributes.items() if v is not None})
    if isinstance(value, Decimal):
        element.text = f"{value:f}"
    elif value is not None:
        element.text = value.isoformat() if isinstance(value, date) else value
    return element


def _maybe(parent: Element, name: str, value: str | Decimal | date | None, **attributes: str | None) -> None:
    if value is not None and value != "":
        _add(parent, name, value, **attributes)


def _head(root: Element, invoice: InvoiceDocument, noun: str) -> None:
    _add(root, "cbc:CustomizationID", invoice.customization or BIS_BILLING_3)
    _add(root, "cbc:ProfileID", invoice.profile or BIS_PROFILE)
    _add(root, "cbc:ID", invoice.number)
    _add(root, "cbc:IssueDate", invoice.issue_date)
    if noun == "Invoice":
        _maybe(root, "cbc:DueDate", invoice.due_date)
    _add(root, f"cbc:{noun}TypeCode", invoice.type_code or ("380" if noun == "Invoice" else "381"))
    for note in invoice.notes:
        _add(root, "cbc:Note", note)
    _add(root, "cbc:DocumentCurrencyCode", invoice.currency)
    _maybe(root, "cbc:TaxCurrencyCode", invoice.accounting_currency)
    _maybe(root, "cbc:BuyerReference", invoice.buyer_reference)


def _references(root: Element, invoice: InvoiceDocument) -> None:
    if invoice.period is not None:
        period = _add(root, "cac:InvoicePeriod")
        _maybe(period, "cbc:StartDate", invoice.period[0])
        _maybe(period, "cbc:EndDate", invoice.period[1])
    if invoice.order_reference:
        _add(_add(root, "cac:OrderReference"), "cbc:ID", invoice.order_reference)
    for earlier in invoice.preceding:
        ref = _add(_add(root, "cac:BillingReference"), "cac:InvoiceDocumentReference")
        _add(ref, "cbc:ID", earlier.number)
        _maybe(ref, "cbc:IssueDate", earlier.issue_date)
    if invoice.contract_reference:
        _add(_add(root, "cac:ContractDocumentReference"), "cbc:ID", invoice.contract_reference)
    if invoice.project_reference and invoice.kind == "invoice":
        _add(_add(root, "cac:ProjectReference"), "cbc:ID", invoice.project_reference)


def _party(parent: Element, party: Party) -> None:
    node = _add(parent, "cac:Party")
    _maybe(node, "cbc:EndpointID", party.endpoint, schemeID=party.endpoint_scheme)
    for identifier in party.identifiers:
        _add(_add(node, "cac:PartyIdentification"), "cbc:ID", identifier)
    if party.trade_name:
        _add(_add(node, "cac:PartyName"), "cbc:Name", party.trade_name)
    _address(node, party.address)
    if party.vat:
        scheme = _add(node, "cac:PartyTaxScheme")
        _add(scheme, "cbc:CompanyID", party.vat)
        _add(_add(scheme, "cac:TaxScheme"), "cbc:ID", "VAT")
    legal = _add(node, "cac:PartyLegalEntity")
    _add(legal, "cbc:RegistrationName", party.name)
    _maybe(legal, "cbc:CompanyID", party.register, schemeID=party.register_scheme)
    if party.contact or party.phone or party.email:
        contact = _add(node, "cac:Contact")
        _maybe(contact, "cbc:Name", party.contact)
        _maybe(contact, "cbc:Telephone", party.phone)
        _maybe(contact, "cbc:ElectronicMail", party.email)


def _payee(root: Element, payee: Party) -> None:
    node = _add(root, "cac:PayeeParty")
    for identifier in payee.identifiers[:1]:
        _add(_add(node, "cac:PartyIdentification"), "cbc:ID", identifier)
    _add(_add(node, "cac:PartyName"), "cbc:Name", payee.name)
    if payee.register:
        legal = _add(node, "cac:PartyLegalEntity")
        _add(legal, "cbc:CompanyID", payee.register, schemeID=payee.register_scheme)


def _address(parent: Element, address: Address) -> None:
    node = _add(parent, "cac:PostalAddress")
    _maybe(node, "cbc:StreetName", " ".join(part for part in (address.street, address.number) if part))
    lines = [*address.lines, "", ""]
    _maybe(node, "cbc:AdditionalStreetName", lines[0])
    _maybe(node, "cbc:CityName", address.city)
    _maybe(node, "cbc:PostalZone", address.postcode)
    if lines[1]:
        _add(_add(node, "cac:AddressLine"), "cbc:Line", lines[1])
    if address.country:
        _add(_add(node, "cac:Country"), "cbc:IdentificationCode", address.country)


def _payment(root: Element, means: PaymentMeans, due_date: date | None) -> None:
    node = _add(root, "cac:PaymentMeans")
    _add(node, "cbc:PaymentMeansCode", means.code or CREDIT_TRANSFER)
    _maybe(node, "cbc:PaymentDueDate", due_date)
    _maybe(node, "cbc:PaymentID", means.reference)
    if means.account:
        account = _add(node, "cac:PayeeFinancialAccount")
        _add(account, "cbc:ID", means.account)
        _maybe(account, "cbc:Name", means.account_name)
        if means.bic:
            _add(_add(account, "cac:FinancialInstitutionBranch"), "cbc:ID", means.bic)
    if means.mandate:
        mandate = _add(node, "cac:PaymentMandate")
        _add(mandate, "cbc:ID", means.mandate)
        if means.debited_account:
            _add(_add(mandate, "cac:PayerFinancialAccount"), "cbc:ID", means.debited_account)


def _category(parent: Element, name: str, category: str | None, rate: Decimal | None) -> Element:
    node = _add(parent, name)
    _add(node, "cbc:ID", category)
    _maybe(node, "cbc:Percent", rate)
    return node


def _vat_scheme(category: Element) -> None:
    _add(_add(category, "cac:TaxScheme"), "cbc:ID", "VAT")


def _allowance(parent: Element, part: AllowanceCharge, currency: str) -> None:
    node = _add(parent, "cac:AllowanceCharge")
    _add(node, "cbc:ChargeIndicator", "true" if part.charge else "false")
    _maybe(node, "cbc:AllowanceChargeReasonCode", part.reason_code)
    _maybe(node, "cbc:AllowanceChargeReason", part.reason)
    _maybe(node, "cbc:MultiplierFactorNumeric", part.percent)
    _add(node, "cbc:Amount", part.amount, currencyID=currency)
    _maybe(node, "cbc:BaseAmount", part.base, currencyID=currency)
    if part.vat_category:
        _vat_scheme(_category(node, "cac:TaxCategory", part.vat_category, part.vat_rate))


def _tax(root: Element, invoice: InvoiceDocument, currency: str) -> None:
    total = _add(root, "cac:TaxTotal")
    _add(total, "cbc:TaxAmount", invoice.totals.vat or Decimal("0.00"), currencyID=currency)
    for line in invoice.vat:
        sub = _add(total, "cac:TaxSubtotal")
        _add(sub, "cbc:TaxableAmount", line.base, currencyID=currency)
        _add(sub, "cbc:TaxAmount", line.tax, currencyID=currency)
        category = _category(sub, "cac:TaxCategory", line.category, line.rate)
        _maybe(category, "cbc:TaxExemptionReasonCode", line.exemption_code)
        _maybe(category, "cbc:TaxExemptionReason", line.exemption_reason)
        _vat_scheme(category)
    if invoice.totals.vat_accounting is not None:
        other = _add(root, "cac:TaxTotal")
        _add(other, "cbc:TaxAmount", invoice.totals.vat_accounting, currencyID=invoice.accounting_currency)


def _monetary_total(root: Element, invoice: InvoiceDocument, currency: str) -> None:
    node, totals = _add(root, "cac:LegalMonetaryTotal"), invoice.totals
    for name, amount in (
        ("cbc:LineExtensionAmount", totals.lines),
        ("cbc:TaxExclusiveAmount", totals.net),
        ("cbc:TaxInclusiveAmount", totals.gross),
        ("cbc:AllowanceTotalAmount", totals.allowances),
        ("cbc:ChargeTotalAmount", totals.charges),
        ("cbc:PrepaidAmount", totals.prepaid),
        ("cbc:PayableRoundingAmount", totals.rounding),
        ("cbc:PayableAmount", totals.payable),
    ):
        _maybe(node, name, amount, currencyID=currency)


def _line(root: Element, line: InvoiceLine, noun: str, currency: str) -> None:
    node = _add(root, f"cac:{noun}Line")
    _add(node, "cbc:ID", line.id)
    _maybe(node, "cbc:Note", line.note)
    quantity = "cbc:InvoicedQuantity" if noun == "Invoice" else "cbc:CreditedQuantity"
    _add(node, quantity, Decimal(1) if line.quantity is None else line.quantity, unitCode=line.unit or "C62")
    _add(node, "cbc:LineExtensionAmount", line.net, currencyID=currency)
    if line.order_line:
        _add(_add(node, "cac:OrderLineReference"), "cbc:LineID", line.order_line)
    for part in line.allowances:
        _allowance(node, part, currency)
    item = _add(node, "cac:Item")
    _maybe(item, "cbc:Description", line.description)
    _add(item, "cbc:Name", line.name)
    _vat_scheme(_category(item, "cac:ClassifiedTaxCategory", line.vat_category, line.vat_rate))
    price = _add(node, "cac:Price")
    _add(price, "cbc:PriceAmount", line.net if line.price is None else line.price, currencyID=currency)
    _maybe(price, "cbc:BaseQuantity", line.base_quantity, unitCode=line.unit or "C62")
