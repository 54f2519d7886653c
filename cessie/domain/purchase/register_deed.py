"""The registration of a deed: noted by one person with its proof, confirmed by another who saw it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import lock
from cessie.domain.documents.store import store
from cessie.domain.purchase.models import Deed
from cessie.domain.purchase.rules.states import DEED
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Fact, Refusal


class SamePerson(Refusal):
    """He noted the registration himself; another person looks at its proof."""


def note_registration(
    *, deed_id: UUID, on: date, number: str, proof: tuple[str, bytes], by: Viewer, at: datetime
) -> Deed:
    """Registered ``on`` a day under a ``number``, as ``proof`` (name and bytes of the tax authority's paper) says.

    It counts once ``decide_registration`` confirms it. The same again is the same. Locks: the contract, the deed.
    Refused: no right, no such deed (``NotFound``), one that is not to be registered or was noted otherwise
    (``WrongState``), a day before the deed or ahead, no number, an empty or too large proof.
    """
    by.require("purchase.register")
    number = number.strip()
    with transaction.atomic():
        row = _locked(deed_id, by)
        if row.state in ("noted", "registered") and (row.registered_date, row.register_number) == (on, number):
            return row
        after = DEED.after(row.state, "note")
        if not number:
            raise Refusal("deeds.no_number", N_("Please give the number under which it was registered."))
        if not booking_day(row.made_at) <= on <= booking_day(at):
            words = N_("A deed is registered on a day from {made} until today.")
            raise Refusal("deeds.day", words, made=booking_day(row.made_at))
        kept = store(data=proof[1], name=proof[0], channel="portal", client_id=row.client_id, by=by, at=at)
        row.state, row.registered_date, row.register_number, row.proof = after, on, number, kept.document
        row.noted_at, row.noted_by = at, by.key
        row.save(update_fields=["state", "registered_date", "register_number", "proof", "noted_at", "noted_by"])
        _record("purchase.note_deed", row, by, at)
    return row


def decide_registration(*, deed_id: UUID, event: str, by: Viewer, at: datetime) -> Deed:
    """``confirm`` what another person noted, or ``decline`` it: then it is to be registered still. Again does nothing.

    Locks and refusals as ``note_registration``; one's own note is not confirmed (``SamePerson``).
    """
    by.require("purchase.register")
    with transaction.atomic():
        row = _locked(deed_id, by)
        if (event, row.state) in (("confirm", "registered"), ("decline", "unregistered")):
            return row
        if event not in ("confirm", "decline"):
            raise NotFound("deeds.unknown", N_("There is no such deed."))
        after = DEED.after(row.state, event)
        if event == "confirm" and row.noted_by == by.key:
            raise SamePerson("deeds.same_person", N_("You noted this registration: another person looks at its proof."))
        _record(f"purchase.{event}_deed", row, by, at)
        row.state = after
        if event == "confirm":
            row.confirmed_at, row.confirmed_by = at, by.key
        row.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    return row


def _locked(deed_id: UUID, by: Viewer) -> Deed:
    contract_id = Deed.objects.filter(pk=deed_id).values_list("contract_id", flat=True).first()
    if contract_id is None or not by.sees_all:
        raise NotFound("deeds.unknown", N_("There is no such deed."))
    lock(contract_id)
    return Deed.objects.select_for_update(of=("self",)).get(pk=deed_id)


def _record(action: str, row: Deed, by: Viewer, at: datetime) -> None:
    day = row.registered_date or booking_day(at)
    facts: dict[str, Fact] = {"number": row.number, "registered": day, "register_number": row.register_number}
    record(action=action, subject=row, by=by, at=at, client_id=row.client_id, data=facts)
