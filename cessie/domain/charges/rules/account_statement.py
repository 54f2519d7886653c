"""A client's statement of account for a month: each line explained, each difference from the month before in words.

Amounts are the client's: positive is owed to him. Interest and fees are on it as charged, VAT included. What changed
from the month before is told kind by kind; the parts of each difference sum to it.

>>> told = changes({"service_fee": Sum(3, Money(-18_00))}, {"service_fee": Sum(2, Money(-12_00))}, {})
>>> [(why.code, str(why.facts["amount"])) for why in told[0].why]
[('differs.count', '-6.00 EUR')]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cessie.domain.charges.rules.differences import of_events
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

_NEW = N_("Nothing of this the month before: {amount}")
_GONE = N_("Nothing of this any more: {amount}")
_VAT = N_("VAT: {amount}")


@dataclass(frozen=True, slots=True)
class Sum:
    """How often something of a kind moved the account in a month, and what it came to."""

    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Charged:
    """The net of a charge (positive: charged) and of the month before, and why they differ, as on the fee invoice."""

    net: Money
    vat: Money
    before: Money
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of movement beside the month before."""

    kind: str
    now: Sum
    before: Sum
    why: tuple[Reason, ...]

    @property
    def difference(self) -> Money:
        """What the month moved more (or less) in the client's favour."""
        return self.now.amount - self.before.amount


@dataclass(frozen=True, slots=True)
class Line:
    """One movement and the balance after it; ``why``: how a charge came about."""

    entry: UUID
    day: date
    value_date: date
    kind: str
    text: str
    invoice: str
    debtor: str
    amount: Money
    balance: Money
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """The account of a contract over a month, as it is frozen when the month is closed."""

    number: str
    contract: str
    since: date
    until: date
    opening: Money
    lines: tuple[Line, ...]
    closing: Money
    changes: tuple[Change, ...]

    def to_json(self) -> dict[str, Any]:
        """As it is kept: amounts in cents of ``currency``, days as ISO."""
        return {
            "number": self.number, "contract": self.contract, "since": self.since.isoformat(),
            "until": self.until.isoformat(), "currency": self.opening.currency, "opening": self.opening.cents,
            "lines": [_line(line) for line in self.lines], "closing": self.closing.cents,
            "changes": [
                {
                    "kind": each.kind, "count": each.now.count, "amount": each.now.amount.cents,
                    "count_before": each.before.count, "before": each.before.amount.cents,
                    "why": [reason.to_json() for reason in each.why],
                }
                for each in self.changes
            ],
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> AccountStatement:
        """As it was kept."""
        of = kept["currency"]
        return cls(
            kept["number"], kept["contract"], date.fromisoformat(kept["since"]), date.fromisoformat(kept["until"]),
            Money(kept["opening"], of), tuple(_read_line(line, of) for line in kept["lines"]),
            Money(kept["closing"], of),
            tuple(
                Change(
                    each["kind"], Sum(each["count"], Money(each["amount"], of)),
                    Sum(each["count_before"], Money(each["before"], of)), _reasons(each["why"]),
                )
                for each in kept["changes"]
            ),
        )  # fmt: skip


def changes(
    now: Mapping[str, Sum], before: Mapping[str, Sum], charged: Mapping[str, Charged]
) -> tuple[Change, ...]:  # fmt: skip
    """Each kind that moved the account in one of the two months, in the order of kinds."""
    found = []
    for kind in sorted(now.keys() | before.keys()):
        nothing = Sum(0, Money(0, next(iter({**now, **before}.values())).amount.currency))
        this, that = now.get(kind, nothing), before.get(kind, nothing)
        found.append(Change(kind, this, that, _why(this, that, charged.get(kind))))
    return tuple(found)


def _why(now: Sum, before: Sum, charged: Charged | None) -> tuple[Reason, ...]:
    """The parts of the difference; a charge's are those of its invoice, as long as that says what the account does."""
    difference = now.amount - before.amount
    if not difference:
        return ()
    if not before.count:
        return (Reason("differs.new", _NEW, {"amount": difference}),)
    if not now.count:
        return (Reason("differs.gone", _GONE, {"amount": difference}),)
    if charged is not None and charged.why and now.amount == -(charged.net + charged.vat):
        rest = difference + charged.net - charged.before
        vat = (Reason("differs.vat", _VAT, {"amount": rest}),) if rest else ()
        return (*map(_turned, charged.why), *vat)
    return of_events((before.count, before.amount), (now.count, now.amount))


def _turned(reason: Reason) -> Reason:
    """What is charged more is so much less on the account."""
    amount = reason.facts["amount"]
    return Reason(reason.code, reason.message, {**reason.facts, "amount": -amount if isinstance(amount, Money) else 0})


def _line(line: Line) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "entry": str(line.entry), "day": line.day.isoformat(), "value_date": line.value_date.isoformat(),
        "kind": line.kind, "amount": line.amount.cents, "balance": line.balance.cents,
    }  # fmt: skip
    for name, text in (("text", line.text), ("invoice", line.invoice), ("debtor", line.debtor)):
        if text:
            kept[name] = text
    if line.why:
        kept["why"] = [reason.to_json() for reason in line.why]
    return kept


def _read_line(kept: Mapping[str, Any], currency: str) -> Line:
    return Line(
        UUID(kept["entry"]), date.fromisoformat(kept["day"]), date.fromisoformat(kept["value_date"]), kept["kind"],
        kept.get("text", ""), kept.get("invoice", ""), kept.get("debtor", ""), Money(kept["amount"], currency),
        Money(kept["balance"], currency), _reasons(kept.get("why", ())),
    )  # fmt: skip


def _reasons(kept: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    return tuple(Reason.from_json(each) for each in kept)
