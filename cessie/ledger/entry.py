"""A posting as a value: an event, its lines, and the proof that they balance.

>>> from datetime import date
>>> from uuid import UUID
>>> of = Dims(contract=UUID(int=1), client=UUID(int=2), debtor=UUID(int=3), invoice=UUID(int=4))
>>> event = Event("purchase/7", date(2026, 3, 3))
>>> entry = Entry.of("P01", "purchase", event, debit("1100", Money(100), of), credit("2100", Money(100), of))
>>> entry.key, [line.cents for line in entry.lines]
('P01 purchase purchase/7', [100, -100])
>>> Entry.of("P01", "purchase", event, debit("1100", Money(100), of), credit("2100", Money(99), of))
Traceback (most recent call last):
    ...
ValueError: P01 purchase purchase/7: out of balance by 1 cent of EUR
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from cessie.ledger.chart import CHART
from cessie.lib.money import Money

KEY_LENGTH = 200


class Dims(NamedTuple):
    """What a line is about: keys of things kept elsewhere. All lines of an entry carry the same, unless a rule differs.

    ``reference`` is the payment, transfer, bank line or claim (see ``chart``), ``bank`` one of the house's own bank
    accounts, ``country`` the ISO code of the state to which VAT is due.
    """

    contract: UUID | None = None
    client: UUID | None = None
    debtor: UUID | None = None
    invoice: UUID | None = None
    reference: UUID | None = None
    bank: UUID | None = None
    country: str | None = None

    def but(self, *, reference: UUID | None = None, bank: UUID | None = None, country: str | None = None) -> Dims:
        """The same with another reference, bank account or country where given."""
        return Dims(
            self.contract,
            self.client,
            self.debtor,
            self.invoice,
            reference or self.reference,
            bank or self.bank,
            country or self.country,
        )


class Event(NamedTuple):
    """What happened, once: ``key`` names it for ever (idempotency). A missing value date is the booking day."""

    key: str
    booking_date: date
    value_date: date | None = None
    text: str = ""


class Line(NamedTuple):
    """One line: account and whole cents, debit positive, credit negative, never zero."""

    account: str
    cents: int
    dims: Dims


def debit(account: str, amount: Money, dims: Dims) -> tuple[Line, str]:
    """A debit of a positive amount, with its currency; zero or less is a programming error (ValueError)."""
    if amount.cents <= 0:
        raise ValueError(f"debit of {amount} on {account}: an amount on one side is above zero")
    return Line(account, amount.cents, dims), amount.currency


def credit(account: str, amount: Money, dims: Dims) -> tuple[Line, str]:
    """A credit of a positive amount, with its currency; zero or less is a programming error (ValueError)."""
    if amount.cents <= 0:
        raise ValueError(f"credit of {amount} on {account}: an amount on one side is above zero")
    return Line(account, -amount.cents, dims), amount.currency


@dataclass(frozen=True, slots=True)
class Entry:
    """A posting, complete and balanced, or not built at all (ValueError). ``reverses`` names the entry it undoes."""

    rule: str
    kind: str
    key: str
    booking_date: date
    value_date: date
    currency: str
    lines: tuple[Line, ...]
    text: str = ""
    reverses: UUID | None = None

    def __post_init__(self) -> None:
        total = 0
        for account, cents, dims in self.lines:
            if not cents:
                raise ValueError(f"{self.key}: a line of zero on {account}")
            total += cents
            missing = _missing(account, dims)
            if missing:
                raise ValueError(f"{self.key}: a line on {account} needs {', '.join(missing)}")
        if total:
            raise ValueError(f"{self.key}: out of balance by {total} cent of {self.currency}")
        if len(self.lines) < 2:
            raise ValueError(f"{self.key}: an entry has two lines at least")
        if not 0 < len(self.key) <= KEY_LENGTH:
            raise ValueError(f"a key has 1 to {KEY_LENGTH} characters: {self.key!r}")

    @classmethod
    def of(cls, rule: str, kind: str, event: Event, *sides: tuple[Line, str]) -> Entry:
        """An entry of a posting rule; its key is the event's, prefixed with rule and kind."""
        currencies = {currency for _, currency in sides}
        if len(currencies) != 1:
            raise ValueError(f"{rule} {event.key}: one entry, one currency, not {sorted(currencies)}")
        key, booked, value, text = event
        lines = tuple(line for line, _ in sides)
        return cls(rule, kind, f"{rule} {kind} {key}", booked, value or booked, currencies.pop(), lines, text)

    @property
    def amount(self) -> Money:
        """The sum of the debits."""
        return Money(sum(line.cents for line in self.lines if line.cents > 0), self.currency)


#: Positions in ``Dims`` that an account's lines must fill; an unknown account has no row here.
_NEEDS = {code: tuple(Dims._fields.index(name) for name in account.needs) for code, account in CHART.items()}


def _missing(account: str, dims: Dims) -> list[str]:
    """The names of the dimensions that a line lacks; an unknown account is refused (ValueError)."""
    needs = _NEEDS.get(account)
    if needs is None:
        raise ValueError(f"no account {account} in the chart")
    return [Dims._fields[at] for at in needs if dims[at] is None]
