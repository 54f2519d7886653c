"""Invoices as their files state them (EN 16931; BT and BG are its business terms and groups)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from cessie.formats import embedded
from cessie.formats.values.address import Address
from cessie.lib.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Seller (BG-4), buyer (BG-7) or payee (BG-10) as the document names it; VAT numbers compact, nothing checked."""

    name: str | None = None
    """BT-27/44/59: the registered name, else the name the party trades under."""
    trade_name: str | None = None
    """BT-28/45."""
    vat: str | None = None
    """BT-31/48, compact, with its country letters."""
    register: str | None = None
    """BT-30/47/61: number in the company register, as written."""
    register_scheme: str | None = None
    """ISO 6523 code of that register: 0208 Belgian enterprise number, 0106 KvK, 0002 SIREN, 0009 SIRET."""
    endpoint: str | None = None
    """BT-34/49: electronic (Peppol) address."""
    endpoint_scheme: str | None = None
    identifiers: tuple[str, ...] = ()
    """BT-29/46/60: other identifiers."""
    address: Address = field(default_factory=Address)
    email: str | None = None
    contact: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMeans:
    """BG-16: how the seller wants to be paid."""

    code: str | None = None
    """BT-81 (UNCL 4461): 30 credit transfer, 58 SEPA credit transfer, 49/59 direct debit, 48 card ..."""
    account: str | None = None
    """BT-84, compact: an IBAN or, outside SEPA, another account number. Not checked here: see the warnings."""
    account_name: str | None = None
    bic: str | None = None
    reference: str | None = None
    """BT-83: what the payer is asked to quote (in Belgium usually the OGM)."""
    mandate: str | None = None
    """BT-89: mandate of a direct debit."""
    debited_account: str | None = None
    """BT-91."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceTotals:
    """BG-22, as written."""

    lines: Decimal | None = None
    """BT-106."""
    allowances: Decimal | None = None
    """BT-107."""
    charges: Decimal | None = None
    """BT-108."""
    net: Decimal | None = None
    """BT-109: without VAT."""
    vat: Decimal | None = None
    """BT-110, in the document's currency."""
    vat_accounting: Decimal | None = None
    """BT-111: VAT in the accounting currency."""
    gross: Decimal | None = None
    """BT-112: with VAT."""
    prepaid: Decimal | None = None
    """BT-113."""
    rounding: Decimal | None = None
    """BT-114."""
    payable: Decimal | None = None
    """BT-115: what remains to be paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VatLine:
    """BG-23: the VAT of one category and rate."""

    category: str | None
    """BT-118 (UNCL 5305): S standard, Z zero, E exempt, AE reverse charge, K intra-community, G export, O outside."""
    rate: Decimal | None
    """BT-119, percent."""
    base: Decimal | None
    """BT-116."""
    tax: Decimal | None
    """BT-117."""
    exemption_reason: str | None = None
    """BT-120."""
    exemption_code: str | None = None
    """BT-121."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceCharge:
    """BG-20 and BG-21 (document) or BG-27 and BG-28 (line): a reduction, or an extra when ``charge``."""

    charge: bool
    amount: Decimal | None
    reason: str | None = None
    reason_code: str | None = None
    base: Decimal | None = None
    percent: Decimal | None = None
    vat_category: str | None = None
    vat_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """BG-25."""

    id: str | None = None
    name: str | None = None
    description: str | None = None
    note: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    """BT-130 (UN/ECE Rec. 20): C62 piece, HUR hour, DAY, KGM ..."""
    price: Decimal | None = None
    """BT-146: net price of ``base_quantity`` units."""
    base_quantity: Decimal | None = None
    """BT-149; None means 1."""
    net: Decimal | None = None
    """BT-131."""
    vat_category: str | None = None
    vat_rate: Decimal | None = None
    allowances: tuple[AllowanceCharge, ...] = ()
    order_line: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preceding:
    """BG-3: an earlier invoice that this document corrects."""

    number: str
    issue_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """BG-24: a supporting document; ``encoded`` only if it is embedded, in base64 that was seen to be sound."""

    id: str | None = None
    description: str | None = None
    filename: str | None = None
    mime: str | None = None
    uri: str | None = None
    encoded: str | None = field(default=None, repr=False)

    @property
    def content(self) -> bytes | None:
        """The embedded file."""
        return None if self.encoded is None else embedded.content(self.encoded)


InvoiceKind = Literal["invoice", "credit_note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDocument:
    """An invoice or a credit note as its file states it. Amounts of a credit note are positive, as written."""

    kind: InvoiceKind
    format: str
    """ubl, cii, facturx, csv, pdf, image."""
    number: str | None
    issue_date: date | None
    due_date: date | None = None
    currency: str | None = None
    type_code: str | None = None
    """BT-3: 380 invoice, 381 credit note, 384 corrected, 389 self-billed, 393 factored, 396 factored credit note."""
    customization: str | None = None
    """BT-24: the rule set that the document follows."""
    profile: str | None = None
    """BT-23."""
    buyer_reference: str | None = None
    order_reference: str | None = None
    contract_reference: str | None = None
    project_reference: str | None = None
    preceding: tuple[Preceding, ...] = ()
    notes: tuple[str, ...] = ()
    terms: str | None = None
    """BT-20: payment terms in words."""
    delivery_date: date | None = None
    period: tuple[date | None, date | None] | None = None
    """BG-14: the days invoiced, from and to."""
    accounting_currency: str | None = None
    seller: Party = field(default_factory=Party)
    buyer: Party = field(default_factory=Party)
    payee: Party | None = None
    """BG-10: who is to be paid where that is not the seller: on a factored invoice the factor."""
    payments: tuple[PaymentMeans, ...] = ()
    totals: InvoiceTotals = field(default_factory=InvoiceTotals)
    vat: tuple[VatLine, ...] = ()
    allowances: tuple[AllowanceCharge, ...] = ()
    lines: tuple[InvoiceLine, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=dict)
    """0..1 by key of the JSON form; a structured file gives 1.0 for what it states."""
    warnings: tuple[Reason, ...] = ()
    xml: bytes | None = field(default=None, repr=False, compare=False)
    """The e-invoice itself, for whoever runs the official rules on it (``connectors.rules``)."""

    @property
    def payment(self) -> PaymentMeans:
        """The first means of payment that names an account, else the first, else an empty one."""
        with_account = (means for means in self.payments if means.account)
        return next(with_account, self.payments[0] if self.payments else PaymentMeans())
