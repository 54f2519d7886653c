"""A fee invoice as an EN 16931 document (Peppol BIS Billing 3): already settled on the client's account.

VAT is the sum of what was charged entry by entry, so that invoice, books and VAT return agree to the cent; EN 16931
allows the difference that rounding each entry makes (BR-CO-17). Below zero it is a credit note with its signs turned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cessie.domain.charges.rules.fee_lines import FeeLine, totals
from cessie.formats.values import Address, InvoiceDocument, InvoiceLine, InvoiceTotals, Party, VatLine
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: Register -> ISO 6523 code of its numbers, as electronic addresses; VAT numbers by country where there is none.
ENDPOINTS = {"be.enterprise": "0208", "nl.kvk": "0106", "fr.siren": "0002", "fr.siret": "0009"}
VAT_ENDPOINTS = {"BE": "9925", "NL": "9944", "FR": "9957"}


@dataclass(frozen=True, slots=True)
class Named:
    """A company as an invoice names it; ``numbers`` by register."""

    name: str
    country: str
    street: str
    postcode: str
    town: str
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of the document in the client's language; ``kind`` gives those of a line."""

    kind: Callable[[str], str]
    settled: str


def document(
    *, number: str, day: date, period: tuple[date, date], contract: str, house: Named, client: Named,
    lines: Sequence[FeeLine], words: Words,
) -> InvoiceDocument:  # fmt: skip
    """The document; refused (``charges.no_number``) where a party has no number by which it can be addressed."""
    net, vat = totals(lines)
    sign = -1 if (net + vat).cents < 0 else 1
    gross = (net + vat).decimal * sign
    return InvoiceDocument(
        kind="invoice" if sign > 0 else "credit_note",
        format="ubl",
        number=number,
        issue_date=day,
        currency=net.currency,
        type_code="380" if sign > 0 else "381",
        period=period,
        buyer_reference=contract,
        contract_reference=contract,
        notes=(words.settled,),
        seller=_party(house),
        buyer=_party(client),
        totals=InvoiceTotals(
            lines=net.decimal * sign, net=net.decimal * sign, vat=vat.decimal * sign, gross=gross, prepaid=gross,
            payable=Decimal("0.00"),
        ),
        vat=_vat(lines, sign),
        lines=tuple(_line(n, line, sign, words) for n, line in enumerate(lines, 1)),
    )  # fmt: skip


def _vat(lines: Sequence[FeeLine], sign: int) -> tuple[VatLine, ...]:
    found = []
    for category, rate in sorted({(line.category, line.rate) for line in lines}):
        mine = [line for line in lines if (line.category, line.rate) == (category, rate)]
        net, vat = totals(mine)
        found.append(
            VatLine(
                category=category, rate=rate, base=net.decimal * sign, tax=vat.decimal * sign,
                exemption_reason=mine[0].reason if category == "E" else None,
            )
        )  # fmt: skip
    return tuple(found)


def _line(number: int, line: FeeLine, sign: int, words: Words) -> InvoiceLine:
    """A price is never below zero (BR-27): a correction is minus one piece."""
    net = Money(line.net.cents * sign, line.net.currency)
    return InvoiceLine(
        id=str(number), name=words.kind(line.kind), quantity=Decimal(-1 if net.cents < 0 else 1), unit="C62",
        price=abs(net.decimal), net=net.decimal, vat_category=line.category, vat_rate=line.rate,
    )  # fmt: skip


def _party(company: Named) -> Party:
    scheme, number = next(((ENDPOINTS[s], company.numbers[s]) for s in ENDPOINTS if s in company.numbers), ("", ""))
    vat = company.numbers.get("vat")
    endpoint = (scheme, number) if scheme else (VAT_ENDPOINTS.get(company.country, ""), vat or "")
    if not all(endpoint):
        raise Refusal(
            "charges.no_number",
            N_("{name} has no number in a register: no invoice can be addressed."),
            name=company.name,
        )
    return Party(
        name=company.name, vat=vat, register=number or None, register_scheme=scheme or None, endpoint=endpoint[1],
        endpoint_scheme=endpoint[0],
        address=Address(
            street=company.street or None, postcode=company.postcode or None, city=company.town or None,
            country=company.country,
        ),
    )  # fmt: skip
