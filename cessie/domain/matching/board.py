"""The facts for the engine: what the bank says of a receipt, and the open invoices that it could be about."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from cessie.domain.banking.models import Told
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
    line = receipt.line
    details = list(line.details.order_by("position"))
    if len(details) > 1 and sum(detail.amount_cents for detail in details) == line.amount_cents:
        return [_received(detail, line.currency) for detail in details]
    return [_received(line, line.currency)]


def _received(told: Told, currency: str) -> Received:
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
    words = [text for part in parts for text in (part.structured, part.text, part.end_to_end_id) if text]
    quoted = {normal_reference(part.structured) for part in parts}.union(*map(references, words)) - {""}
    numbers = frozenset().union(*map(stored_number_keys, words))
    pointed = payable(references=frozenset().union(*map(ways_of_writing, quoted)), numbers=numbers)
    debtors = payers({part.iban for part in parts} - {""}, {part.name for part in parts} - {""})
    open_now = {key: open_ for rows in bought_of(debtors).values() for key, open_ in rows.items()}
    of_payers = payable(ids=list(open_now))
    found = {invoice.id: invoice for invoice in (*pointed, *of_payers)}
    open_now |= ledger.bought_amounts(list(found.keys() - open_now.keys()))
    return Board(_items(found, open_now))


def _items(found: dict[UUID, Payable], open_now: dict[UUID, Money]) -> list[OpenItem]:
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
