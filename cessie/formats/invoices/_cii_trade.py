"""The parts of a Cross Industry Invoice: parties, days, amounts, allowances, lines, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cessie.formats import embedded, fields
from cessie.formats.near import EMPTY, Near
from cessie.formats.values import Address, AllowanceCharge, Attachment, InvoiceLine, Party
from cessie.lib.reasons import N_, Refusal

Day = date | None
_PLAIN = re.compile(r"[0-9]{8}")
_NO_DAY = {"609", "610", "615", "616", "602"}  # UNCL 2379: a month, a week or a year


def day(parent: Near, path: str) -> Day:
    """A day as CII writes it: ``DateTimeString`` (or ``DateString``) with its format, or an XML date (ZUGFeRD 1)."""
    found = parent.first(path)
    if found is None:
        return None
    inner = found.first("DateTimeString") or found.first("DateString") or found.first("DateTime") or found
    if inner.value is None:
        return None
    text, form = inner.value, inner.get("format")
    if form in _NO_DAY:
        return None
    # 102 is YYYYMMDD; 203 and 205 add the time of day. Some writers claim one and write the other form.
    if form in (None, "102", "203", "205") and _PLAIN.match(text[:8]):
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}" + ("" if len(text) == 8 else f"T{text[8:]}")
    return fields.day(text, inner.place)


def amount(parent: Near, path: str) -> Decimal | None:
    """An amount of money as written."""
    value = parent.text(path)
    try:
        return fields.amount(value, "") if value else None
    except Refusal:  # only then is it worth knowing where it stands
        return fields.amount(value or "", _place(parent, path))


def _place(parent: Near, path: str) -> str:
    found = parent.first(path)
    return found.place if found is not None else path


def amount_of(node: Near) -> Decimal | None:
    """The amount that the element itself holds."""
    return fields.amount(node.value, node.place) if node.value else None


def number(parent: Near, path: str) -> Decimal | None:
    """A quantity, price or rate as written."""
    value = parent.text(path)
    try:
        return fields.number(value, "") if value else None
    except Refusal:
        return fields.number(value or "", _place(parent, path))


def period(settlement: Near) -> tuple[Day, Day] | None:
    """BG-14: the days invoiced."""
    days = (
        day(settlement, "BillingSpecifiedPeriod/StartDateTime"),
        day(settlement, "BillingSpecifiedPeriod/EndDateTime"),
    )
    return days if any(days) else None


def party(node: Near | None) -> Party:
    """Seller, buyer or payee."""
    if node is None:
        return Party()
    legal = node.first("SpecifiedLegalOrganization") or EMPTY
    register, endpoint = legal.first("ID"), node.first("URIUniversalCommunication/URIID")
    contact = node.first("DefinedTradeContact") or EMPTY
    trade_name = legal.text("TradingBusinessName")
    return Party(
        name=node.text("Name") or trade_name,
        trade_name=trade_name,
        vat=_vat_number(node),
        register=register.value if register is not None else None,
        register_scheme=register.get("schemeID") if register is not None else None,
        endpoint=endpoint.value if endpoint is not None else None,
        endpoint_scheme=endpoint.get("schemeID") if endpoint is not None else None,
        identifiers=(*node.texts("ID"), *node.texts("GlobalID")),
        address=_address(node.first("PostalTradeAddress")),
        email=contact.text("EmailURIUniversalCommunication/URIID"),
        contact=contact.text("PersonName") or contact.text("DepartmentName"),
        phone=contact.text("TelephoneUniversalCommunication/CompleteNumber"),
    )


def payee(node: Near | None) -> Party | None:
    """BG-10: on a factored invoice the factor."""
    return None if node is None else replace(party(node), trade_name=None)


def _vat_number(node: Near) -> str | None:
    """BT-31/48; FC and 0204 are tax numbers of another kind."""
    for registration in node.all("SpecifiedTaxRegistration/ID"):
        if registration.get("schemeID") == "VA" and registration.value:
            return fields.compact(registration.value)
    return None


def _address(node: Near | None) -> Address:
    if node is None:
        return Address()
    return Address(
        street=node.text("LineOne"),
        postcode=node.text("PostcodeCode"),
        city=node.text("CityName"),
        country=node.text("CountryID"),
        lines=(*node.texts("LineTwo"), *node.texts("LineThree")),
    )


def allowances(parent: Near) -> Iterator[AllowanceCharge]:
    """Reductions and extras of the document or of one line."""
    for part in parent.all("SpecifiedTradeAllowanceCharge"):
        indicator = part.text("ChargeIndicator/Indicator") or part.text("ChargeIndicator") or ""
        yield AllowanceCharge(
            charge=indicator.lower() in {"true", "1"},
            amount=amount(part, "ActualAmount"),
            reason=part.text("Reason"),
            reason_code=part.text("ReasonCode"),
            base=amount(part, "BasisAmount"),
            percent=number(part, "CalculationPercent"),
            vat_category=part.text("CategoryTradeTax/CategoryCode"),
            vat_rate=number(part, "CategoryTradeTax/RateApplicablePercent"),
        )


def logistics(settlement: Near) -> Iterator[AllowanceCharge]:
    """Freight and the like, which the extended profiles write apart from the charges that they are."""
    for part in settlement.all("SpecifiedLogisticsServiceCharge"):
        yield AllowanceCharge(
            charge=True,
            amount=amount(part, "AppliedAmount"),
            reason=part.text("Description"),
            vat_category=part.text("AppliedTradeTax/CategoryCode"),
            vat_rate=number(part, "AppliedTradeTax/RateApplicablePercent"),
        )


def line(node: Near) -> InvoiceLine:
    """One line (BG-25)."""
    document = node.first("AssociatedDocumentLineDocument") or EMPTY
    product = node.first("SpecifiedTradeProduct") or EMPTY
    agreement = node.first("SpecifiedLineTradeAgreement") or EMPTY
    settlement = node.first("SpecifiedLineTradeSettlement") or EMPTY
    quantity = node.first("SpecifiedLineTradeDelivery/BilledQuantity")
    tax = settlement.first("ApplicableTradeTax") or EMPTY
    return InvoiceLine(
        id=document.text("LineID"),
        name=product.text("Name"),
        description=product.text("Description"),
        note="\n".join(document.texts("IncludedNote/Content")) or None,
        quantity=number(node, "SpecifiedLineTradeDelivery/BilledQuantity"),
        unit=quantity.get("unitCode") if quantity is not None else None,
        price=number(agreement, "NetPriceProductTradePrice/ChargeAmount"),
        base_quantity=number(agreement, "NetPriceProductTradePrice/BasisQuantity"),
        net=amount(settlement, "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"),
        vat_category=tax.text("CategoryCode"),
        vat_rate=number(tax, "RateApplicablePercent"),
        allowances=tuple(allowances(settlement)),
        order_line=agreement.text("BuyerOrderReferencedDocument/LineID"),
    )


def attachments(agreement: Near) -> Iterator[Attachment]:
    """BG-24: supporting documents (type 916); other references are none."""
    for ref in agreement.all("AdditionalReferencedDocument"):
        if ref.text("TypeCode") != "916":
            continue
        file = ref.first("AttachmentBinaryObject") or EMPTY
        encoded = file.value
        if encoded and not embedded.sound(encoded):
            words = N_("{place}: the attachment cannot be decoded.")
            raise Refusal("cii.attachment", words, place=file.place)
        yield Attachment(
            id=ref.text("IssuerAssignedID"),
            description=ref.text("Name"),
            filename=file.get("filename"),
            mime=file.get("mimeCode"),
            uri=ref.text("URIID"),
            encoded=encoded,
        )
