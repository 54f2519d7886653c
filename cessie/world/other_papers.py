"""Invoices of the simulated world in other formats than UBL: as CII, inside a PDF (Factur-X), and as rows of a CSV."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape

import pikepdf

from cessie.world.cast import Actor
from cessie.world.papers import ASSIGNMENT, REGISTERS, Sale

_SPACES = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"'
    ' xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"'
    ' xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)
_TAX = (
    "<ram:TypeCode>VAT</ram:TypeCode>{base}<ram:CategoryCode>S</ram:CategoryCode>"
    "<ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent>"
)


def cii(sale: Sale, payee: Actor) -> bytes:
    """The sale as a Cross Industry Invoice (D16B, EN 16931), to be paid to ``payee``, the factor."""
    note = ASSIGNMENT[sale.buyer.language].format(factor=payee.name, iban=payee.iban)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rsm:CrossIndustryInvoice {_SPACES}>'
        "<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>"
        "<ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter>"
        f"</rsm:ExchangedDocumentContext><rsm:ExchangedDocument><ram:ID>{sale.number}</ram:ID>"
        f"<ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>{_day(f'{sale.issue_date:%Y%m%d}')}</ram:IssueDateTime>"
        f"<ram:IncludedNote><ram:Content>{escape(note)}</ram:Content></ram:IncludedNote></rsm:ExchangedDocument>"
        f"<rsm:SupplyChainTradeTransaction>{_line(sale)}<ram:ApplicableHeaderTradeAgreement>"
        f"<ram:BuyerReference>demo {sale.number}</ram:BuyerReference>"
        f"<ram:SellerTradeParty>{_party(sale.seller)}</ram:SellerTradeParty>"
        f"<ram:BuyerTradeParty>{_party(sale.buyer)}</ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>"
        f"<ram:ApplicableHeaderTradeDelivery/>{_settlement(sale, payee)}"
        "</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"
    ).encode()


def facturx(sale: Sale, payee: Actor) -> bytes:
    """The same inside a PDF, as Factur-X has it."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        stream = made.make_stream(cii(sale, payee), Type=pikepdf.Name.EmbeddedFile)
        name = "factur-x.xml"
        spec = made.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=name, UF=name, EF=pikepdf.Dictionary(F=stream))
        )
        made.Root.AF = pikepdf.Array([spec])
        files = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String(name), spec]))
        made.Root.Names = pikepdf.Dictionary(EmbeddedFiles=files)
        made.save(out, deterministic_id=True)
    return out.getvalue()


def csv(sales: Sequence[Sale]) -> bytes:
    """Some sales of one seller as a Dutch program writes them: semicolons, decimal commas, days first."""
    rows = ["Factuurnummer;Factuurdatum;Vervaldatum;Klant;BTW-nummer klant;Totaal excl. BTW;BTW;Totaal incl. BTW;IBAN"]
    for sale in sales:
        figures = (str(amount.decimal).replace(".", ",") for amount in (sale.net, sale.vat, sale.gross))
        days = (f"{day:%d/%m/%Y}" for day in (sale.issue_date, sale.due_date))
        rows.append(";".join([sale.number, *days, sale.buyer.name, sale.buyer.vat, *figures, ""]))
    return ("\r\n".join(rows) + "\r\n").encode("utf-8-sig")


def _day(text: str) -> str:
    return f'<udt:DateTimeString format="102">{text}</udt:DateTimeString>'


def _party(actor: Actor) -> str:
    scheme, number = next((REGISTERS[s], n) for s, n in actor.identifiers.items() if s in REGISTERS)
    return (
        f"<ram:Name>{escape(actor.name)}</ram:Name><ram:SpecifiedLegalOrganization>"
        f'<ram:ID schemeID="{scheme}">{number}</ram:ID></ram:SpecifiedLegalOrganization>'
        f"<ram:PostalTradeAddress><ram:PostcodeCode>{actor.postcode}</ram:PostcodeCode>"
        f"<ram:LineOne>{escape(actor.street)} {actor.building}</ram:LineOne><ram:CityName>{actor.town}</ram:CityName>"
        f"<ram:CountryID>{actor.country}</ram:CountryID></ram:PostalTradeAddress><ram:URIUniversalCommunication>"
        f'<ram:URIID schemeID="{scheme}">{number}</ram:URIID></ram:URIUniversalCommunication>'
        f'<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{actor.vat}</ram:ID></ram:SpecifiedTaxRegistration>'
    )


def _line(sale: Sale) -> str:
    return (
        "<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID>"
        "</ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>Demo</ram:Name>"
        "</ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>"
        f"<ram:ChargeAmount>{sale.net.decimal}</ram:ChargeAmount></ram:NetPriceProductTradePrice>"
        '</ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">1'
        "</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement>"
        f"<ram:ApplicableTradeTax>{_TAX.format(base='', rate=sale.rate)}</ram:ApplicableTradeTax>"
        "<ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"<ram:LineTotalAmount>{sale.net.decimal}</ram:LineTotalAmount>"
        "</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>"
        "</ram:IncludedSupplyChainTradeLineItem>"
    )


def _settlement(sale: Sale, payee: Actor) -> str:
    scheme, number = next((REGISTERS[s], n) for s, n in payee.identifiers.items() if s in REGISTERS)
    base = f"<ram:BasisAmount>{sale.net.decimal}</ram:BasisAmount>"
    return (
        f"<ram:ApplicableHeaderTradeSettlement><ram:PaymentReference>{sale.reference}</ram:PaymentReference>"
        f"<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:PayeeTradeParty><ram:Name>{escape(payee.name)}"
        f'</ram:Name><ram:SpecifiedLegalOrganization><ram:ID schemeID="{scheme}">{number}</ram:ID>'
        "</ram:SpecifiedLegalOrganization></ram:PayeeTradeParty><ram:SpecifiedTradeSettlementPaymentMeans>"
        "<ram:TypeCode>30</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>"
        f"<ram:IBANID>{payee.iban}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>"
        "</ram:SpecifiedTradeSettlementPaymentMeans><ram:ApplicableTradeTax>"
        f"<ram:CalculatedAmount>{sale.vat.decimal}</ram:CalculatedAmount>{_TAX.format(base=base, rate=sale.rate)}"
        "</ram:ApplicableTradeTax><ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>"
        f"{_day(f'{sale.due_date:%Y%m%d}')}</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>"
        "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
        f"<ram:LineTotalAmount>{sale.net.decimal}</ram:LineTotalAmount>"
        f"<ram:TaxBasisTotalAmount>{sale.net.decimal}</ram:TaxBasisTotalAmount>"
        f'<ram:TaxTotalAmount currencyID="EUR">{sale.vat.decimal}</ram:TaxTotalAmount>'
        f"<ram:GrandTotalAmount>{sale.gross.decimal}</ram:GrandTotalAmount>"
        f"<ram:DuePayableAmount>{sale.gross.decimal}</ram:DuePayableAmount>"
        "</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>"
    )
