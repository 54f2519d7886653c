"""The client says what the money on his dedicated account is for (lettrage)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.apart import apart_of
from cessie.domain.client_ledgers.by_line import HeldInvoice, held_invoices
from cessie.domain.client_ledgers.debtors import may_send
from cessie.domain.client_ledgers.holdings import left_of, open_of
from cessie.domain.client_ledgers.models import Match, Receipt
from cessie.domain.contracts.debtor_account import dims_of
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract as contract_for
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.post import post
from cessie.ledger.receivables import doubtful_of
from cessie.ledger.rules import dedicated as rules
from cessie.ledger.rules import receipts
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

Held = Mapping[tuple[UUID, str], HeldInvoice]


@dataclass(frozen=True, slots=True)
class Word:
    """``amount`` of a receipt pays the invoice ``number``; the debtor need be named only where two have that number."""

    receipt_id: UUID
    number: str
    amount: Money
    debtor_id: UUID | None = None


class NotInLedger(Refusal):
    """The ledger in force, or under a contract line by line the house, has no such invoice."""


class TooMuch(Refusal):
    """More than came, or than is open."""


def match(*, contract_id: UUID, words: Sequence[Word], by: Viewer, at: datetime) -> list[Match]:
    """Keep what receipts pay, all of it or nothing. The same word again changes nothing.

    Invoices are those of the ledger in force; under a contract line by line those that the house bought or was offered.
    On an account of the house the claim is paid at once (P34f), and what is for an invoice that was never bought is the
    client's (P34f, P21); on one in the client's name once the money was swept.
    Lock: the contract. Refused: no right or not his (``NotFound``: also money that came on another account or never),
    an invoice that is not there (``NotInLedger``) or that two debtors have, more than is left of the money or open on
    the invoice (``TooMuch``), on an account of the house an invoice that it holds for doubtful.
    """
    contract = contract_for(viewer=by, contract_id=contract_id)
    may_send(contract.client_id, by)
    if not words or any(word.amount.cents <= 0 for word in words):
        raise Refusal("ledgers.no_amount", N_("Say for each invoice how much of the money pays it."))
    with transaction.atomic():
        lock(contract_id)
        came = _receipts(contract_id, words)
        still, held = _open(contract, {word.number for word in words}, booking_day(at))
        left = left_of(list(came.values()))
        new = []
        for word in words:
            debtor = _debtor(word, still, by_line=held is not None)
            if _is_kept(word, debtor):
                continue
            _require_room(word, debtor, still, left)
            still[debtor, word.number] -= word.amount
            left[word.receipt_id] -= word.amount
            new.append(
                Match(
                    receipt=came[word.receipt_id], contract=contract, debtor_id=debtor, number=word.number,
                    invoice_id=held[debtor, word.number].id if held is not None else None,
                    amount_cents=word.amount.cents, currency=word.amount.currency, made_at=at, made_by=by.key,
                )
            )  # fmt: skip
        _require_booked(new, held)
        if held is None:
            _set_apart(contract, new)
        Match.objects.bulk_create(new)
        bought = {row.id for row in held.values() if row.bought} if held is not None else set()
        post([entry for row in new for entry in _held(row, contract, bought, at)], by=by.key, at=at)
        if new:
            facts = {"matches": len(new), "amount": Money(sum(row.amount_cents for row in new))}
            record(action="ledgers.match", subject=contract, by=by, at=at, client_id=contract.client_id, data=facts)
    return new


def _receipts(contract_id: UUID, words: Sequence[Word]) -> dict[UUID, Receipt]:
    keys = {word.receipt_id for word in words}
    rows = Receipt.objects.filter(contract_id=contract_id, pk__in=keys).select_related("dedicated__account", "line")
    found = {row.pk: row for row in rows}
    if len(found) != len(keys):
        raise NotFound("ledgers.no_such_money", N_("This money did not come on the dedicated account of the contract."))
    return found


def _open(contract: Contract, numbers: Collection[str], day: date) -> tuple[dict[tuple[UUID, str], Money], Held | None]:
    """What is open on these numbers by debtor and number, and line by line the invoice of each: of two with one number
    the one on which something is open."""
    if terms_on(contract.pk, day)[1].transmission == "BALANCE":
        return open_of(contract.pk, numbers), None
    rows = sorted(held_invoices(contract.pk, numbers=numbers), key=lambda row: row.open.cents > 0)
    held = {(row.debtor_id, row.number): row for row in rows}
    return {key: row.open for key, row in held.items()}, held


def _require_booked(new: Sequence[Match], held: Held | None) -> None:
    """What the house's own account pays is booked at once: only where its claim stands on 1100."""
    rows = [row for row in new if held is not None and row.receipt.dedicated.account.is_ours]
    doubtful = doubtful_of([row.invoice_id for row in rows if row.invoice_id])
    for row in rows:
        if row.invoice_id in doubtful:
            words = N_("{number} is doubtful: the house decides about this money.")
            raise Refusal("ledgers.doubtful", words, number=row.number)


def _set_apart(contract: Contract, new: Sequence[Match]) -> None:
    """Money for a line that is set apart is no money for what is financed. On an account of the house the match would
    be booked at once: there a person decides."""
    apart = {(row.debtor_id, row.number): row for row in apart_of(contract.pk)}
    for row in new:
        row.apart = apart.get((row.debtor_id, row.number))
        if row.apart is not None and row.receipt.dedicated.account.is_ours:
            words = N_("{number} is not financed any more: the house decides about this money.")
            raise Refusal("ledgers.apart", words, number=row.number)


def _debtor(word: Word, still: Mapping[tuple[UUID, str], Money], *, by_line: bool) -> UUID:
    whose = [debtor for debtor, number in still if number == word.number and word.debtor_id in (None, debtor)]
    if not whose and by_line:
        words = N_("{number} is none of the invoices that the house bought or was offered.")
        raise NotInLedger("ledgers.not_held", words, number=word.number)
    if not whose:
        words = N_("{number} is not in the ledger in force: send a ledger that has it first.")
        raise NotInLedger("ledgers.not_in_ledger", words, number=word.number)
    if len(whose) > 1:
        words = N_("Several debtors have an invoice {number}: say whose it is.")
        raise Refusal("ledgers.whose_invoice", words, number=word.number)
    return whose[0]


def _is_kept(word: Word, debtor: UUID) -> bool:
    """Whether the very same was said before; refused where another amount was."""
    live = Match.objects.filter(receipt_id=word.receipt_id, debtor_id=debtor, number=word.number, state="live").first()
    if live is not None and live.amount_cents != word.amount.cents:
        words = N_("{amount} of this money pays {number} already: undo that first.")
        raise Refusal("ledgers.matched_before", words, amount=Money(live.amount_cents), number=word.number)
    return live is not None


def _require_room(
    word: Word, debtor: UUID, still: Mapping[tuple[UUID, str], Money], left: Mapping[UUID, Money]
) -> None:
    if word.amount > left[word.receipt_id]:
        words = N_("{amount} is more than the {left} that is left of this money.")
        raise TooMuch("ledgers.more_than_came", words, amount=word.amount, left=left[word.receipt_id])
    if word.amount > still[debtor, word.number]:
        words = N_("{amount} is more than the {open} that is open on {number}.")
        there = still[debtor, word.number]
        raise TooMuch("ledgers.more_than_open", words, amount=word.amount, open=there, number=word.number)


def _held(row: Match, contract: Contract, bought: Collection[UUID], at: datetime) -> list[Entry]:
    """P34f where the house holds the account, and P21 for an invoice that was not bought; a client's own account is
    none of the books' until it is swept."""
    account = row.receipt.dedicated.account
    if not account.is_ours:
        return []
    of = dims_of(contract, row.debtor_id).but(reference=row.receipt.line_id)
    if row.invoice_id is not None:
        of = Dims(contract.pk, contract.client_id, row.debtor_id, row.invoice_id, row.receipt.line_id)
    event = Event(match_key(row), booking_day(at), row.receipt.line.value_date, row.number)
    amount = Money(row.amount_cents, row.currency)
    if row.invoice_id is not None and row.invoice_id not in bought:
        of = Dims(contract.pk, contract.client_id, reference=row.receipt.line_id)
        return [
            rules.held_not_bought(event=event, amount=amount, of=of),
            receipts.not_bought_to_client(event=event, amount=amount, of=of),
        ]
    return [rules.held_match(event=event, amount=amount, of=of)]


def match_key(row: Match) -> str:
    """The event of a match in the books."""
    return f"ledger_match/{row.pk}"
