"""The invoices of the simulated world: real Peppol BIS 3 files, written as a seller's program writes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cessie.formats.invoices import ubl
from cessie.formats.values import (
    Address,
    InvoiceDocument,
    InvoiceLine,
    InvoiceTotals,
    Party,
    PaymentMeans,
    Preceding,
    VatLine,
)
from cessie.lib.money import Money
from cessie.world.cast import Actor

RATE = Decimal(21)  # percent: Belgian and Dutch standard rate

#: ISO 6523 codes of the registers (and of the Peppol address, which is the same number).
REGISTERS = {"be.enterprise": "0208", "nl.kvk": "0106"}


#: What a seller must print for his debtor, by language: only payment to the factor discharges.
ASSIGNMENT = {
    "nl": "De vordering op deze factuur is overgedragen aan {factor}. U betaalt alleen bevrijdend op {iban}.",
    "fr": "La créance de cette facture est cédée à {factor}. Seul le paiement sur {iban} est libératoire.",
    "en": "The claim of this invoice is assigned to {factor}. Only payment to {iban} discharges the debt.",
}


@dataclass(frozen=True)
class Sale:
    """What a seller invoices: the paper's facts, amounts without VAT."""

    number: str
    seller: Actor
    buyer: Actor
    issue_date: date
    due_date: date
    net: Money
    reference: str
    rate: Decimal = RATE  # percent of VAT
    terms: str = ""  # of payment, in words

    @property
    def vat(self) -> Money:
        """VAT at the sale's rate."""
        return self.net.percent(self.rate)

    @property
    def gross(self) -> Money:
        """The face value."""
        return self.net + self.vat


def party(actor: Actor) -> Party:
    """A made-up company as an invoice names it."""
    scheme, number = next((s, n) for s, n in actor.identifiers.items() if s in REGISTERS)
    address = Address(
        street=f"{actor.street} {actor.building}", postcode=actor.postcode, city=actor.town, country=actor.country
    )
    return Party(
        name=actor.name,
        vat=actor.vat,
        register=number,
        register_scheme=REGISTERS[scheme],
        endpoint=number,
        endpoint_scheme=REGISTERS[scheme],
        address=address,
    )


def credit_note(sale: Sale, payee: Actor, *corrects: str) -> bytes:
    """A UBL credit note for as much as ``sale`` says, on the invoices whose numbers it names."""
    return ubl.write(replace(_document(sale, payee), kind="credit_note", type_code="381", due_date=None,
                             preceding=tuple(Preceding(number=number) for number in corrects)))  # fmt: skip


def invoice(sale: Sale, payee: Actor, *, assigned: bool = True) -> bytes:
    """The sale as a UBL invoice to be paid to ``payee``, the factor; ``assigned``: and it says why."""
    document = _document(sale, payee)
    return ubl.write(document if assigned else replace(document, notes=(), payee=None))


def _document(sale: Sale, payee: Actor) -> InvoiceDocument:
    net, vat, gross = (amount.decimal for amount in (sale.net, sale.vat, sale.gross))
    return InvoiceDocument(
        kind="invoice",
        format="ubl",
        number=sale.number,
        issue_date=sale.issue_date,
        due_date=sale.due_date,
        currency=sale.net.currency,
        type_code="380",
        buyer_reference=f"demo {sale.number}",
        terms=sale.terms or None,
        notes=(ASSIGNMENT[sale.buyer.language].format(factor=payee.name, iban=payee.iban),),
        seller=party(sale.seller),
        buyer=party(sale.buyer),
        payee=party(payee),
        payments=(PaymentMeans(code="58", account=payee.iban, reference=sale.reference),),
        totals=InvoiceTotals(lines=net, net=net, vat=vat, gross=gross, payable=gross),
        vat=(VatLine(category="S", rate=sale.rate, base=net, tax=vat),),
        lines=(
            InvoiceLine(
                id="1",
                name="Demo",
                quantity=Decimal(1),
                unit="C62",
                price=net,
                net=net,
                vat_category="S",
                vat_rate=sale.rate,
            ),
        ),
    )
