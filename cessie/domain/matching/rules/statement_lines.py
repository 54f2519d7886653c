"""The lines of statement files as receipts: payment by payment where the bank booked several as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from cessie.domain.matching.rules.facts import Received
from cessie.formats.values import StatementEntry, StatementFile
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the file: statement, line and detail count from 1; a line without details has none.

    ``received`` None: no money that could be matched, ``reason`` says why.
    """

    entry: str | None
    statement: int
    line: int
    detail: int | None
    received: Received | None
    reason: Reason | None = None


def places(files: Iterable[StatementFile]) -> Iterator[Place]:
    """Every line of every statement, in order."""
    number = 0
    for file in files:
        for statement in file.statements:
            number += 1
            currency = statement.account.currency or EUR
            for line, entry in enumerate(statement.entries, 1):
                yield from _of_entry(entry, number, line, currency)


def _of_entry(entry: StatementEntry, statement: int, line: int, currency: str) -> Iterator[Place]:
    parts = entry.details
    split = bool(parts) and sum((part.amount for part in parts), Decimal(0)) == entry.amount
    if len(parts) == 1:  # the reader has filled the entry with what its only detail says
        yield _place(entry, entry, statement, line, 1, currency)
    elif split:
        for at, part in enumerate(parts, 1):
            yield _place(entry, part, statement, line, at, currency)
    else:
        yield _place(entry, entry, statement, line, None, currency)


def _place(
    entry: StatementEntry, told: StatementEntry, statement: int, line: int, detail: int | None, currency: str
) -> Place:
    received, reason = _received(entry, told, currency)
    return Place(entry.bank_reference, statement, line, detail, received, reason)


def _received(entry: StatementEntry, told: StatementEntry, currency: str) -> tuple[Received | None, Reason | None]:
    if entry.status != "booked":
        return None, Reason("match.not_booked", N_("The bank has not booked this line."))
    if told.amount <= 0:
        return None, Reason("match.no_money_in", N_("No money came in with this line."))
    if told.reversal or told.return_reason or told.return_type:
        return None, Reason("match.came_back", N_("A payment of ours came back with this line."))
    try:
        amount = Money.of(told.amount, told.currency or entry.currency or currency)
    except ValueError:
        facts = {"amount": f"{told.amount:f}"}
        return None, Reason("match.part_of_a_cent", N_("{amount} is no amount in whole cents."), facts)
    said, other = told.remittance, told.counterparty
    return (
        Received(
            amount=amount,
            iban=other.iban or "",
            name=other.name or other.ultimate or "",
            structured=said.structured or "",
            end_to_end_id=told.end_to_end_id or "",
            text=said.text or "",
        ),
        None,
    )
