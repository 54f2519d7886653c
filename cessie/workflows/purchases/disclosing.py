"""A contract was disclosed: each debtor who owes under it gets one notice that can be proven, and pays the house then.

State says what is left to do: who owes and was not written to. Killed anywhere, the next look goes on from there, and
nobody is told twice (``notifying.tell``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final, Literal
from uuid import UUID

from cessie.domain.client_ledgers.apart import apart_of
from cessie.domain.client_ledgers.queries import PositionFacts, latest, positions
from cessie.domain.contracts.change_terms import decide_terms
from cessie.domain.contracts.models import Contract, TermsChange
from cessie.domain.contracts.queries import contract, disclosed_on, disclosures, terms_on
from cessie.domain.correspondence.addressed import addressed, house_sender
from cessie.domain.correspondence.queries import told_accounts
from cessie.domain.correspondence.reach import Asking
from cessie.domain.correspondence.rules.papers.notice import FORMS, Item
from cessie.domain.parties.queries import names
from cessie.domain.purchase.bought import open_bought
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.queries import bought_amounts
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.workflows.letters.notifying import LISTED, Listed, notify, tell

#: Debtors whose notice and price are shown before anything is decided.
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One debtor who would be told: what he owes on how many invoices, by which channel, at which price in cents
    (None: it is not known); ``told``: he was written to already."""

    debtor_id: UUID
    name: str
    count: int
    open: Money
    channel: str = ""
    cents: int | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would be told: the largest of them in ``rows``, all in ``count`` and ``open``; ``cents``: of those shown."""

    rows: tuple[Told, ...]
    count: int
    open: Money
    cents: int


def decide(*, change_id: UUID, event: Literal["agree", "decline"], by: Viewer, at: datetime) -> TermsChange:
    """A second person decides on a change of terms; where it discloses the contract from today, debtors are told at
    once. Refused as ``contracts.decide_terms``."""
    change = decide_terms(change_id=change_id, event=event, by=by, at=at)
    if event == "agree" and change.trigger:
        tell_all(change, by=by, at=at)
    return change


def look(*, by: Viewer, at: datetime) -> int:
    """Under every contract that was disclosed: who owes and was not written to yet is; how many letters."""
    return sum(tell_all(change, by=by, at=at) for change in disclosures().values())


def tell_all(change: TermsChange, *, by: Viewer, at: datetime) -> int:
    """The debtors of one disclosed contract, each in a transaction of his own; how many letters. None before its day.

    A debtor in the ledger that the client sent is told as well as one whose invoices were bought.
    """
    if change.state != "agreed" or disclosed_on(change) > booking_day(at):
        return 0
    bought = [row.invoice_id for row in open_bought() if row.contract_id == change.contract_id]
    wish = "registered_post" if change.registered else ""
    letters = len(notify(contract_id=change.contract_id, invoice_ids=bought, wish=wish, by=by, at=at))
    terms = terms_on(change.contract_id, booking_day(at))[1]
    sent = {} if terms.transfer_form not in FORMS else _sent(change.contract_id, booking_day(at))
    return letters + len(
        tell(
            contract_id=change.contract_id, forms=dict.fromkeys(sent, terms.transfer_form),
            items_of=lambda debtor_id: _listed(sent[debtor_id]), wish=wish, by=by, at=at,
        )
    )  # fmt: skip


def preview(*, contract_id: UUID, by: Viewer, at: datetime) -> Preview:
    """Whom a disclosure of today would tell, and what the notices cost; nothing is written."""
    row = contract(viewer=by, contract_id=contract_id)
    owed = _owed(row, booking_day(at))
    largest = sorted(owed, key=lambda debtor_id: (-owed[debtor_id][1].cents, str(debtor_id)))
    called, sender = names(set(largest[:SHOWN])), house_sender()
    knows = told_accounts({(contract_id, debtor_id) for debtor_id in largest[:SHOWN]})
    rows = []
    for debtor_id in largest[:SHOWN]:
        count, open_ = owed[debtor_id]
        to = addressed(debtor_id, sender, asking=Asking("notice", client_id=row.client_id), at=at)
        told = (contract_id, debtor_id) in knows
        rows.append(Told(debtor_id, called.get(debtor_id, ""), count, open_, to.channel, to.cents, told))
    whole = Money.total((open_ for _, open_ in owed.values()), row.currency)
    return Preview(tuple(rows), len(owed), whole, sum(each.cents or 0 for each in rows if not each.told))


def _owed(row: Contract, today: date) -> dict[UUID, tuple[int, Money]]:
    """By debtor how many invoices are open under a contract, and how much."""
    bought = [each for each in open_bought() if each.contract_id == row.pk]
    amounts = bought_amounts([each.invoice_id for each in bought])
    pairs = [(each.debtor_id, amounts.get(each.invoice_id, Money(0, row.currency))) for each in bought]
    for debtor_id, lines in _sent(row.pk, today).items():
        pairs += [(debtor_id, Money(line.open_cents, row.currency)) for line in lines]
    found: dict[UUID, tuple[int, Money]] = {}
    for debtor_id, open_ in pairs:
        count, sum_ = found.get(debtor_id, (0, Money(0, row.currency)))
        found[debtor_id] = (count + 1, sum_ + open_)
    return found


def _sent(contract_id: UUID, today: date) -> dict[UUID, list[PositionFacts]]:
    """The open invoices of the ledger in force, by debtor, but for those that went back to the client, his own.
    Nothing where none is sent."""
    ledger = latest(contract_id, today)
    lines: Iterable[PositionFacts] = positions(ledger.pk) if ledger is not None else ()
    back = {(row.debtor_id, row.number) for row in apart_of(contract_id) if row.cause == "charged_back"}
    open_ = (
        line
        for line in lines
        if line.kind == "invoice" and line.open_cents > 0 and (line.debtor_id, line.number) not in back
    )
    return {debtor_id: list(own) for debtor_id, own in groupby(open_, key=lambda line: line.debtor_id)}


def _listed(lines: Iterable[PositionFacts]) -> Listed:
    """What the letter lists, the oldest due first."""
    ordered = sorted(lines, key=lambda line: (line.due_date or line.issue_date, line.number))
    items = [
        Item(each.number, each.issue_date, each.due_date or each.issue_date, Money(each.open_cents)) for each in ordered
    ]
    return tuple(items[:LISTED]), max(0, len(items) - LISTED)
