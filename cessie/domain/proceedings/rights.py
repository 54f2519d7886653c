"""Whose a case is: the staff's, and of the partners to whom it is given. A principal's page asks for his dossiers."""

from __future__ import annotations

from typing import Literal, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from cessie.domain.proceedings.models import Assignment, Case, Partner, Person
from cessie.domain.proceedings.rules.states import GIVEN
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.law.procedures.machine import Role
from cessie.lib.reasons import N_

Side = Literal["staff", "lawyer", "bailiff", "debtor"]
#: Whose acts a side may report: the staff all of them, with the paper that shows it.
REPORTS: dict[str, frozenset[Role]] = {
    "lawyer": frozenset({"lawyer", "court"}),
    "bailiff": frozenset({"bailiff", "debtor", "court"}),
    "debtor": frozenset({"debtor"}),
}


def partner_of(viewer: Viewer) -> Partner | None:
    """The partner for whom somebody logs in; None for everybody else."""
    if viewer.kind != "partner" or viewer.user_id is None:
        return None
    row = Person.objects.filter(user_id=viewer.user_id, ended_at__isnull=True, partner__ended_at__isnull=True)
    found = row.select_related("partner__company").first()
    return found.partner if found else None


def visible(viewer: Viewer) -> QuerySet[Case]:
    """The cases that exist for the viewer."""
    rows = Case.objects.select_related("dossier__debtor__company", "dossier__client__company")
    if viewer.sees_all:
        return rows
    partner = partner_of(viewer)
    if partner is None:
        return rows.none()
    given = Assignment.objects.filter(case=OuterRef("pk"), partner=partner, state__in=GIVEN)
    return rows.filter(Exists(given))


def owed_by(viewer: Viewer) -> QuerySet[Case]:
    """The cases against a debtor who came by his link: he answers in them, and reads nothing else of them."""
    if viewer.owes is None:
        return Case.objects.none()
    client, debtor = viewer.owes
    return Case.objects.select_related("dossier__debtor__company", "dossier__client__company").filter(
        dossier__client_id=client, dossier__debtor_id=debtor
    )


def unknown() -> NotFound:
    """What is not his does not exist."""
    return NotFound("proceedings.unknown", N_("There is no such case."))


def locked(case_id: UUID, by: Viewer) -> Case:
    """The case under the lock of its row; ``NotFound`` where it is not the viewer's."""
    rows = visible(by) if by.owes is None else owed_by(by)
    found = rows.filter(pk=case_id).select_for_update(of=("self",)).first()
    if found is None:
        raise unknown()
    return found


def side_of(viewer: Viewer) -> Side:
    """On whose side the viewer speaks; what the house does by itself is the staff's."""
    partner = partner_of(viewer)
    if partner is not None:
        return cast(Side, partner.role)
    return "debtor" if viewer.kind == "debtor" else "staff"


def accepted(case: Case, by: Viewer) -> Assignment | None:
    """The assignment by which a partner works on the case; None for the staff, and for the debtor whose case it is.

    Refused (``NotAllowed``): the staff without the right, a partner who has not taken the case.
    """
    partner = partner_of(by)
    if partner is None:
        if by.owes is None:
            by.require("proceedings.work")
        return None
    row = Assignment.objects.filter(case=case, partner=partner, state="accepted").first()
    if row is None:
        raise NotAllowed("proceedings.not_taken", N_("Take the case first."))
    return row
