"""Payment files that we write, and the bank's reports on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from cessie.formats.values.address import Address
from cessie.formats.values.statement import Remittance
from cessie.lib.money import Money
from cessie.lib.reasons import Reason


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
