"""The invoice of ``samples`` once more: as a Cross Industry Invoice, in the words of ZUGFeRD 1, and inside a PDF."""

from __future__ import annotations

import io

import pikepdf

_CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
<ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>F-2026-0451</ram:ID><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">20261102</udt:DateTimeString></ram:IssueDateTime>
<ram:IncludedNote><ram:Content>This invoice was assigned.</ram:Content></ram:IncludedNote></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
<ram:IncludedSupplyChainTradeLineItem>
<ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
<ram:SpecifiedTradeProduct><ram:Name>Work</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>25.00</ram:ChargeAmount>
</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="HUR">4</ram:BilledQuantity>
</ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>
<ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>21</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>100.00</ram:LineTotalAmount>
</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeAgreement><ram:BuyerReference>PO-17</ram:BuyerReference>
<ram:SellerTradeParty><ram:Name>Atelier du Pont SRL</ram:Name>
<ram:SpecifiedLegalOrganization><ram:ID schemeID="0208">0123456749</ram:ID>
<ram:TradingBusinessName>Atelier du Pont</ram:TradingBusinessName></ram:SpecifiedLegalOrganization>
<ram:PostalTradeAddress><ram:PostcodeCode>4000</ram:PostcodeCode><ram:LineOne>Rue du Pont 1</ram:LineOne>
<ram:CityName>Liège</ram:CityName><ram:CountryID>BE</ram:CountryID></ram:PostalTradeAddress>
<ram:URIUniversalCommunication><ram:URIID schemeID="0208">0123456749</ram:URIID></ram:URIUniversalCommunication>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">BE0123456749</ram:ID></ram:SpecifiedTaxRegistration>
</ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>De Molen BV</ram:Name>
<ram:SpecifiedLegalOrganization><ram:ID schemeID="0106">12345678</ram:ID></ram:SpecifiedLegalOrganization>
<ram:PostalTradeAddress><ram:PostcodeCode>4811 AB</ram:PostcodeCode><ram:LineOne>Molenweg 2</ram:LineOne>
<ram:CityName>Breda</ram:CityName><ram:CountryID>NL</ram:CountryID></ram:PostalTradeAddress>
<ram:URIUniversalCommunication><ram:URIID schemeID="0106">12345678</ram:URIID></ram:URIUniversalCommunication>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">NL004495445B01</ram:ID></ram:SpecifiedTaxRegistration>
</ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery/>
<ram:ApplicableHeaderTradeSettlement><ram:PaymentReference>+++010/8068/17183+++</ram:PaymentReference>
<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:PayeeTradeParty><ram:Name>Factor Example NV</ram:Name>
<ram:SpecifiedLegalOrganization><ram:ID schemeID="0208">0234567873</ram:ID></ram:SpecifiedLegalOrganization>
</ram:PayeeTradeParty>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode>
<ram:PayeePartyCreditorFinancialAccount><ram:IBANID>BE68 5390 0754 7034</ram:IBANID>
</ram:PayeePartyCreditorFinancialAccount>
<ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>GKCCBEBB</ram:BICID>
</ram:PayeeSpecifiedCreditorFinancialInstitution></ram:SpecifiedTradeSettlementPaymentMeans>
<ram:ApplicableTradeTax><ram:CalculatedAmount>21.00</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
<ram:BasisAmount>100.00</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>
<ram:RateApplicablePercent>21</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradePaymentTerms><ram:Description>30 days</ram:Description>
<ram:DueDateDateTime><udt:DateTimeString format="102">20261202</udt:DateTimeString></ram:DueDateDateTime>
</ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>100.00</ram:LineTotalAmount>
<ram:TaxBasisTotalAmount>100.00</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">21.00</ram:TaxTotalAmount>
<ram:GrandTotalAmount>121.00</ram:GrandTotalAmount><ram:DuePayableAmount>121.00</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>
"""
_OLDER = (
    ("urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100", "urn:ferd:CrossIndustryDocument:invoice:1p0"),
    ("BusinessInformationEntity:100", "BusinessInformationEntity:12"),
    ("UnqualifiedDataType:100", "UnqualifiedDataType:15"),
    ("rsm:CrossIndustryInvoice", "rsm:CrossIndustryDocument"),
    ("rsm:ExchangedDocumentContext", "rsm:SpecifiedExchangedDocumentContext"),
    ("rsm:ExchangedDocument>", "rsm:HeaderExchangedDocument>"),
    ("rsm:SupplyChainTradeTransaction", "rsm:SpecifiedSupplyChainTradeTransaction"),
    ("ram:ApplicableHeaderTrade", "ram:ApplicableSupplyChainTrade"),
    ("ram:SpecifiedLineTrade", "ram:SpecifiedSupplyChainTrade"),
    ("SettlementHeaderMonetary", "SettlementMonetary"),
    ("SettlementLineMonetary", "SettlementMonetary"),
    ("RateApplicablePercent", "ApplicablePercent"),
)


def cii(*changes: tuple[str, str]) -> bytes:
    """The invoice as CII (D16B), each change made once or more."""
    text = _CII
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


def zugferd1() -> bytes:
    """The same under the names of 2014."""
    return cii(*_OLDER)


def pdf(
    *files: tuple[str, bytes], listed: bool = True, text: str = "", drawing: bytes = b"", **encryption: str
) -> bytes:
    """A PDF of one page with these files inside; not ``listed``: only in /AF, not in the name tree.

    ``drawing``: what the page draws where it has no text.
    """
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page()
        if text:
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            shown = text.encode("latin-1").replace(b"\n", b") Tj 0 -14 Td (")
            page.Contents = made.make_stream(b"BT /F1 12 Tf 50 700 Td (" + shown + b") Tj ET")
        elif drawing:
            page.Contents = made.make_stream(drawing)
        specs = []
        for name, content in files:
            stream = made.make_stream(content, Type=pikepdf.Name.EmbeddedFile)
            filespec = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=name, UF=name, EF=pikepdf.Dictionary(F=stream))
            specs.append((name, made.make_indirect(filespec)))
        if specs:
            made.Root.AF = pikepdf.Array([spec for _, spec in specs])
        if listed and specs:
            names = pikepdf.Array([item for pair in specs for item in (pikepdf.String(pair[0]), pair[1])])
            made.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))
        password = pikepdf.Encryption(owner="o", user=encryption["password"]) if encryption else False
        made.save(out, encryption=password, deterministic_id=not encryption)
    return out.getvalue()
