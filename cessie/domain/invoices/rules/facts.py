"""What the checks look at: what the document states, and what the house knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cessie.domain.parties.rules.identifiers import all_of, stated
from cessie.formats.values import InvoiceDocument, Party
from cessie.lib.money import Money

#: Letters of the lines that are looked at for words; the rest of a long invoice says the same again.
MOST = 4_000


@dataclass(frozen=True, slots=True)
class Named:
    """A company as the document names it: numbers as (scheme, compact value), those with wrong check digits apart."""

    name: str
    country: str
    numbers: tuple[tuple[str, str], ...]
    false_numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """The VAT of one rate, as written."""

    category: str | None
    rate: Decimal | None
    base: Decimal | None
    tax: Decimal | None
    exemption: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the document says, as far as a check looks at it."""

    kind: str
    type_code: str
    seller: Named
    buyer: Named
    payee: Named | None
    account: str
    words: str  # notes and payment terms
    due_date: date | None
    gross: Decimal
    payable: Decimal | None
    rates: tuple[Rate, ...]
    unsure: tuple[str, ...]  # what was read with a confidence below one
    lines: str = ""  # the words of the lines
    order: str = ""  # the buyer's order, or the contract
    proofs: int = 0  # documents that lie beside it


@dataclass(frozen=True, slots=True)
class Company:
    """A company of our books."""

    name: str
    language: str
    country: str
    numbers: frozenset[tuple[str, str]]
    marks: tuple[tuple[str, Decimal], ...] = ()  # what the staff noted, with a share or 0 (parties, marks)

    def marked(self, kind: str) -> Decimal | None:
        """The share of such a note; None where there is none."""
        return dict(self.marks).get(kind)


@dataclass(frozen=True, slots=True)
class Other:
    """Another invoice that might be the same claim. ``first``: it was here earlier, or is accepted."""

    number: str
    number_key: str
    gross: Money
    issue_date: date
    same_client: bool
    same_debtor: bool
    same_document: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Credited:
    """An invoice that a credit note names: ``open`` is what is left of it to credit; None where it is not known."""

    number: str
    open: Money | None
    same_debtor: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What the house knows when it looks: the parties, the contract's terms, other invoices, the day of arrival."""

    client: Company
    debtor: Company | None
    factor: Company
    factor_ibans: frozenset[str]
    notified: bool  # the debtor pays the factor and is told so on the invoice
    payment_days: int
    currency: str
    received: date
    first_of_debtor: bool
    others: tuple[Other, ...]
    credited: tuple[Credited, ...] = ()
    managed: bool = False  # nobody buys it: the debtor pays the client himself
    client_ibans: frozenset[str] = frozenset()  # the client's own accounts that two people have looked at


@dataclass(frozen=True, slots=True)
class Subject:
    """The invoice as it is registered."""

    number: str
    number_key: str
    issue_date: date
    due_date: date
    currency: str
    gross: Money
    payable: Money
    net: Money = Money(0)
    draw: int = 100  # 0 to 99, by lot: for a sample


def named(party: Party) -> Named:
    """A party of the document with its numbers, checked."""
    given = stated(
        vat=party.vat,
        register=party.register,
        register_scheme=party.register_scheme,
        endpoint=party.endpoint,
        endpoint_scheme=party.endpoint_scheme,
        country=party.address.country,
    )
    numbers = all_of(given)
    country = party.address.country or (party.vat or "")[:2]
    return Named(
        name=party.name or party.trade_name or "",
        country=country.upper(),
        numbers=tuple((n.scheme, n.value) for n in numbers),
        false_numbers=tuple((n.scheme, n.value) for n in numbers if not n.valid),
    )


def of_document(read: InvoiceDocument) -> Stated:
    """The facts of a document."""
    return Stated(
        kind=read.kind,
        type_code=read.type_code or "",
        seller=named(read.seller),
        buyer=named(read.buyer),
        payee=named(read.payee) if read.payee else None,
        account=read.payment.account or "",
        words=" ".join(_some([*read.notes, read.terms])),
        due_date=read.due_date,
        gross=read.totals.gross or Decimal(0),
        payable=read.totals.payable,
        rates=tuple(Rate(v.category, v.rate, v.base, v.tax, (v.exemption_reason or "")[:MOST]) for v in read.vat),
        lines=" ".join(_some(text for line in read.lines for text in (line.name, line.description, line.note)))[:MOST],
        order=read.order_reference or read.contract_reference or "",
        proofs=len(read.attachments),
        unsure=tuple(sorted(f"{key}={sure:.2f}" for key, sure in read.confidence.items() if sure < 1)),
    )


def _some(texts: Iterable[str | None]) -> list[str]:
    return [text for text in texts if text]
