"""The entry of each step in an order's life: which posting rule, which key, which dimensions.

An own transfer (P36), a sweep (P34f) and third-party money (P32, P33) are posted by the bank's lines alone: nothing is
instructed, so nothing is taken back. What a principal is owed is his until it left. A sweep's lines are booked by the
room that ordered it, which says so here (``show_left``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import cast
from uuid import UUID

from cessie.domain.banking.models import Line
from cessie.domain.banking.rules.transit import transfer_reference
from cessie.domain.payments.models import Order
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.rules import payouts, pledge, transfers, trust
from cessie.ledger.rules.transfers import OwnBank
from cessie.lib.days import booking_day
from cessie.lib.money import Money

#: The rule of transfers between own accounts.
OWN = "P36"
#: The rules of third-party money: commission to the house's own account, money to a principal or back to a payer.
COMMISSION, THIRD_PARTY = "P32", "P33"
#: The rule of matched money that leaves a dedicated account of the house.
SWEEP = "P34f"
#: Rules that nothing is posted by before the bank's statement shows the money.
BY_LINE = (OWN, COMMISSION, THIRD_PARTY, SWEEP)
#: How an order of each rule is instructed.
INSTRUCT = {"P04": payouts.instruct, "P19": payouts.refund, "P38": pledge.advance}
#: Where the money of each rule stands again when it did not arrive.
BACK_TO: dict[str, payouts.Source] = {"P04": "2100", "P19": "2310", "P38": "1200"}


def amount(order: Order) -> Money:
    """What the order pays."""
    return Money(order.amount_cents, order.currency)


def _dims(order: Order, line: Line | None = None) -> Dims:
    bank = None if line is None else line.statement.account_id
    return Dims(order.contract_id, order.client_id, order.debtor_id, reference=order.pk, bank=bank)


def _event(order: Order, booked: date, value: date | None = None) -> Event:
    return Event(f"order/{order.pk}", booked, value)


def instructed(order: Order, at: datetime, execution_date: date) -> Entry:
    """P04 (or the order's own rule): the money leaves the client's account, or a debtor's credit, for the bank."""
    event = _event(order, booking_day(at), execution_date)
    return INSTRUCT[order.rule](event=event, amount=amount(order), of=_dims(order))


def executed(order: Order, line: Line) -> Entry:
    """P05 (P36 for an own transfer, P32 and P33 for third-party money): the statement shows it."""
    event = _event(order, line.booked_date, line.value_date)
    if order.rule == OWN:
        return _transfer(transfers.leave, order, line)
    if order.rule == COMMISSION:
        return trust.commission_left(event=event, amount=amount(order), of=_between_own(order, line))
    if order.rule == THIRD_PARTY:
        to_payer = order.debtor_id is not None
        return trust.pay_each(event=event, parts=parts_of(order), of=_third_party(order, line), to_payer=to_payer)
    return payouts.execute(event=event, amount=amount(order), of=_dims(order, line))


def rejected(order: Order, at: datetime) -> Entry:
    """P06: the bank refused it before booking."""
    event = _event(order, booking_day(at))
    return payouts.reject(event=event, amount=amount(order), of=_dims(order), back_to=BACK_TO[order.rule])


def returned(order: Order, line: Line) -> Entry:
    """P06 (P36, P32 or P33 as it left): it came back after the bank had booked it."""
    event = _event(order, line.booked_date, line.value_date)
    if order.rule == OWN:
        return _transfer(transfers.arrive, order, line)
    if order.rule == COMMISSION:
        return trust.own_money_arrived(event=event, amount=amount(order), of=_between_own(order, line))
    if order.rule == THIRD_PARTY:
        return trust.came_back_each(event=event, parts=parts_of(order), of=_third_party(order, line))
    return payouts.give_back(event=event, amount=amount(order), of=_dims(order, line), back_to=BACK_TO[order.rule])


def _transfer(rule: Callable[..., Entry], order: Order, line: Line) -> Entry:
    own = line.statement.account
    reference = transfer_reference(order.source_id, order.own_id, amount(order))
    return rule(
        event=Event(f"line/{line.pk}", line.booked_date, line.value_date),
        amount=amount(order),
        of=Dims(reference=reference, bank=own.pk),
        account=cast(OwnBank, own.ledger_code),  # open_account opens no other
    )


def parts_of(order: Order) -> dict[UUID, Money]:
    """What an order of third-party money pays out of each claim."""
    rows = order.parts.order_by("reference").values_list("reference", "amount_cents")
    return {reference: Money(cents, order.currency) for reference, cents in rows}


def _third_party(order: Order, line: Line) -> Dims:
    principal = order.client_id or trust.NOBODY
    return Dims(order.contract_id, principal, order.debtor_id, bank=line.statement.account_id)


def _between_own(order: Order, line: Line) -> Dims:
    """The transfer's reference is that of an own transfer, so that it arrives as one (``banking.move``)."""
    reference = transfer_reference(order.source_id, order.own_id, amount(order))
    principal = order.client_id or trust.NOBODY
    return Dims(order.contract_id, principal, reference=reference, bank=line.statement.account_id)
