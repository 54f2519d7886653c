"""Where an order's money goes, and how it is to travel: what its account and its batch say."""

from __future__ import annotations

from cessie.domain.banking.models import Account
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.rules import speed
from cessie.lib.days import booking_day


def iban_of(order: Order) -> str:
    """The account to which the order pays; ``payee`` and ``own`` are loaded."""
    return order.payee.iban if order.payee is not None else _own(order).iban


def bic_of(order: Order) -> str:
    """Its bank, where it is known."""
    return order.payee.bic if order.payee is not None else _own(order).bic


def holder_of(order: Order) -> str:
    """In whose name it is."""
    return order.payee.holder if order.payee is not None else _own(order).holder


def _own(order: Order) -> Account:
    if order.own is None:
        raise ValueError("an order pays a payee or an own account")
    return order.own


def goes_instant(order: Order, batch: Batch) -> bool:
    """Whether the order stands among the instant payments of the batch's file; ``batch.account`` is loaded."""
    return speed.instant(
        order.speed,
        account_instant=batch.account.instant,
        execution=batch.execution_date,
        prepared=booking_day(batch.prepared_at),
    )


def block_of(order: Order, batch: Batch) -> str:
    """The payment information id under which the bank knows the order."""
    return speed.block(batch.number, goes_instant=goes_instant(order, batch))
