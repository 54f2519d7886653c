"""Whether the money of an order still stands on the account that it is paid from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When

from cessie.domain.payments.models import Order
from cessie.domain.payments.postings import SWEEP, amount
from cessie.domain.payments.rules.cover import Wanted, left_for
from cessie.domain.payments.spoken_for import NOT_OF_ACCOUNT
from cessie.domain.payments.third_party_cover import short_of_third_party
from cessie.ledger.entry import Dims
from cessie.ledger.queries import balance, client_accounts
from cessie.ledger.receivables import debtor_credits
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: The code of the reason that holds such an order.
NOT_COVERED = "payments.not_covered_any_more"


def uncovered(orders: Iterable[Order]) -> dict[UUID, Reason]:
    """Why those of the waiting orders may not leave whose money a debt has taken since; three queries.

    Prepared batches are served first, then the orders as they were given; whoever stands before them counts too.
    """
    orders = list(orders)
    third_party = short_of_third_party(orders)
    return {key: _why_third_party(left) for key, left in third_party.items()} | _uncovered_by_accounts(orders)


def _uncovered_by_accounts(orders: Collection[Order]) -> dict[UUID, Reason]:
    """The same of orders paid from a client's account or a debtor's credit."""
    contracts = {order.contract_id for order in orders if order.contract_id is not None}
    debtors = {order.debtor_id for order in orders if order.debtor_id is not None}
    if not contracts and not debtors:
        return {}
    line = Order.objects.filter(Q(contract__in=contracts) | Q(debtor__in=debtors), state__in=["ordered", "batched"])
    prepared_first = Case(When(state="batched", then=Value(0)), default=Value(1), output_field=IntegerField())
    short = _short_of_accounts(list(line.order_by(prepared_first, "ordered_at", "pk")))
    return {order.pk: _why(order, short[order.pk]) for order in orders if order.pk in short}


def short_of(line: Sequence[Order]) -> dict[UUID, Money]:
    """What is left for each of these orders that its account does not cover, served in this sequence."""
    return _short_of_accounts(line) | short_of_third_party(line)


def _short_of_accounts(line: Sequence[Order]) -> dict[UUID, Money]:
    """Of a client's account, a debtor's credit or a dedicated account. Two queries, and one for each of the last."""
    wanted = [Wanted(order.pk, purse, amount(order)) for order in line if (purse := _purse(order)) is not None]
    return left_for(wanted, _held(line))


def _purse(order: Order) -> UUID | None:
    """What the order is paid from: a sweep from its dedicated account. An advance is lent: what bears it is the pledge
    (``purchase.advance``), not the client's account."""
    if order.rule == SWEEP:
        return order.source_id
    return None if order.rule in NOT_OF_ACCOUNT else order.contract_id or order.debtor_id


def _held(line: Collection[Order]) -> dict[UUID, Money]:
    contracts = {order.contract_id for order in line if order.contract_id is not None}
    debtors = {order.debtor_id for order in line if order.debtor_id is not None}
    held = {contract: -owed for contract, owed in client_accounts(list(contracts)).items()} if contracts else {}
    dedicated = {order.source_id for order in line if order.rule == SWEEP and order.source_id is not None}
    held |= {source: balance("1010", Dims(bank=source)) for source in dedicated}
    return held | (debtor_credits(list(debtors)) if debtors else {})


def _why_third_party(left: Money) -> Reason:
    words = N_("Of the money of these claims only {left} still stands on the third-party account.")
    return Reason(NOT_COVERED, words, {"left": left})


def _why(order: Order, left: Money) -> Reason:
    facts = {"amount": amount(order), "left": left}
    if order.rule == SWEEP:
        words = N_("Of the {amount} only {left} is on the dedicated account.")
    elif order.debtor_id is not None:
        words = N_("Of the {amount} only {left} still stands to the debtor's credit.")
    else:
        words = N_("Of the {amount} only {left} still stands on the client's account: a debt has taken the rest.")
    return Reason(NOT_COVERED, words, facts)
