"""Take what names a company out of the house: asked by one person and done by another, or by the run when it is time.

Whether the law lets it go is for whoever calls (``workflows.house.forgetting``): the books are not known here.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.parties.models import Company, CompanyErasure, Identifier
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


class SamePerson(Refusal):
    """Whoever asked for it cannot do it."""


@transaction.atomic
def ask_erasure(*, company_id: UUID, by: Viewer, at: datetime) -> CompanyErasure:
    """Note that a company (a sole trader, say) asked to be forgotten; another colleague must do it. Again: the same.

    Refused: no right or no person (``NotAllowed``), an unknown company (``NotFound``).
    """
    by.require("users.erase")
    company = _locked(company_id)
    asked, is_new = CompanyErasure.objects.get_or_create(company=company, defaults={"asked_at": at, "asked_by": by.key})
    if is_new:
        record(action="parties.ask_erasure", subject=company, by=by, at=at)
    return asked


@transaction.atomic
def end_erasure(*, company_id: UUID, by: Viewer, at: datetime) -> None:
    """Withdraw what was asked for, by the same person or another; nothing was asked: nothing is done."""
    by.require("users.erase")
    company = _locked(company_id)
    if CompanyErasure.objects.filter(company=company, done_at__isnull=True).delete()[0]:
        record(action="parties.end_erasure", subject=company, by=by, at=at)


@transaction.atomic
def erase(*, company_id: UUID, by: Viewer, at: datetime) -> bool:
    """Its numbers go and its erasure is noted; whether it is new. The caller empties the columns in this transaction.

    A person does it after another asked; the run (system) when the company's time is over, asked or not.
    Refused: no right (``NotAllowed``), nobody asked (``NotFound``), whoever asked (``SamePerson``; the database too).
    """
    by.require("house.erase")
    company = _locked(company_id)
    asked = CompanyErasure.objects.select_for_update(of=("self",)).filter(company=company).first()
    if asked is not None and asked.done_at is not None:
        return False
    if asked is None and by.kind != "system":
        raise NotFound("parties.erasure_not_asked", N_("Nobody asked that this company be forgotten."))
    if asked is not None and asked.asked_by == by.key:
        raise SamePerson("parties.erasure_same_person", N_("Another person than the one who asked for it must do it."))
    row = asked or CompanyErasure(company=company)
    row.done_at, row.done_by = at, by.key
    row.save()
    Identifier.objects.filter(company=company).delete()
    record(action="parties.erase", subject=company, by=by, at=at)
    return True


def _locked(company_id: UUID) -> Company:
    company = Company.objects.select_for_update(of=("self",)).filter(pk=company_id).first()
    if company is None:
        raise NotFound("parties.unknown_company", N_("There is no such company."))
    return company
