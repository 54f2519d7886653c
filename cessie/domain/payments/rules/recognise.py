"""Which of our orders a bank line is about. Pure: what the line says against what we sent.

A debit is an order's when it names its end-to-end id and moves its amount, or is a batch booked as one: details that
each name an order, or our batch number with the sum of all that is still on its way. Anything less is a person's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True)
class Sent:
    """An order as the line could name it."""

    id: UUID
    end_to_end_id: str
    batch_number: str
    bank_account: UUID | None
    amount: Money
    state: str


@dataclass(frozen=True, slots=True)
class Says:
    """What a line or one of its details names: signed amount, credit positive."""

    amount: Money
    end_to_end_id: str = ""
    batch_number: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """``ours``: the line names an order of ours. ``orders``: exactly these; none: ``reasons`` say why."""

    ours: bool
    orders: tuple[UUID, ...] = ()
    reasons: tuple[Reason, ...] = ()


def recognise(line: Says, details: Sequence[Says], account: UUID, sent: Mapping[str, Sent]) -> Answer:
    """The orders that a line executes (debit) or brings back (credit).

    ``sent``: every order whose end-to-end id the line or a detail names, and every order of a batch that it names.
    """
    debit = line.amount.cents < 0
    if line.end_to_end_id in sent:
        return _named([line], debit, account, sent)
    if details and any(detail.end_to_end_id in sent for detail in details):
        if Money.total(detail.amount for detail in details) != line.amount:
            return Answer(True, reasons=(_reason("payments.loose_details", N_("Its payments do not add up to it.")),))
        return _named(details, debit, account, sent)
    if debit and line.batch_number:
        return _batch(line, account, sent)
    return Answer(False)


def _named(parts: Sequence[Says], debit: bool, account: UUID, sent: Mapping[str, Sent]) -> Answer:
    """Each part names one order in the right state, with its amount, once."""
    reasons = []
    orders: list[UUID] = []
    for part in parts:
        order = sent.get(part.end_to_end_id)
        if order is None:
            reasons.append(_reason("payments.stranger", N_("A payment of it is none of ours.")))
        elif order.id in orders:
            reasons.append(_reason("payments.twice", N_("It names the same order twice.")))
        else:
            reasons.extend(_doubts(part, order, debit, account))
            orders.append(order.id)
    return Answer(True, reasons=tuple(reasons)) if reasons else Answer(True, tuple(orders))


def _doubts(part: Says, order: Sent, debit: bool, account: UUID) -> list[Reason]:
    doubts = []
    awaited = "instructed" if debit else "executed"
    if debit and order.state in ("executed", "returned"):
        doubts.append(_reason("payments.paid_twice", N_("The bank has paid this order before: it paid it twice.")))
    elif order.state != awaited:
        doubts.append(
            Reason("payments.unawaited", N_("The order is {state}: this was not awaited."), {"state": order.state})
        )
    if abs(part.amount) != order.amount:
        doubts.append(
            Reason(
                "payments.other_amount",
                N_("The bank moved {moved}, the order says {amount}."),
                {"moved": abs(part.amount), "amount": order.amount},
            )
        )
    if order.bank_account != account:
        doubts.append(_reason("payments.other_account", N_("The order was given to another account of ours.")))
    return doubts


def _batch(line: Says, account: UUID, sent: Mapping[str, Sent]) -> Answer:
    """A batch booked as one debit: all of it that is still on its way."""
    whole = [order for order in sent.values() if order.batch_number == line.batch_number]
    if not whole:
        return Answer(False)
    open_ = [order for order in whole if order.state == "instructed" and order.bank_account == account]
    total = Money.total((order.amount for order in open_), line.amount.currency)
    if total != -line.amount:
        facts = {"moved": -line.amount, "amount": total}
        return Answer(
            True,
            reasons=(
                Reason("payments.other_sum", N_("The bank moved {moved}, of the batch {amount} is on its way."), facts),
            ),
        )
    return Answer(True, tuple(order.id for order in open_))


def _reason(code: str, message: str) -> Reason:
    return Reason(code, message)
