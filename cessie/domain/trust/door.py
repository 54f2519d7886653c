"""What the verbs of this room share: the account, what is free in a claim, the entries of money that comes and goes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.banking.models import Account
from cessie.domain.banking.queries import third_party_account
from cessie.domain.contracts.queries import lock
from cessie.domain.payments.third_party_cover import promised_of_claims
from cessie.domain.trust.models import Back, Receipt
from cessie.domain.trust.rules.shares import take_from
from cessie.domain.users.rules.viewer import NotFound
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.rules import trust as rules
from cessie.ledger.third_party import owed_by_claim
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: Who takes a line of the third-party account.
TAKER = "trust"


def task_key(receipt_id: UUID) -> str:
    """The one task about money of which nobody knows whose it is."""
    return f"trust.unknown:{receipt_id}"


def the_account() -> Account:
    """The third-party account of the house; refused where it has none."""
    account = third_party_account()
    if account is None:
        raise Refusal("trust.no_account", N_("The house has no third-party account."))
    return account


def locked_receipt(receipt_id: UUID) -> Receipt:
    """The receipt under its lock, then its contract's: what its principal is owed stands still."""
    rows = Receipt.objects.select_for_update(of=("self",)).select_related("line__statement")
    row = rows.filter(pk=receipt_id).first()
    if row is None:
        raise NotFound("trust.unknown_receipt", N_("There is no such money on the third-party account."))
    if row.contract_id is not None:
        lock(row.contract_id)
    return row


def free_of(client_id: UUID | None) -> dict[UUID, Money]:
    """By claim what of a principal's money is here and promised to no payment; of nobody's with None."""
    owed = owed_by_claim(client=client_id or rules.NOBODY).get(client_id or rules.NOBODY, {})
    promised = promised_of_claims(client_id=client_id)
    left = {key: amount - promised.get(key, Money(0, amount.currency)) for key, amount in owed.items()}
    return {key: amount for key, amount in left.items() if amount.cents > 0}


def dims_of(receipt: Receipt) -> Dims:
    """What the entries of a receipt are about."""
    bank = receipt.line.statement.account_id
    return Dims(receipt.contract_id, receipt.client_id or rules.NOBODY, reference=receipt.reference, bank=bank)


def came(receipt: Receipt, at: datetime) -> Entry:
    """P29 of a receipt, on the day of its bank line; of one that follows another, on the day it was put right."""
    booked = receipt.line.booked_date if receipt.follows_id is None else booking_day(at)
    event = Event(f"trust/{receipt.pk}", booked, receipt.line.value_date)
    return rules.trust_receipt(event=event, amount=amount_of(receipt), of=dims_of(receipt))


def gone(back: Back, *, moved: bool) -> Entry:
    """P43 of money that is gone: from its claim, then from others of the principal, the rest is a claim on him.

    Sets ``back.passed_on_cents``.
    """
    receipt = back.receipt
    amount = amount_of(receipt)
    parts = take_from(free_of(receipt.client_id), amount, first=receipt.reference)
    back.passed_on_cents = (amount - Money.total(parts.values(), amount.currency)).cents
    if back.passed_on_cents and receipt.client_id is None:
        raise Refusal("trust.promised", N_("This money is promised to a payment already."))
    value = back.line.value_date if back.line is not None else receipt.line.value_date
    event = Event(f"trust-back/{back.pk}", back.back_date, value, back.note)
    return rules.taken_back(event=event, amount=amount, parts=parts, of=dims_of(receipt), moved=moved)


def amount_of(receipt: Receipt) -> Money:
    """What came in."""
    return Money(receipt.amount_cents, receipt.currency)
