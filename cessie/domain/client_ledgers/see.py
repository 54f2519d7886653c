"""A line of a dedicated account is looked at: money that came is shown at once, what left is a sweep or a doubt."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Line
from cessie.domain.banking.take import AlreadyTaken, take
from cessie.domain.client_ledgers.holdings import dims_on, left_of
from cessie.domain.client_ledgers.models import Dedicated, Receipt, Sweep
from cessie.domain.client_ledgers.named import line_that_left, sweep_named
from cessie.domain.client_ledgers.refuse_sweep import refuse_sweep
from cessie.domain.client_ledgers.rules.states import SWEEP
from cessie.domain.client_ledgers.tasks import ask_about_money_left, sweep_order_key
from cessie.domain.payments.show_left import show_back, show_left
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Event
from cessie.ledger.post import post
from cessie.ledger.rules import dedicated as rules
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal

TAKER: Final = "client_ledgers"


class NotDedicated(Refusal):
    """The account serves no contract."""


def see(*, line_id: UUID, by: Viewer, at: datetime) -> Receipt | None:
    """Take the line of a dedicated account. Money in is a receipt (P34: memo of the client's own account; P34f: money
    on the house's); a debit that names a sweep is the sweep on its way; one that takes a receipt back, or any other,
    leaves the memo, and the last kind asks a person; a sweep that comes back is refused. Again does nothing.

    On an account of the house a sweep waits for its arrival (``arrive``), and any other debit for a person.
    Locks: the line, the sweep. Refused: an account that serves no contract (``NotDedicated``), a line not offered.
    """
    by.require("banking.import")
    with transaction.atomic():
        try:
            line = take(line_id=line_id, by_app=TAKER, dedicated=True, at=at)
        except AlreadyTaken:
            return Receipt.objects.filter(line_id=line_id).first()
        rows = Dedicated.objects.select_related("account", "contract")
        own = rows.filter(account=line.statement.account).first()
        if own is None:
            raise NotDedicated("ledgers.serves_none", N_("This dedicated account serves no contract yet."))
        if line.amount_cents < 0:
            _left(own, line, by, at)
            return None
        back = sweep_named(line)
        if back is None or (back.dedicated_id, back.amount_cents) != (own.pk, line.amount_cents):
            return _came(own, line, by, at)
        _came_back(own, back, line, by, at)
    return None


def _came(own: Dedicated, line: Line, by: Viewer, at: datetime) -> Receipt:
    amount, day = Money(line.amount_cents, line.currency), booking_day(at)
    row = Receipt.objects.create(
        line=line, dedicated=own, contract=own.contract, client_id=own.contract.client_id, amount_cents=amount.cents,
        currency=amount.currency, received_date=line.booked_date, received_at=at,
    )  # fmt: skip
    of = dims_on(own.contract, own.account)
    event = Event(f"line/{line.pk}", day, line.value_date, line.counterparty_name)
    if own.account.is_ours:
        entry = rules.held_receipt(event=event, amount=amount, of=of.but(reference=line.pk))
    else:
        entry = rules.seen(event=event, amount=amount, of=of)
    post([entry], by=by.key, at=at)
    facts = {"amount": amount}
    record(action="ledgers.see", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row


def _came_back(own: Dedicated, sweep: Sweep, line: Line, by: Viewer, at: datetime) -> None:
    """A sweep that the bank sent back. The house's own account is booked by arrivals alone: it left and came back
    unbooked; on the client's the memo follows the bank."""
    amount = Money(line.amount_cents, line.currency)
    if own.account.is_ours:
        out = line_that_left(sweep)
        if out is None:
            raise Refusal(
                "ledgers.not_left", N_("The bank does not yet show that this sweep left the dedicated account.")
            )
        key = sweep_order_key(sweep.pk)
        show_left(key=key, line=take(line_id=out.pk, by_app=TAKER, dedicated=True, at=at), by=by, at=at)
        show_back(key=key, line=line, by=by, at=at)
    else:
        event = Event(f"line/{line.pk}", booking_day(at), line.value_date, line.counterparty_name)
        post([rules.seen(event=event, amount=amount, of=dims_on(own.contract, own.account))], by=by.key, at=at)
    words = N_("The bank sent the money back: {code}")
    reason = Reason("payments.returned", words, {"code": line.return_reason or line.text})
    refuse_sweep(sweep_id=sweep.pk, reason=reason, by=by, at=at)


def _left(own: Dedicated, line: Line, by: Viewer, at: datetime) -> None:
    """Money that left: the memo follows the bank, whatever it was for."""
    if own.account.is_ours:
        words = N_("Money left the dedicated account that the house holds: a sweep is booked as it arrives.")
        raise Refusal("ledgers.left_ours", words)
    amount = Money(-line.amount_cents, line.currency)
    event = Event(f"line/{line.pk}", booking_day(at), line.value_date, line.counterparty_name)
    sweep = sweep_named(line)
    if sweep is not None and sweep.amount_cents == amount.cents:
        sweep.left_line = line
        if sweep.state == "ordered":  # else it arrived before its own bank told
            sweep.state = SWEEP.after(sweep.state, "leave")
        sweep.save(update_fields=["left_line", "state"])
    elif not _went_back(own, line, amount):
        ask_about_money_left(own, line, amount, by=by, at=at)
    post([rules.swept_memo(event=event, amount=amount, of=dims_on(own.contract, own.account))], by=by.key, at=at)


def _went_back(own: Dedicated, line: Line, amount: Money) -> bool:
    """Whether the bank took a receipt back of which as much is matched to nothing."""
    if not line.return_reason and not line.end_to_end_id:
        return False
    rows = Receipt.objects.select_for_update(of=("self",)).filter(dedicated=own, amount_cents=amount.cents)
    same = rows.filter(line__counterparty_iban=line.counterparty_iban, line__end_to_end_id=line.end_to_end_id)
    found = next((row for row in same.order_by("-pk") if left_of([row])[row.pk] == amount), None)
    if found is not None:
        Receipt.objects.filter(pk=found.pk).update(back_cents=F("back_cents") + amount.cents)
    return found is not None
