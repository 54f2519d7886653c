"""UBL 2.1 invoices and credit notes: Peppol BIS Billing 3, XRechnung and plain EN 16931.

Field paths: EN 16931-1 with its UBL binding CEN/TS 16931-3-2. Reads leniently (a missing field is None, a sum that does
not come out a warning) but never guesses an amount or a day. Refuses: ``xml.*``, ``field.*``, ``ubl.root``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cessie.formats import embedded, fields
from cessie.formats.invoices._judged import judged
from cessie.formats.invoices._types import CREDIT_NOTE_TYPES
from cessie.formats.invoices._ubl_names import NAMESPACES, q
from cessie.formats.invoices._ubl_write import write
from cessie.formats.near import EMPTY, Near
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
from cessie.formats.xml import Element, local, parse, place, root_name
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
    return [read_tree(parse(data), data)]


def read_tree(root: Element, xml: bytes | None = None) -> InvoiceDocument:
    """The document under a root that came through ``formats.xml``."""
    if root.tag not in {q("inv:Invoice"), q("cn:CreditNote")}:
        raise Refusal("ubl.root", N_("{root} is no UBL invoice or credit note."), root=fields.shown(local(root)))
    noun, node = local(root), Near(root)
    type_code = node.text(f"{noun}TypeCode")
    credit = noun == "CreditNote" or type_code in CREDIT_NOTE_TYPES
    kind: InvoiceKind = "credit_note" if credit else "invoice"
    currency = node.text("DocumentCurrencyCode")
    doc = InvoiceDocument(
        kind=kind,
        format=NAME,
        number=node.text("ID"),
        issue_date=_day(node, "IssueDate"),
        due_date=_day(node, "DueDate") or _day(node, "PaymentMeans/PaymentDueDate"),
        currency=currency,
        type_code=type_code,
        customization=node.text("CustomizationID"),
        profile=node.text("ProfileID"),
        buyer_reference=node.text("BuyerReference"),
        order_reference=node.text("OrderReference/ID"),
        contract_reference=node.text("ContractDocumentReference/ID"),
        project_reference=node.text("ProjectReference/ID"),
        preceding=tuple(_preceding(node)),
        notes=node.texts("Note"),
        terms="\n".join(node.texts("PaymentTerms/Note")) or None,
        delivery_date=_day(node, "Delivery/ActualDeliveryDate"),
        period=_period(node),
        accounting_currency=node.text("TaxCurrencyCode"),
        seller=_party(node.first("AccountingSupplierParty/Party")),
        buyer=_party(node.first("AccountingCustomerParty/Party")),
        payee=_payee(node.first("PayeeParty")),
        payments=tuple(_payment(means) for means in node.all("PaymentMeans")),
        totals=_totals_of(node, currency),
        vat=tuple(_vat(node, currency)),
        allowances=tuple(_allowances(node)),
        lines=tuple(_lines(node, noun)),
        attachments=tuple(_attachment(ref) for ref in node.all("AdditionalDocumentReference")),
        xml=xml,
    )
    return judged(doc, (*_vat_totals(doc, node), *_currencies(doc, node)))


def _vat_totals(doc: InvoiceDocument, root: Near) -> Iterator[Reason]:
    """One VAT total in the document's currency (BR-CO-15 with UBL-SR-51)."""
    if sum(amount.get("currencyID") == doc.currency for amount in root.all("TaxTotal/TaxAmount")) > 1:
        words = N_("The document states its VAT total more than once in {currency} (BR-CO-15).")
        yield Reason("invoice.br-co-15", words, {"currency": doc.currency})


def _currencies(doc: InvoiceDocument, root: Near) -> Iterator[Reason]:
    """Totals in another currency than the document's own (EN 16931: every amount but BT-111 is in BT-5)."""
    total = root.first("LegalMonetaryTotal")
    for amount in total.element if total is not None else ():
        unit = amount.get("currencyID")
        if unit is not None and unit != doc.currency:
            words = N_("{place} is in {found}, the document in {currency}.")
            facts = {"place": place(amount), "found": unit, "currency": doc.currency}
            yield Reason("invoice.currency", words, facts)


def _day(node: Near, path: str) -> date | None:
    value = node.text(path)
    try:
        return fields.day(value, "") if value else None
    except Refusal:  # only then is it worth knowing where it stands
        return fields.day(value or "", _place(node, path))


def _amount(node: Near, path: str) -> Decimal | None:
    value = node.text(path)
    try:
        return fields.amount(value, "") if value else None
    except Refusal:
        return fields.amount(value or "", _place(node, path))


def _number(node: Near, path: str) -> Decimal | None:
    value = node.text(path)
    try:
        return fields.number(value, "") if value else None
    except Refusal:
        return fields.number(value or "", _place(node, path))


def _place(node: Near, path: str) -> str:
    found = node.first(path)
    return found.place if found is not None else path


def _preceding(root: Near) -> Iterator[Preceding]:
    for ref in root.all("BillingReference/InvoiceDocumentReference"):
        number = ref.text("ID")
        if number:
            yield Preceding(number=number, issue_date=_day(ref, "IssueDate"))


def _period(root: Near) -> tuple[date | None, date | None] | None:
    period = root.first("InvoicePeriod")
    if period is None:
        return None
    days = (_day(period, "StartDate"), _day(period, "EndDate"))
    return days if any(days) else None


def _party(party: Near | None) -> Party:
    if party is None:
        return Party()
    trade_name = party.text("PartyName/Name")
    entity, contact = party.first("PartyLegalEntity") or EMPTY, party.first("Contact") or EMPTY
    legal, endpoint = entity.first("CompanyID"), party.first("EndpointID")
    return Party(
        name=entity.text("RegistrationName") or trade_name,
        trade_name=trade_name,
        vat=_vat_number(party),
        register=legal.value if legal is not None else None,
        register_scheme=legal.get("schemeID") if legal is not None else None,
        endpoint=endpoint.value if endpoint is not None else None,
        endpoint_scheme=endpoint.get("schemeID") if endpoint is not None else None,
        identifiers=party.texts("PartyIdentification/ID"),
        address=_address(party.first("PostalAddress")),
        email=contact.text("ElectronicMail"),
        contact=contact.text("Name"),
        phone=contact.text("Telephone"),
    )


def _vat_number(party: Near) -> str | None:
    for scheme in party.all("PartyTaxScheme"):
        if (scheme.text("TaxScheme/ID") or "").upper() == "VAT":
            return fields.compact(scheme.text("CompanyID"))
    return None


def _payee(payee: Near | None) -> Party | None:
    return None if payee is None else replace(_party(payee), trade_name=None)


def _address(address: Near | None) -> Address:
    if address is None:
        return Address()
    return Address(
        street=address.text("StreetName"),
        number=address.text("BuildingNumber"),
        postcode=address.text("PostalZone"),
        city=address.text("CityName"),
        country=address.text("Country/IdentificationCode"),
        lines=(*address.texts("AdditionalStreetName"), *address.texts("AddressLine/Line")),
    )


def _payment(means: Near) -> PaymentMeans:
    account = means.first("PayeeFinancialAccount")
    return PaymentMeans(
        code=means.text("PaymentMeansCode"),
        account=fields.compact(account.text("ID")) if account is not None else None,
        account_name=account.text("Name") if account is not None else None,
        bic=account.text("FinancialInstitutionBranch/ID") if account is not None else None,
        reference=means.text("PaymentID"),
        mandate=means.text("PaymentMandate/ID"),
        debited_account=fields.compact(means.text("PaymentMandate/PayerFinancialAccount/ID")),
    )


def _tax_totals(root: Near, currency: str | None) -> tuple[Near | None, Near | None]:
    """The VAT total in the document's currency and the one in the accounting currency (BT-110, BT-111)."""
    own: Near | None = None
    other: Near | None = None
    for total in root.all("TaxTotal"):
        amount = total.first("TaxAmount")
        unit = amount.get("currencyID") if amount is not None else None
        if own is None and unit in (currency, None):
            own = total
        elif other is None:
            other = total
    return own, other


def _totals_of(root: Near, currency: str | None) -> InvoiceTotals:
    own, other = _tax_totals(root, currency)
    vat = _amount(own, "TaxAmount") if own is not None else None
    accounting = _amount(other, "TaxAmount") if other is not None else None
    total = root.first("LegalMonetaryTotal")
    if total is None:
        return InvoiceTotals(vat=vat, vat_accounting=accounting)
    return InvoiceTotals(
        lines=_amount(total, "LineExtensionAmount"),
        allowances=_amount(total, "AllowanceTotalAmount"),
        charges=_amount(total, "ChargeTotalAmount"),
        net=_amount(total, "TaxExclusiveAmount"),
        vat=vat,
        vat_accounting=accounting,
        gross=_amount(total, "TaxInclusiveAmount"),
        prepaid=_amount(total, "PrepaidAmount"),
        rounding=_amount(total, "PayableRoundingAmount"),
        payable=_amount(total, "PayableAmount"),
    )


def _vat(root: Near, currency: str | None) -> Iterator[VatLine]:
    own, _ = _tax_totals(root, currency)
    for sub in own.all("TaxSubtotal") if own is not None else ():
        yield VatLine(
            category=sub.text("TaxCategory/ID"),
            rate=_number(sub, "TaxCategory/Percent"),
            base=_amount(sub, "TaxableAmount"),
            tax=_amount(sub, "TaxAmount"),
            exemption_reason=sub.text("TaxCategory/TaxExemptionReason"),
            exemption_code=sub.text("TaxCategory/TaxExemptionReasonCode"),
        )


def _allowances(parent: Near) -> Iterator[AllowanceCharge]:
    for part in parent.all("AllowanceCharge"):
        yield AllowanceCharge(
            charge=(part.text("ChargeIndicator") or "").lower() in {"true", "1"},
            amount=_amount(part, "Amount"),
            reason=part.text("AllowanceChargeReason"),
            reason_code=part.text("AllowanceChargeReasonCode"),
            base=_amount(part, "BaseAmount"),
            percent=_number(part, "MultiplierFactorNumeric"),
            vat_category=part.text("TaxCategory/ID"),
            vat_rate=_number(part, "TaxCategory/Percent"),
        )


def _lines(root: Near, noun: str) -> Iterator[InvoiceLine]:
    quantity = "InvoicedQuantity" if noun == "Invoice" else "CreditedQuantity"
    for count, line in enumerate(root.all(f"{noun}Line"), 1):
        if count > MAX_LINES:
            raise Refusal("ubl.lines", N_("The document has more than {limit} lines."), limit=MAX_LINES)
        amount, item, price = line.first(quantity), line.first("Item") or EMPTY, line.first("Price") or EMPTY
        category = item.first("ClassifiedTaxCategory") or EMPTY
        yield InvoiceLine(
            id=line.text("ID"),
            name=item.text("Name"),
            description=item.text("Description"),
            note=line.text("Note"),
            quantity=_number(line, quantity),
            unit=amount.get("unitCode") if amount is not None else None,
            price=_number(price, "PriceAmount"),
            base_quantity=_number(price, "BaseQuantity"),
            net=_amount(line, "LineExtensionAmount"),
            vat_category=category.text("ID"),
            vat_rate=_number(category, "Percent"),
            allowances=tuple(_allowances(line)),
            order_line=line.text("OrderLineReference/LineID"),
        )


def _attachment(ref: Near) -> Attachment:
    file = ref.first("Attachment/EmbeddedDocumentBinaryObject") or EMPTY
    encoded = file.value
    if encoded and not embedded.sound(encoded):
        words = N_("{place}: the attachment cannot be decoded.")
        raise Refusal("ubl.attachment", words, place=file.place)
    return Attachment(
        id=ref.text("ID"),
        description=ref.text("DocumentDescription"),
        filename=file.get("filename"),
        mime=file.get("mimeCode"),
        uri=ref.text("Attachment/ExternalReference/URI"),
        encoded=encoded,
    )
