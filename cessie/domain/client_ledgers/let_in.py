"""A line that was set apart is financed again: it was a mistake, or the debtor is good after all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.force import with_the_books
from cessie.domain.client_ledgers.holdings import in_force
from cessie.domain.client_ledgers.models import Apart, Position
from cessie.domain.client_ledgers.rules.roll_forward import DebtorFacts, wanted
from cessie.domain.client_ledgers.set_apart import entry_key
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.credit.file_lines import claimed_lines
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.post import post
from cessie.ledger.reverse import reversal
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


def let_in(*, apart_id: UUID, note: str, by: Viewer, at: datetime) -> Apart:
    """Reverse what set a line apart (P22 or P15); again does nothing.

    Lock: the contract. Refused: no right, no note, unknown (``NotFound``), a line in a claim, one that money was
    matched to since, one that was doubtful before it went back, and where the ledger in force does not show it as
    it was: then its account would not be what that ledger says.
    """
    found = Apart.objects.filter(pk=apart_id).first()
    if found is None or not by.sees_all:
        raise NotFound("ledgers.unknown_apart", N_("There is no such line."))
    by.require("credit.insure" if found.cause == "doubtful" else "purchase.bend")
    if not note.strip():
        raise Refusal("purchase.no_note", N_("Say why you decide so."))
    with transaction.atomic():
        contract = lock(found.contract_id)
        row = Apart.objects.select_for_update(of=("self",)).get(pk=apart_id)
        if row.ended_at is not None:
            return row
        if row.number in claimed_lines(row.contract_id, row.debtor_id):
            raise Refusal("ledgers.in_a_claim", _CLAIMED, number=row.number)
        if row.matches.filter(state="live").exists():
            raise Refusal("ledgers.paid_since", _PAID, number=row.number)
        row.ended_at, row.ended_by, row.ended_note = at, by.key, note.strip()
        row.save(update_fields=["ended_at", "ended_by", "ended_note"])
        _require_as_it_was(row)
        entry = ledger.entry_id(entry_key(row))
        if entry is not None:
            (booked,) = ledger.bookings(entry_ids=[entry])
            if row.cause == "charged_back" and any(line.account == "1110" for line in booked.lines):
                raise Refusal("ledgers.was_doubtful", _DOUBTFUL, number=row.number)
            post([reversal(booked, booking_date=booking_day(at), text=note.strip())], by=by.key, at=at)
        record(
            action="ledgers.let_in", subject=row, by=by, at=at, client_id=contract.client_id,
            data={"number": row.number},
        )  # fmt: skip
    return row


def _require_as_it_was(row: Apart) -> None:
    """With the line in again the ledger in force makes the account exactly what the reversal makes it."""
    sent, terms = in_force(row.contract_id), terms_on(row.contract_id, booking_day(row.set_at))[1]
    beside = Apart.objects.filter(contract_id=row.contract_id, debtor_id=row.debtor_id, ended_at__isnull=True)
    out = set(beside.values_list("number", flat=True))
    rows = Position.objects.filter(submission=sent, debtor_id=row.debtor_id).values_list("kind", "number", "open_cents")
    shown = sum(cents for kind, number, cents in rows if kind != "invoice" or number not in out)
    found = with_the_books(row.contract, terms, {row.debtor_id: DebtorFacts(row.debtor_id, open=shown)})
    facts = found[row.debtor_id]
    if wanted(facts) != facts.booked + row.booked_cents:
        raise Refusal("ledgers.not_as_it_was", _OTHER, number=row.number)


_CLAIMED = N_("{number} is in a claim on the insurer: end that first.")
_PAID = N_("Money was matched to {number} since: it cannot be let in any more.")
_DOUBTFUL = N_("{number} was doubtful before it went back: it cannot be let in any more.")
_OTHER = N_("The ledger in force does not show {number} as it was when it was set apart: wait for the next ledger.")
