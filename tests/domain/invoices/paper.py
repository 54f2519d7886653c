"""A good invoice of the client to the debtor, to be spoiled in one place at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cessie.formats.invoices import ubl
from cessie.formats.values import (
    Address,
    InvoiceDocument,
    InvoiceLine,
    InvoiceTotals,
    Party,
    PaymentMeans,
    VatLine,
)

FACTOR_IBAN = "BE68539007547034"
SELLER = Party(name="Fonderie de la Meuse SA", vat="BE0403170701", address=Address(country="BE", city="Namur"))
BUYER = Party(name="Électricité du Nord SAS", vat="FR40303265045", address=Address(country="FR", city="Lille"))
FACTOR = Party(name="Huis Factoring NV")
NOTE = "Cette créance a été cédée ; seul le paiement à Huis Factoring NV est libératoire."


def paper(number: str = "2026-451", net: str = "1000.00", rate: str = "21", **changes: Any) -> InvoiceDocument:
    """An invoice that nothing speaks against; ``changes`` replace fields."""
    base, percent = Decimal(net), Decimal(rate)
    vat = (base * percent / 100).quantize(Decimal("0.01"))
    gross = base + vat
    good = InvoiceDocument(
        kind="invoice",
        format="ubl",
        number=number,
        issue_date=date(2026, 3, 1),
        due_date=date(2026, 3, 31),
        currency="EUR",
        type_code="380",
        buyer_reference="42",
        notes=(NOTE,),
        seller=SELLER,
        buyer=BUYER,
        payee=FACTOR,
        payments=(PaymentMeans(code="58", account=FACTOR_IBAN, reference="+++010/8068/17183+++"),),
        totals=InvoiceTotals(lines=base, net=base, vat=vat, gross=gross, payable=gross),
        vat=(VatLine(category="S", rate=percent, base=base, tax=vat),),
        lines=(
            InvoiceLine(
                id="1", name="Gietwerk", quantity=Decimal(1), unit="C62", price=base, net=base,
                vat_category="S", vat_rate=percent,
            ),
        ),
    )  # fmt: skip
    return replace(good, **changes)


def as_file(document: InvoiceDocument) -> bytes:
    """The Peppol file of it."""
    seller = replace(document.seller, endpoint="0403170701", endpoint_scheme="0208")
    buyer = replace(document.buyer, endpoint="303265045", endpoint_scheme="0002")
    return ubl.write(replace(document, seller=seller, buyer=buyer))
