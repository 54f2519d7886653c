"""Money out that the bank refused or sent back and that nobody has ordered again: how much of it is still there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists

from cessie.domain.parties.models import BankAccount
from cessie.domain.payments.models import LeftUnpaid, Order
from cessie.domain.payments.postings import amount
from cessie.domain.payments.queries import OrderFacts, orders
from cessie.domain.payments.spoken_for import FOLLOWER, NOT_OF_ACCOUNT, UNPAID, spoken_for_each
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.queries import client_accounts
from cessie.lib.money import Money

BACK = ("rejected", "returned")


@dataclass(frozen=True, slots=True)
class CameBack:
    """An order whose money came back. ``left``: what of it may be paid again; ``accounts``: where to, the former one
    first; ``unpaid``: one person wants it left unpaid, another is to agree."""

    order: OrderFacts
    left: Money
    accounts: tuple[BankAccount, ...]
    unpaid: LeftUnpaid | None = None


def came_back(viewer: Viewer) -> tuple[CameBack, ...]:
    """Every order to a client or debtor that came back and is neither replaced nor left unpaid, oldest first; staff
    only."""
    if not viewer.sees_all:
        return ()
    waiting = Order.objects.filter(state__in=BACK, payee__isnull=False).exclude(
        Exists(Order.objects.filter(key=FOLLOWER)) | UNPAID
    )
    rows = list(waiting.select_related("payee").order_by("ordered_at", "pk"))
    if not rows:
        return ()
    facts = {each.id: each for each in orders(viewer, keys=[row.key for row in rows])}
    left, accounts, unpaid = still_there(rows), _accounts(rows), LeftUnpaid.objects.in_bulk([row.pk for row in rows])
    return tuple(CameBack(facts[row.pk], left[row.pk], accounts[row.pk], unpaid.get(row.pk)) for row in rows)


def still_there(rows: Collection[Order]) -> dict[UUID, Money]:
    """What of orders that came back or were cancelled stands on their client's account and is promised to no other.

    Money of a refund stands to the debtor's credit, an advance is lent anew, third-party money is owed as before: these
    are there whole. Two queries.
    """
    of_clients = [row for row in rows if row.contract_id is not None and row.rule not in NOT_OF_ACCOUNT]
    contracts = {row.contract_id for row in of_clients if row.contract_id is not None}
    held, spoken = client_accounts(contracts), spoken_for_each(contracts)
    found = {row.pk: amount(row) for row in rows}
    for row in of_clients:
        mine, nothing = amount(row), Money(0, row.currency)
        contract = row.contract_id
        if contract is not None:
            others = spoken.get(contract, nothing) - (mine if row.state in BACK else nothing)
            found[row.pk] = min(mine, max(nothing, -held[contract] - others))
    return found


def _accounts(rows: Sequence[Order]) -> dict[UUID, tuple[BankAccount, ...]]:
    """The confirmed accounts of each order's payee, the one that it was paid to first, then the newest."""
    companies = {row.payee.company_id for row in rows if row.payee is not None}
    confirmed = BankAccount.objects.filter(company__in=companies, confirmed_at__isnull=False, ended_at__isnull=True)
    of: dict[UUID, list[BankAccount]] = {company: [] for company in companies}
    for each in confirmed.order_by("-confirmed_at", "-pk"):
        of[each.company_id].append(each)
    return {row.pk: _former_first(row, of[row.payee.company_id]) for row in rows if row.payee is not None}


def _former_first(row: Order, accounts: Sequence[BankAccount]) -> tuple[BankAccount, ...]:
    return tuple(sorted(accounts, key=lambda each: each.pk != row.payee_id))
