"""Take a broker in, let his people in, and end it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.comparison.models import Broker, Person
from cessie.domain.comparison.rights import no_broker
from cessie.domain.parties.models import Company
from cessie.domain.users.create import create
from cessie.domain.users.invite import Invited, new_invitation
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


@transaction.atomic
def add_broker(*, company_id: UUID, by: Viewer, at: datetime) -> Broker:
    """The company's people may compare offers for their customers; again changes nothing. Locks the company.

    Refused: no right (``NotAllowed``), an unknown company (``NotFound``).
    """
    by.require("comparison.set")
    company = Company.objects.select_for_update(of=("self",), no_key=True).filter(pk=company_id).first()
    if company is None:
        raise NotFound("parties.unknown_company", N_("There is no such company."))
    row, fresh = Broker.objects.get_or_create(
        company=company, ended_at=None, defaults={"since_at": at, "added_by": by.key}
    )
    if fresh:
        record(action="comparison.broker", subject=row, by=by, at=at, data={})
    return row


@transaction.atomic
def invite_person(*, broker_id: UUID, email: str, name: str, language: str, by: Viewer, at: datetime) -> Invited:
    """A login for somebody of the broker: he chooses his password by the link. Locks the broker.

    Refused: no right (``NotAllowed``), an unknown broker or one that was ended (``NotFound``), as ``users.create``.
    """
    by.require("comparison.set")
    row = Broker.objects.select_for_update(of=("self",)).filter(pk=broker_id, ended_at__isnull=True).first()
    if row is None:
        raise no_broker()
    user = create(email=email, name=name, kind="broker", language=language, by=by, at=at)
    Person.objects.create(broker=row, user=user, since_at=at)
    record(action="comparison.let_in", subject=row, by=by, at=at, data={"user": str(user.pk)})
    return new_invitation(user, by=by, at=at)


@transaction.atomic
def end_person(*, person_id: UUID, by: Viewer, at: datetime) -> Person:
    """He sees nothing of the broker any more; again changes nothing. Refused: no right, unknown (``NotFound``)."""
    by.require("comparison.set")
    row = Person.objects.select_for_update(of=("self",)).select_related("broker").filter(pk=person_id).first()
    if row is None:
        raise NotFound("comparison.no_person", N_("There is no such person."))
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        record(action="comparison.let_out", subject=row.broker, by=by, at=at, data={"user": str(row.user_id)})
    return row


@transaction.atomic
def end_broker(*, broker_id: UUID, by: Viewer, at: datetime) -> Broker:
    """His people see nothing any more; again changes nothing. Refused: no right, unknown (``NotFound``)."""
    by.require("comparison.set")
    row = Broker.objects.select_for_update(of=("self",)).filter(pk=broker_id).first()
    if row is None:
        raise no_broker()
    if row.ended_at is None:
        row.ended_at, row.ended_by = at, by.key
        row.save(update_fields=["ended_at", "ended_by"])
        record(action="comparison.end_broker", subject=row, by=by, at=at, data={})
    return row
