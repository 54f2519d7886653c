"""A company that asks to be financed is noted, and joined to the client that it becomes."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.onboarding.models import Applicant
from cessie.domain.onboarding.queries import own_applicant
from cessie.domain.onboarding.rules.accounts import bare
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal

NAME_LIMIT: Final = 120  # characters


@transaction.atomic
def take_in(*, name: str, number: str, by: Viewer, at: datetime) -> Applicant:
    """The company; one of the same number is the same one. Refused: no right (``NotAllowed``), no name or too long."""
    by.require("onboarding.assess")
    called, compacted = tidy(name), bare(number)[:NAME_LIMIT]
    first = {"name": called, "shown_at": at, "shown_by": by.key, "added_at": at, "added_by": by.key}
    if compacted:
        row, fresh = Applicant.objects.get_or_create(number=compacted, through=None, defaults=first)
    else:
        row, fresh = Applicant.objects.create(number="", **first), True
    if fresh:
        record(action="onboarding.take_in", subject=row, by=by, at=at)
    return row


@transaction.atomic
def join(*, applicant_id: UUID, client_id: UUID, by: Viewer, at: datetime) -> Applicant:
    """It is this client: its assessments stand with his contracts. The same again changes nothing.

    Refused: no right (``NotAllowed``), unknown to him (``NotFound``), joined to another.
    """
    by.require("onboarding.assess")
    row = own_applicant(by, applicant_id, lock=True)
    client = Client.objects.filter(pk=client_id).first()
    if client is None or not by.sees_client(client_id):
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    if row.client_id == client.pk:
        return row
    if row.client_id is not None:
        raise Refusal("onboarding.joined", N_("This company belongs to another client already."))
    row.client = client
    row.save(update_fields=["client"])
    record(action="onboarding.join", subject=row, by=by, at=at, client_id=client.pk)
    return row


def tidy(name: str) -> str:
    """The name without needless blanks; refused where there is none or it is too long."""
    called = " ".join(name.split())
    if not called or len(called) > NAME_LIMIT:
        raise Refusal("onboarding.name", N_("A company needs a name of at most {most} characters."), most=NAME_LIMIT)
    return called
