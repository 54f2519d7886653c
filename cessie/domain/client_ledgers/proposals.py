"""What the engine thinks a receipt is for: shown to the client, who decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db.models import Q, Sum

from cessie.domain.client_ledgers.by_line import held_invoices
from cessie.domain.client_ledgers.holdings import in_force
from cessie.domain.client_ledgers.models import Match, Position
from cessie.domain.client_ledgers.queries import Waiting
from cessie.domain.matching.board import pointed_at, received
from cessie.domain.matching.rules.board import Board
from cessie.domain.matching.rules.engine import match_one
from cessie.domain.matching.rules.facts import OpenItem
from cessie.lib.money import Money
from cessie.lib.reasons import Reason

#: So many open invoices are looked at for one page.
MOST: Final = 500
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]{1,40}")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A way to match a receipt: numbers with their amounts, and why."""

    shares: tuple[tuple[str, Money], ...]
    reasons: tuple[Reason, ...]


def proposals(contract_id: UUID, waiting: Sequence[Waiting]) -> dict[UUID, Proposal]:
    """By receipt the best way that the engine finds among the invoices that the payers name or whose amount came."""
    items = _items(contract_id, waiting)
    found = {}
    for each in waiting if items else ():
        told = replace(received(each.receipt.line, each.receipt.currency), amount=each.left)
        outcome = match_one(told, Board(items))
        if outcome.candidates:
            best = outcome.candidates[0]
            shares = tuple((share.item.partition("|")[2], share.amount) for share in best.allocations)
            found[each.receipt.pk] = Proposal(shares, best.reasons)
    return found


def _items(contract_id: UUID, waiting: Sequence[Waiting]) -> list[OpenItem]:
    if not waiting:
        return []
    row = in_force(contract_id)
    if row is None:
        return _by_line(contract_id, waiting)
    told = " ".join(f"{each.receipt.line.text} {each.receipt.line.structured}" for each in waiting)
    words = set(_WORD.findall(told))
    amounts = {each.left.cents for each in waiting}
    rows = Position.objects.filter(submission=row, kind="invoice", open_cents__gt=0)
    rows = rows.filter(Q(number__in=words) | Q(open_cents__in=amounts)).order_by("due_date", "pk")[:MOST]
    live = Match.objects.filter(contract_id=contract_id, state="live", counted__isnull=True)
    used = {(d, n): c for d, n, c in live.values_list("debtor_id", "number").annotate(Sum("amount_cents")).order_by()}
    return [
        OpenItem(
            id=f"{each.debtor_id}|{each.number}", debtor=str(each.debtor_id), number=each.number,
            due_date=each.due_date or each.issue_date, outstanding=Money(left),
        )
        for each in rows
        if (left := each.open_cents - used.get((each.debtor_id, each.number), 0)) > 0
    ]  # fmt: skip


def _by_line(contract_id: UUID, waiting: Sequence[Waiting]) -> list[OpenItem]:
    """Of the invoices that are held one by one: those that a payer names, or whose amount came."""
    parts = [received(each.receipt.line, each.receipt.currency) for each in waiting]
    client_id = waiting[0].receipt.client_id
    named = [invoice.id for invoice in pointed_at(parts, client_id=client_id)]
    return [
        OpenItem(
            id=f"{each.debtor_id}|{each.number}", debtor=str(each.debtor_id), number=each.number, due_date=each.due,
            outstanding=each.open, reference=each.reference,
        )
        for each in held_invoices(contract_id, ids=named, cents={each.left.cents for each in waiting})
        if each.open.cents > 0
    ]  # fmt: skip
