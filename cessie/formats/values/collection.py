"""Files with which money is fetched from debtors who signed a mandate (SEPA direct debit)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from cessie.formats.values.payment import PaymentParty
from cessie.formats.values.statement import Remittance
from cessie.lib.money import Money
from cessie.lib.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What changed since the last collection under the mandate: the value from before, None where nothing changed."""

    mandate_id: str | None = None
    creditor_id: str | None = None
    creditor_name: str | None = None
    debtor_iban: str | None = None
    debtor_moved: bool = False
    """The debtor has another account, which is told without naming the old one (SMNDA)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateReference:
    """The mandate as each collection names it: its reference and the day on which the debtor signed."""

    id: str
    signed_date: date
    amendment: Amendment | None = None
    electronic_signature: str | None = None
    """The validation reference of an e-mandate (pain.012), which goes along with each collection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectDebit:
    """One amount to fetch from one debtor. Remittance is either structured (scheme BBA, ISO or CUR) or text."""

    end_to_end_id: str
    amount: Money
    debtor: PaymentParty
    mandate: MandateReference
    remittance: Remittance = field(default_factory=Remittance)
    instruction_id: str | None = None
    ultimate_creditor: str | None = None
    """For whom it is collected, where that is not the creditor."""
    ultimate_debtor: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionBatch:
    """Collections for one creditor account and creditor identifier, of one scheme and sequence, on one day."""

    id: str
    collection_date: date
    creditor: PaymentParty
    creditor_id: str
    scheme: str
    """CORE or B2B."""
    sequence: str
    """RCUR for a mandate that serves again and again, OOFF for one that serves once; FRST and FNAL are history."""
    collections: Collection[DirectDebit]
    """A tuple, or whatever has a length and gives its collections each time anew: the writer asks it twice."""
    booked_as_one: bool = True
    """True: the statement shows one credit for the batch; False: one line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionFile:
    """A pain.008 message. The same file gives the same bytes."""

    message_id: str
    created_at: datetime
    initiator: str
    batches: tuple[CollectionBatch, ...]
    initiator_register: str | None = None
    warnings: tuple[Reason, ...] = ()
