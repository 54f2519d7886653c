"""Take a lawyer or a bailiff among the house's partners, let his people in, and end it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.parties.models import Company
from cessie.domain.proceedings.models import ROLES, Partner, Person
from cessie.domain.users.create import create
from cessie.domain.users.invite import Invited, new_invitation
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def add_partner(*, company_id: UUID, role: str, districts: Sequence[str], by: Viewer, at: datetime) -> Partner:
    """The company is a partner in this role; again changes its districts. Locks the company.

    Refused: no right (``NotAllowed``), an unknown company (``NotFound``), a role that is none.
    """
    by.require("proceedings.set")
    company = Company.objects.select_for_update(of=("self",), no_key=True).filter(pk=company_id).first()
    if company is None:
        raise NotFound("parties.unknown_company", N_("There is no such company."))
    if role not in ROLES:
        raise Refusal("proceedings.role", N_("A partner is a lawyer or a bailiff."))
    where = sorted({each.strip() for each in districts if each.strip()})
    row, fresh = Partner.objects.get_or_create(
        company=company, role=role, ended_at=None, defaults={"districts": where, "since_at": at, "added_by": by.key}
    )
    if fresh or row.districts != where:
        row.districts = where
        row.save(update_fields=["districts"])
        record(action="proceedings.partner", subject=row, by=by, at=at, data={"role": role, "districts": where})
    return row


@transaction.atomic
def let_person_in(*, partner_id: UUID, user_id: UUID, by: Viewer, at: datetime) -> Person:
    """A login of the kind ``partner`` sees what is given to this partner; again changes nothing.

    Refused: no right (``NotAllowed``), unknown (``NotFound``), a login of another kind, or of another partner.
    """
    by.require("proceedings.set")
    partner = Partner.objects.select_for_update(of=("self",)).filter(pk=partner_id, ended_at__isnull=True).first()
    user = User.objects.filter(pk=user_id).first()
    if partner is None or user is None:
        raise NotFound("proceedings.no_partner", N_("There is no such partner."))
    if user.kind != "partner":
        raise Refusal("proceedings.kind", N_("Only a login for partners sees what is given to a partner."))
    row, fresh = Person.objects.get_or_create(user=user, ended_at=None, defaults={"partner": partner, "since_at": at})
    if row.partner_id != partner.pk:
        raise Refusal("proceedings.of_another", N_("This login belongs to another partner."))
    if fresh:
        record(action="proceedings.let_in", subject=partner, by=by, at=at, data={"user": str(user.pk)})
    return row


@transaction.atomic
def end_partner(*, partner_id: UUID, by: Viewer, at: datetime) -> Partner:
    """No case is given to him any more and his people see nothing; again changes nothing.

    Refused: no right (``NotAllowed``), unknown (``NotFound``).
    """
    by.require("proceedings.set")
    row = Partner.objects.select_for_update(of=("self",)).filter(pk=partner_id).first()
    if row is None:
        raise NotFound("proceedings.no_partner", N_("There is no such partner."))
    if row.ended_at is None:
        row.ended_at, row.ended_by = at, by.key
        row.save(update_fields=["ended_at", "ended_by"])
        record(action="proceedings.end_partner", subject=row, by=by, at=at, data={})
    return row


@transaction.atomic
def invite_person(*, partner_id: UUID, email: str, name: str, language: str, by: Viewer, at: datetime) -> Invited:
    """A login for somebody of the partner: he chooses his password by the link, and sees what is given to the partner.

    Refused: no right to make logins (``NotAllowed``), an unknown partner (``NotFound``), as ``users.create``.
    """
    user = create(email=email, name=name, kind="partner", language=language, by=by, at=at)
    let_person_in(partner_id=partner_id, user_id=user.pk, by=by, at=at)
    return new_invitation(user, by=by, at=at)


@transaction.atomic
def end_person(*, person_id: UUID, by: Viewer, at: datetime) -> Person:
    """He sees nothing of the partner any more; again changes nothing. Refused: no right, unknown (``NotFound``)."""
    by.require("proceedings.set")
    row = Person.objects.select_for_update(of=("self",)).select_related("partner").filter(pk=person_id).first()
    if row is None:
        raise NotFound("proceedings.no_person", N_("There is no such person."))
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        record(action="proceedings.let_out", subject=row.partner, by=by, at=at, data={"user": str(row.user_id)})
    return row
