"""The house's limits of contact: one person proposes others, a second one confirms them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from cessie.domain.audit.record import record
from cessie.domain.collection.models import ContactRule
from cessie.domain.collection.rules.contact import Contact
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def propose_contact(*, rule: Contact, note: str, by: Viewer, at: datetime) -> ContactRule:
    """Limits that hold once another person confirms them; the same that waits already is given back.

    Refused: no right (``NotAllowed``), no words, figures that cannot stand.
    """
    by.require("collection.set_contact")
    wanted = Contact.from_json(rule.to_json()).to_json()
    if not note.strip():
        raise Refusal("collection.no_words", N_("Please say in a few words why."))
    last = ContactRule.objects.select_for_update(of=("self",)).order_by("-number").first()
    if last is not None and last.confirmed_at is None and last.rule == wanted:
        return last
    number = (ContactRule.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    row = ContactRule.objects.create(number=number, rule=wanted, note=note.strip(), proposed_at=at, proposed_by=by.key)
    record(action="collection.set_contact", subject=row, by=by, at=at, data={"number": number})
    return row


@transaction.atomic
def confirm_contact(*, number: int, by: Viewer, at: datetime) -> ContactRule:
    """They hold from now on; again changes nothing.

    Refused: no right or no person (``NotAllowed``), not there (``NotFound``), who proposed them himself.
    """
    by.require("collection.confirm_contact")
    row = ContactRule.objects.select_for_update(of=("self",)).filter(pk=number).first()
    if row is None:
        raise NotFound("collection.no_contact", N_("There are no such limits of contact."))
    if row.confirmed_at is not None:
        return row
    if row.proposed_by == by.key:
        raise Refusal("collection.two_people", N_("Another person confirms what you proposed."))
    row.confirmed_at, row.confirmed_by = at, by.key
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    record(action="collection.confirm_contact", subject=row, by=by, at=at, data={"number": number})
    return row
