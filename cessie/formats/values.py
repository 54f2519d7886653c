"""What a file says, as frozen values: invoices, statements, payment files and their status reports.

Readers give these, writers take them. Amounts are ``Decimal`` exactly as written in the file (CODA: thousandths), in
units of the currency, never rounded; money that leaves is ``Money``. Days are ``date``. What a file does not state is
None. Doubts that do not stop the reading are ``Reason`` values under ``warnings``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from cessie.lib.money import Money
from cessie.lib.reasons import Reason

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address in parts; ``lines`` holds what the file gave without parts."""

    street: str | None = None
    number: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None
    lines: tuple[str, ...] = ()


# --- invoices (EN 16931; BT and BG are its business terms and groups)


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
    """BG-24: a supporting document; ``content`` only if it is embedded."""

    id: str | None = None
    description: str | None = None
    filename: str | None = None
    mime: str | None = None
    uri: str | None = None
    content: bytes | None = field(default=None, repr=False)


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

    @property
    def payment(self) -> PaymentMeans:
        """The first means of payment that names an account, else the first, else an empty one."""
        with_account = (means for means in self.payments if means.account)
        return next(with_account, self.payments[0] if self.payments else PaymentMeans())


# --- statements


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementAccount:
    """The account that the statement is about."""

    iban: str | None
    """None if the file gives no valid-looking IBAN: then ``other``."""
    currency: str | None
    other: str | None = None
    bic: str | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A booked balance; negative when we owe the bank."""

    date: date | None
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterparty:
    """The other side of an entry."""

    name: str | None = None
    iban: str | None = None
    bic: str | None = None
    account: str | None = None
    """An account that is no IBAN, as written."""
    ultimate: str | None = None
    """On whose behalf: the ultimate debtor of a receipt, the ultimate creditor of a payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remittance:
    """What the payer said."""

    structured: str | None = None
    """A reference with check digits, compact: OGM digits, RF..., betalingskenmerk."""
    scheme: str | None = None
    """BBA (Belgian OGM), ISO (RF, ISO 11649), CUR (Dutch betalingskenmerk), else the issuer as written."""
    text: str | None = None
    """Free text, its parts joined."""


EntryStatus = Literal["booked", "pending", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """One booked line, or one detail under it. Only top-level booked entries move the balance."""

    booked: date | None
    value: date | None
    amount: Decimal
    """Signed from our side: credit positive."""
    currency: str | None = None
    status: EntryStatus = "booked"
    bank_reference: str | None = None
    end_to_end_id: str | None = None
    batch_reference: str | None = None
    """Our payment information id (PmtInfId) of a batch."""
    instruction_id: str | None = None
    counterparty: Counterparty = field(default_factory=Counterparty)
    remittance: Remittance = field(default_factory=Remittance)
    mandate: str | None = None
    creditor_id: str | None = None
    return_type: str | None = None
    """CODA: 1 reject, 2 return, 3 refund, 4 reversal, 5 cancellation."""
    return_reason: str | None = None
    """ISO reason code: AC04, AM04, MD06 ..."""
    return_text: str | None = None
    reversal: bool = False
    transaction_code: str | None = None
    """CODA: 8 digits; camt: domain/family/sub-family, e.g. PMNT/RCDT/ESCT, else the bank's own."""
    information: str | None = None
    """What the bank adds on its own account: costs explained, rates, addresses."""
    transactions: int | None = None
    """How many payments the bank says that a batch holds."""
    details: tuple[StatementEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of one account."""

    account: StatementAccount
    number: str | None
    """As the bank numbers it; the electronic sequence where the format has one."""
    opening: Balance | None
    closing: Balance | None
    entries: tuple[StatementEntry, ...]
    id: str | None = None
    sequence: int | None = None
    """Number in the bank's unbroken series (CODA 001 to 366 within a year, camt ElctrncSeqNb)."""
    created: date | None = None
    interim: bool = False
    """camt.052, camt.054, MT942: a preview, never booked."""
    details_only: bool = False
    """CODA separate application: details of a total that another file books; never booked."""
    duplicate: bool = False
    """The bank marks the file as a copy."""
    warnings: tuple[Reason, ...] = ()

    @property
    def credits(self) -> Decimal:
        """Sum of all credit entries of any status, positive."""
        return sum((e.amount for e in self.entries if e.amount > 0), ZERO)

    @property
    def debits(self) -> Decimal:
        """Sum of all debit entries of any status, positive."""
        return -sum((e.amount for e in self.entries if e.amount < 0), ZERO)

    @property
    def booked(self) -> Decimal:
        """Signed sum of the booked entries: what moves the balance."""
        return sum((e.amount for e in self.entries if e.status == "booked"), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFile:
    """A statement file, which may hold statements of several accounts and days."""

    format: str
    """coda, camt052, camt053, camt054, mt940 ..."""
    statements: tuple[Statement, ...]
    message_id: str | None = None
    version: str | None = None
    """camt: the message version such as camt.053.001.08."""
    warnings: tuple[Reason, ...] = ()


# --- payments


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentParty:
    """Payer or payee of an order. An address, if given, needs city and country (EPC rule since 15 November 2026)."""

    name: str
    iban: str
    bic: str | None = None
    address: Address | None = None
    register: str | None = None
    """Enterprise number of the initiating party, where the bank asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTransfer:
    """One order to pay. Remittance is either structured (scheme BBA, ISO or CUR) or text, not both."""

    end_to_end_id: str
    amount: Money
    creditor: PaymentParty
    remittance: Remittance = field(default_factory=Remittance)
    instruction_id: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferBatch:
    """Orders of one payer account on one execution day."""

    id: str
    execution_date: date
    debtor: PaymentParty
    transfers: tuple[CreditTransfer, ...]
    booked_as_one: bool = False
    """True: the statement shows one debit for the batch; False: one line each."""
    instant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFile:
    """A pain.001 message. The same file gives the same bytes."""

    message_id: str
    created_at: datetime
    initiator: str
    batches: tuple[TransferBatch, ...]
    initiator_register: str | None = None
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReason:
    """Why the bank said so: an ISO code or its own, and its words."""

    code: str | None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionStatus:
    """The bank's word on one order."""

    end_to_end_id: str | None
    status: str | None
    """ACCP, ACSP, ACSC, ACWC, PDNG, RJCT ... (ISO 20022 external payment status)."""
    instruction_id: str | None = None
    reasons: tuple[StatusReason, ...] = ()
    amount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStatus:
    """The bank's word on one batch (PmtInfId)."""

    id: str | None
    status: str | None
    reasons: tuple[StatusReason, ...] = ()
    transactions: tuple[TransactionStatus, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """A pain.002. Silence about an order is no acceptance: the statement decides."""

    message_id: str | None
    created_at: str | None
    original_message_id: str | None
    original_message: str | None
    status: str | None
    """Of the whole file: ACTC, ACCP, PART, RJCT ..., None if only batches or orders are named."""
    reasons: tuple[StatusReason, ...] = ()
    batches: tuple[BatchStatus, ...] = ()
    format: str = "pain002"
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file or a part of it that was not read, and why."""

    reason: Reason
    format: str | None = None


Document = InvoiceDocument | StatementFile | PaymentFile | StatusReport | Refused
"""What ``formats.reading.read`` gives for each part of a file."""
