"""The facts for the engine: what the bank says of a receipt, and the open invoices that it could be about."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from cessie.domain.banking.models import Detail, Line, Told
from cessie.domain.invoices.payable import Payable, payable
from cessie.domain.matching.models import Receipt
from cessie.domain.matching.rules.board import Board
from cessie.domain.matching.rules.facts import OpenItem, Received
from cessie.domain.matching.rules.text import normal_reference, references, stored_number_keys, ways_of_writing
from cessie.domain.parties.payers import payer_facts, payers
from cessie.ledger import queries as ledger
from cessie.ledger.receivables import bought_of
from cessie.lib.money import Money


def parts_of(receipt: Receipt) -> list[Received]:
    """What came in, payment by payment where the bank booked several as one line and they add up to it."""
    return [received(told, receipt.line.currency) for told in told_in(receipt.line)]


def told_in(line: Line) -> list[Line | Detail]:
    """The payments of a bank line: those under it where there are several and they add up to it, else the line."""
    details: list[Line | Detail] = list(line.details.order_by("position"))
    whole = len(details) > 1 and sum(detail.amount_cents for detail in details) == line.amount_cents
    return details if whole else [line]


def received(told: Told, currency: str) -> Received:
    return Received(
        amount=Money(told.amount_cents, currency),
        iban=told.counterparty_iban,
        name=told.counterparty_name,
        structured=told.structured,
        end_to_end_id=told.end_to_end_id,
        text=told.text,
    )


def board_for(parts: Sequence[Received]) -> Board:
    """Every bought invoice that the payers point at, and all that is open of debtors who pay from their accounts."""
    pointed = pointed_at(parts)
    open_now = {key: open_ for rows in bought_of(paying(parts)).values() for key, open_ in rows.items()}
    of_payers = payable(ids=list(open_now))
    found = {invoice.id: invoice for invoice in (*pointed, *of_payers)}
    open_now |= ledger.bought_amounts(list(found.keys() - open_now.keys()))
    return Board(items(found, open_now))


def pointed_at(parts: Sequence[Received], *, client_id: UUID | None = None) -> tuple[Payable, ...]:
    """The accepted invoices, of one client or of all, whose reference or number stands in the payers' words."""
    words = [text for part in parts for text in (part.structured, part.text, part.end_to_end_id) if text]
    quoted = {normal_reference(part.structured) for part in parts}.union(*map(references, words)) - {""}
    numbers = frozenset().union(*map(stored_number_keys, words))
    return payable(references=frozenset().union(*map(ways_of_writing, quoted)), numbers=numbers, client_id=client_id)


def paying(parts: Sequence[Received]) -> frozenset[UUID]:
    """The debtors who pay from their accounts, or in their names."""
    return payers({part.iban for part in parts} - {""}, {part.name for part in parts} - {""})


def items(found: dict[UUID, Payable], open_now: dict[UUID, Money]) -> list[OpenItem]:
    """The invoices as the engine needs to know them, with what is open on each."""
    known = payer_facts({invoice.debtor_id for invoice in found.values()})
    return [
        OpenItem(
            id=str(invoice.id),
            client=str(invoice.client_id),
            debtor=str(invoice.debtor_id),
            debtor_name=known[invoice.debtor_id].name,
            debtor_ibans=frozenset(known[invoice.debtor_id].ibans),
            number=invoice.number,
            due_date=invoice.due_date,
            outstanding=open_now[invoice.id],
            reference=invoice.reference,
        )
        for invoice in found.values()
    ]
