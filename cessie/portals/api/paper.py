"""An invoice as a program hands it in: the normalised JSON of ``cessie read --json``, with what the checks look at.

The shape here tells a program at once what is wrong with the form; the file's reader (``formats.invoices.own``) reads
the bytes that are kept.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from cessie.portals.api.asking import Day
from cessie.portals.api.shapes import Shape

#: Text on one line, and on several: no control characters, which no database keeps.
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Words = Annotated[str, Field(max_length=5000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
Amount = Annotated[str, Field(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$", examples=["121.00"])]
Rate = Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$", examples=["21.00"])]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["BE"])]


class PartyIn(Shape):
    """A company as the invoice names it. By its VAT or register number we know who it is."""

    name: Line
    vat: Line | None = Field(None, examples=["BE0403170701"])
    register_number: Line | None = Field(None, alias="register", description="Number in the company register.")
    register_scheme: Annotated[str, Field(pattern="^[0-9]{4}$")] | None = Field(
        None, description="ISO 6523: 0208 Belgian enterprise number, 0106 KvK, 0002 SIREN, 0009 SIRET."
    )
    iban: Line | None = Field(None, description="Accepted and not used: the account to pay to stands in payment.")
    country: Country | None = None


class TotalsIn(Shape):
    """The totals of the document in its currency; of net, vat and gross one may be left out."""

    net: Amount | None = None
    vat: Amount | None = None
    gross: Amount
    payable: Amount | None = Field(None, description="What remains to be paid, if that is not the gross total.")
    prepaid: Amount | None = None
    rounding: Amount | None = None


class PaymentIn(Shape):
    """Where and how the debtor is to pay: on a notified contract our account."""

    iban: Line | None = Field(None, examples=["BE68539007547034"])
    bic: Line | None = None
    reference: Line | None = Field(None, description="What the payer is asked to quote.")
    code: Annotated[str, Field(pattern="^[0-9A-Z]{1,3}$")] | None = Field(None, description="UNCL 4461: 30, 58 ...")


class VatIn(Shape):
    """The VAT of one category and rate."""

    category: Annotated[str, Field(pattern="^[A-Z]{1,3}$")] | None = Field(None, examples=["S"])
    rate: Rate | None = None
    base: Amount | None = None
    tax: Amount | None = None


EXAMPLE: dict[str, Any] = {
    "kind": "invoice",
    "number": "2026-0117",
    "issue_date": "2026-11-20",
    "due_date": "2026-12-20",
    "currency": "EUR",
    "seller": {"name": "Fonderie de la Meuse SA", "vat": "BE0403170701", "country": "BE"},
    "buyer": {"name": "Électricité du Nord SAS", "vat": "FR40303265045", "country": "FR"},
    "payee": {"name": "The factor's name", "vat": "BE0417497106", "country": "BE"},
    "totals": {"net": "1000.00", "vat": "210.00", "gross": "1210.00", "payable": "1210.00"},
    "vat": [{"category": "S", "rate": "21.00", "base": "1000.00", "tax": "210.00"}],
    "payment": {"iban": "BE68539007547034", "reference": "2026-0117"},
    "notes": ["La créance de cette facture est cédée ..."],
}


class InvoiceIn(Shape):
    """One invoice or credit note. Amounts are text; a credit note's are positive. An unknown name is refused."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    kind: Literal["invoice", "credit_note"] = "invoice"
    number: Line
    issue_date: Day
    due_date: Day | None = Field(None, description="30 days after the issue date if absent.")
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    type_code: Annotated[str, Field(pattern="^[0-9]{2,3}$")] | None = Field(None, description="UNCL 1001: 380, 381 ...")
    seller: PartyIn
    buyer: PartyIn
    payee: PartyIn | None = Field(None, description="Who is to be paid where that is not the seller: us.")
    totals: TotalsIn
    vat: list[VatIn] = Field(default_factory=list, max_length=100)
    payment: PaymentIn | None = None
    notes: list[Words] = Field(default_factory=list, max_length=50, description="Also the text of the assignment.")
    terms: Words | None = None
    buyer_reference: Line | None = None
    order_reference: Line | None = None
    preceding: list[Line] = Field(default_factory=list, max_length=100, description="Numbers of what it corrects.")
