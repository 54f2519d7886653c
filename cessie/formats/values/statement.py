"""Bank statements as their files state them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from cessie.lib.reasons import Reason

ZERO = Decimal("0.00")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """How the bank came to an amount of interest, charges, tax or a bill. Amounts are unsigned, rates in percent."""

    kind: str
    """CODA: 105 foreign amount, 106 how it was computed, 108 closing, 121 bill, 122 interest of it, 123 charges."""
    amount: Decimal | None = None
    basis: Decimal | None = None
    """The amount on which it was computed."""
    percent: Decimal | None = None
    minimum: bool | None = None
    """Whether the bank's least amount was taken instead."""
    euros: Decimal | None = None
    original: Decimal | None = None
    """The amount in its own ``currency``."""
    currency: str | None = None
    exchange_rate: Decimal | None = None
    country: str | None = None
    first_date: date | None = None
    last_date: date | None = None
    days: int | None = None
    issue_date: date | None = None
    due_date: date | None = None
    bank_due_date: date | None = None
    """Until which the bank discounts (the conventional maturity)."""
    company: str | None = None
    number: str | None = None
    """Of the bill or the guarantee."""


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
    breakdown: Breakdown | None = None
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
