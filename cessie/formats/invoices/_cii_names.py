"""The names of the Cross Industry Invoice, and how those of ZUGFeRD 1 (2014) became those of D16B."""

from __future__ import annotations

from cessie.formats.near import Near
from cessie.formats.xml import Element

FIRST = "CrossIndustryDocument"  # the root of ZUGFeRD 1
ROOTS = {
    ("urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100", "CrossIndustryInvoice"),
    ("urn:ferd:CrossIndustryDocument:invoice:1p0", FIRST),
}
_RENAMED = {
    "SpecifiedExchangedDocumentContext": "ExchangedDocumentContext",
    "HeaderExchangedDocument": "ExchangedDocument",
    "SpecifiedSupplyChainTradeTransaction": "SupplyChainTradeTransaction",
    "ApplicableSupplyChainTradeAgreement": "ApplicableHeaderTradeAgreement",
    "ApplicableSupplyChainTradeDelivery": "ApplicableHeaderTradeDelivery",
    "ApplicableSupplyChainTradeSettlement": "ApplicableHeaderTradeSettlement",
    "SpecifiedSupplyChainTradeAgreement": "SpecifiedLineTradeAgreement",
    "SpecifiedSupplyChainTradeDelivery": "SpecifiedLineTradeDelivery",
    "SpecifiedSupplyChainTradeSettlement": "SpecifiedLineTradeSettlement",
    "ApplicablePercent": "RateApplicablePercent",
}
_SUMMATION = "SpecifiedTradeSettlementMonetarySummation"


def modern(node: Near, parent: str = "") -> None:
    """Rename in place what ZUGFeRD 1 called otherwise; the places told to people keep the names of the file."""
    renamed: dict[str, list[Element | Near]] = {}
    for name in node.names():
        new = _RENAMED.get(name, name)
        if name == _SUMMATION:
            new = f"SpecifiedTradeSettlement{'Line' if 'Line' in parent else 'Header'}MonetarySummation"
        elif name == "ID" and parent.endswith("ReferencedDocument"):
            new = "IssuerAssignedID"
        elif name == "IssueDateTime" and parent.endswith("ReferencedDocument"):
            new = "FormattedIssueDateTime"
        children = list(node.all(name))
        renamed.setdefault(new, []).extend(children)
        for child in children:
            modern(child, new)
    node.rename(renamed)
