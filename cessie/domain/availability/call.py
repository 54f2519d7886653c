"""What is in use beyond what is available is asked back: proposed by one person, sent by another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.availability.calls import LIVE
from cessie.domain.availability.models import Call
from cessie.domain.availability.rules.states import CALL
from cessie.domain.availability.run import run
from cessie.domain.contracts.queries import lock
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import add_bank_days, booking_day
from cessie.lib.reasons import N_, Refusal

#: Bank days that a client has at the least, and that are proposed where nobody says another day.
LEAST: Final = 2
USUAL: Final = 5


class SamePerson(Refusal):
    """He proposed the call himself; another person sends it."""


def propose_call(*, contract_id: UUID, last_date: date | None = None, note: str = "", by: Viewer, at: datetime) -> Call:
    """Propose to ask what is too much in use, reckoned anew; a call that lives is given again.

    ``last_date``: five bank days from now if none is named. Nobody hears of it yet. Lock: the contract.
    Refused: no right or no person, nothing too much in use, a day too near.
    """
    by.require("availability.decide")
    with transaction.atomic():
        contract = lock(contract_id)
        known = Call.objects.filter(contract=contract, state__in=LIVE).first()
        if known is not None:
            return known
        found = run(contract_id=contract_id, by=by, at=at)
        if found.over_cents <= 0:
            raise Refusal("availability.not_over", N_("No more is in use than is available: nothing is to be asked."))
        today = booking_day(at)
        last_date = last_date or add_bank_days(today, USUAL)
        if last_date < add_bank_days(today, LEAST):
            words = N_("A client has {days} bank days at the least.")
            raise Refusal("availability.call_too_soon", words, days=LEAST)
        count = Call.objects.filter(contract=contract).count()
        row = Call.objects.create(
            contract=contract, client_id=contract.client_id, run=found, reference=f"{contract.number}-T{count + 1}",
            amount_cents=found.over_cents, currency=found.currency, last_date=last_date, note=note.strip(),
            proposed_at=at, proposed_by=by.key,
        )  # fmt: skip
        facts = {"amount": row.amount, "until": last_date}
        record(action="availability.call", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row


def decide_call(*, call_id: UUID, send: bool, note: str = "", by: Viewer, at: datetime) -> Call:
    """Send it, or drop it with a note; again does nothing. What is asked is what is too much now, never more than was
    proposed; where nothing is any more it ends by itself.

    Locks: the contract, the call. Refused: no right or no person, unknown (``NotFound``), one's own (``SamePerson``),
    decided otherwise before (``WrongState``), no note where it is dropped, a last day that is too near by now.
    """
    by.require("availability.decide")
    if not send and not note.strip():
        raise Refusal("purchase.no_note", N_("Say why you decide so."))
    with transaction.atomic():
        row = locked(call_id)
        if row.state == ("sent" if send else "dropped"):
            return row
        state = CALL.after(row.state, "send" if send else "drop")
        if send and row.proposed_by == by.key:
            raise SamePerson("availability.same_caller", N_("You proposed this call: another person sends it."))
        if send:
            over = run(contract_id=row.contract_id, by=by, at=at)
            if over.over_cents <= 0:
                return end(row, by, at)
            if row.last_date <= booking_day(at):
                raise Refusal("availability.call_late", N_("Its last day is over: propose it anew."))
            row.amount_cents, row.run = min(row.amount_cents, over.over_cents), over
        row.state, row.decided_at, row.decided_by, row.note = state, at, by.key, note.strip() or row.note
        row.save()
        facts = {"amount": row.amount, "state": row.state}
        record(action=f"availability.call_{row.state}", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row


def locked(call_id: UUID) -> Call:
    """The call under the locks of its contract and its row."""
    contract_id = Call.objects.filter(pk=call_id).values_list("contract_id", flat=True).first()
    if contract_id is None:
        raise NotFound("availability.unknown_call", N_("There is no such call."))
    lock(contract_id)
    return Call.objects.select_related("contract").select_for_update(of=("self",)).get(pk=call_id)


def end(row: Call, by: Viewer, at: datetime) -> Call:
    """Nothing is too much any more."""
    row.state, row.ended_at = CALL.after(row.state, "cover"), at
    row.save(update_fields=["state", "ended_at"])
    record(action="availability.call_covered", subject=row, by=by, at=at, client_id=row.client_id, data={})
    return row
