"""A statement as its file states it, made into whole cents and checked for what the books need. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cessie.formats.values import Statement, StatementEntry
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal


class NotBookable(Refusal):
    """The statement lacks what a booking needs, or speaks of what the house does not book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What the bank tells about one movement; ``amount`` is signed, credit positive."""

    amount: Money
    end_to_end_id: str = ""
    batch_reference: str = ""
    counterparty_name: str = ""
    counterparty_iban: str = ""
    counterparty_bic: str = ""
    structured: str = ""
    text: str = ""
    return_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One booked entry, with the payments of a batch under it; details explain and are never booked."""

    told: Movement
    booked_date: date
    value_date: date
    bank_reference: str = ""
    transaction_code: str = ""
    details: tuple[Movement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookable:
    """A statement in whole cents. ``findings`` hold it back from the chain until a person decides."""

    iban: str
    number: str
    sequence: int | None
    opening_date: date
    opening: Money
    closing_date: date
    closing: Money
    entries: tuple[Entry, ...]
    findings: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = field(default=())

    @property
    def total(self) -> Money:
        """Signed sum of the entries."""
        return Money.total((entry.told.amount for entry in self.entries), self.opening.currency)

    @property
    def content(self) -> str:
        """A digest of what the statement says about money: equal for the same statement in another file or format."""
        days = Counter((entry.booked_date.isoformat(), entry.told.amount.cents) for entry in self.entries)
        rows = [f"{day} {cents} {count}" for (day, cents), count in sorted(days.items())]
        head = [self.iban, self.opening.cents, self.closing_date, self.closing.cents, self.opening.currency]
        return hashlib.sha256("\n".join([*map(str, head), *rows]).encode()).hexdigest()


def account_of(statement: Statement) -> str:
    """The account as the statement names it: its IBAN, else another number, else nothing."""
    return statement.account.iban or statement.account.other or ""


def bookable(statement: Statement, currency: str) -> Bookable:
    """The statement in whole cents of the account's ``currency``; entries that are not booked are left out.

    Refused (``NotBookable``): no balance, another currency, a fraction of a cent, an entry without a day.
    Found: opening plus entries is not the closing balance (held); a batch whose payments do not add up (noted).
    """
    opening, closing = statement.opening, statement.closing
    number = statement.number or statement.id or ""
    if opening is None or closing is None or closing.date is None:
        raise NotBookable(
            "banking.no_balance", N_("Statement {number} does not state its balances and days."), number=number
        )
    if statement.account.currency not in (None, currency):
        raise _foreign(number, statement.account.currency, currency)
    entries = [entry for entry in statement.entries if entry.status == "booked"]
    read = tuple(entry_of(entry, place, number, closing.date, currency) for place, entry in enumerate(entries, 1))
    result = Bookable(
        iban=account_of(statement),
        number=number,
        sequence=statement.sequence,
        opening_date=opening.date or closing.date,
        opening=_money(opening.amount, currency, number, 0),
        closing_date=closing.date,
        closing=_money(closing.amount, currency, number, 0),
        entries=read,
        notes=(*statement.warnings, *_loose_batches(read)),
    )
    difference = result.closing - result.opening - result.total
    return _with_finding(result, difference) if difference else result


def _with_finding(statement: Bookable, difference: Money) -> Bookable:
    found = Reason(
        "banking.unbalanced",
        N_("{opening} and the entries of {total} do not give {closing}: {difference} is not explained."),
        {
            "opening": statement.opening,
            "total": statement.total,
            "closing": statement.closing,
            "difference": difference,
        },
    )
    values = {name: getattr(statement, name) for name in statement.__slots__ if name != "findings"}
    return Bookable(**values, findings=(found,))


def entry_of(entry: StatementEntry, place: int, number: str, closing: date, currency: str) -> Entry:
    """One entry in whole cents; its day is the closing's where it names none. Refused: ``NotBookable``."""
    booked = entry.booked or entry.value or closing
    told = _movement(entry, number, place, currency)
    details = tuple(_movement(detail, number, place, currency) for detail in entry.details)
    return Entry(
        told=told,
        booked_date=booked,
        value_date=entry.value or booked,
        bank_reference=entry.bank_reference or "",
        transaction_code=entry.transaction_code or "",
        details=() if details == (told,) else details,  # a sole detail that says the same explains nothing
    )


def _movement(entry: StatementEntry, number: str, place: int, currency: str) -> Movement:
    if entry.currency not in (None, currency):
        raise _foreign(number, entry.currency, currency)
    other = entry.counterparty
    return Movement(
        amount=_money(entry.amount, currency, number, place),
        end_to_end_id=entry.end_to_end_id or "",
        batch_reference=entry.batch_reference or "",
        counterparty_name=other.name or "",
        counterparty_iban=other.iban or other.account or "",
        counterparty_bic=other.bic or "",
        structured=entry.remittance.structured or "",
        text=entry.remittance.text or "",
        return_reason=entry.return_reason or "",
    )


def _money(amount: Decimal, currency: str, number: str, place: int) -> Money:
    try:
        return Money.of(amount, currency)
    except ValueError:
        raise NotBookable(
            "banking.fraction",
            N_("Statement {number}, entry {place}: {amount} has a fraction of a cent."),
            number=number,
            place=place,
            amount=str(amount),
        ) from None


def _foreign(number: str, found: str | None, currency: str) -> NotBookable:
    return NotBookable(
        "banking.currency",
        N_("Statement {number} is in {found}; the account is kept in {currency}."),
        number=number,
        found=found,
        currency=currency,
    )


def _loose_batches(entries: tuple[Entry, ...]) -> tuple[Reason, ...]:
    """Batches whose payments do not add up to the entry: banks round and leave out; noted, not held."""
    return tuple(
        Reason(
            "banking.loose_details",
            N_("Entry {place} is {amount}, its payments add up to {total}."),
            {"place": place, "amount": entry.told.amount, "total": _sum(entry)},
        )
        for place, entry in enumerate(entries, 1)
        if entry.details and _sum(entry) != entry.told.amount
    )


def _sum(entry: Entry) -> Money:
    return Money.total((detail.amount for detail in entry.details), entry.told.amount.currency)
