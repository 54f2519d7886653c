"""A person decides on a drawing above the facility; its client may withdraw it before."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.availability.drawable import NotAvailable, judged, ordered
from cessie.domain.availability.models import Drawing
from cessie.domain.availability.rules.states import DRAWING
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def decide(*, drawing_id: UUID, agree: bool, note: str = "", by: Viewer, at: datetime) -> Drawing:
    """Let a drawing above the facility pass, at the contract's surcharge, or refuse it with a note; again does nothing.

    What is available is reckoned anew. Locks: the contracts of the group, the drawing. Refused: no right or no person
    (``NotAllowed``), unknown (``NotFound``), decided otherwise before, more than even a person may let pass
    (``NotAvailable``), no note where it is refused.
    """
    by.require("availability.decide")
    if not agree and not note.strip():
        raise Refusal("purchase.no_note", N_("Say why you decide so."))
    with transaction.atomic():
        contract_id = _contract_of(drawing_id)
        on = judged(contract_id, by=by, at=at)
        drawing = Drawing.objects.select_for_update(of=("self",)).get(pk=drawing_id)
        if drawing.state == ("ordered" if agree else "refused"):
            return drawing
        if drawing.state != "asked":
            raise Refusal("availability.decided", N_("This drawing was decided before."))
        if not agree:
            return _ended(drawing, "refuse", note, by, at)
        amount = Money(drawing.amount_cents, drawing.currency)
        if amount > on.with_people:
            words = N_("{amount} cannot be drawn: {left} is available.")
            raise NotAvailable("purchase.not_available", words, amount=amount, left=on.with_people)
        return ordered(on, drawing, by, at)


def withdraw(*, drawing_id: UUID, by: Viewer, at: datetime) -> Drawing:
    """The owner takes back what he asked for; again does nothing. Refused: not his, or decided before."""
    with transaction.atomic():
        row = Drawing.objects.filter(pk=drawing_id).first()
        if row is None or not by.sees_client(row.client_id):
            raise NotFound("availability.unknown_drawing", N_("There is no such drawing."))
        by.require_signer(row.client_id)
        drawing = Drawing.objects.select_for_update(of=("self",)).get(pk=drawing_id)
        if drawing.state == "withdrawn":
            return drawing
        if drawing.state != "asked":
            raise Refusal("availability.decided", N_("This drawing was decided before."))
        return _ended(drawing, "withdraw", "", by, at)


def _contract_of(drawing_id: UUID) -> UUID:
    found = Drawing.objects.filter(pk=drawing_id).values_list("contract_id", flat=True).first()
    if found is None:
        raise NotFound("availability.unknown_drawing", N_("There is no such drawing."))
    return found


def _ended(drawing: Drawing, event: str, note: str, by: Viewer, at: datetime) -> Drawing:
    drawing.state = DRAWING.after(drawing.state, event)
    drawing.note, drawing.decided_at, drawing.decided_by = note.strip(), at, by.key
    drawing.save(update_fields=["state", "note", "decided_at", "decided_by"])
    facts = {"number": drawing.number, "state": drawing.state}
    record(action="availability.end", subject=drawing, by=by, at=at, client_id=drawing.client_id, data=facts)
    return drawing
