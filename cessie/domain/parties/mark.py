"""Somebody notes about a company what changes how its invoices are bought; two people end such a note.

A note holds invoices back, so one person is enough for it; without it money leaves that would not have left.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cessie.domain.audit.record import record
from cessie.domain.parties.models import Company, Debtor, Mark
from cessie.domain.parties.rules.marks import MARKS
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def mark(*, company_id: UUID, kind: str, percent: Decimal | None = None, note: str, by: Viewer, at: datetime) -> Mark:
    """Note it from now on; the same again changes nothing but takes back a wish to end it, a larger share ends the
    former note.

    Refused: no right (``NotAllowed``), an unknown company (``NotFound``) or kind, no note, a share that is missing,
    needless or beyond 0 to 100 percent, one that is smaller than the share that holds (two people end that first).
    """
    by.require("parties.mark")
    company = Company.objects.select_for_update(of=("self",), no_key=True).filter(pk=company_id).first()
    if company is None:
        raise NotFound("parties.unknown_company", N_("There is no such company."))
    if kind not in MARKS:
        raise Refusal("parties.unknown_mark", N_("There is no such note."))
    if not note.strip():
        raise Refusal("parties.no_note", N_("Please say how this is known."))
    if MARKS[kind].percent != (percent is not None) or (percent is not None and not 0 < percent <= 100):
        raise Refusal("parties.mark_percent", N_("A share above 0 and up to 100 percent belongs to it."))
    former = Mark.objects.filter(company=company, kind=kind, ended_at__isnull=True).first()
    if former is not None:
        if former.percent == percent:
            return _again(former, by, at)
        if percent is not None and former.percent is not None and percent < former.percent:
            words = N_("A larger share is noted: two people end that first.")
            raise Refusal("parties.smaller_share", words)
        _end(former, by, at)
    row = Mark.objects.create(company=company, kind=kind, percent=percent, note=note.strip(), set_at=at, set_by=by.key)
    facts = {"kind": kind, "percent": f"{percent}" if percent is not None else ""}
    record(action="parties.mark", subject=company, by=by, at=at, data=facts)
    return row


@transaction.atomic
def unmark(*, mark_id: UUID, by: Viewer, at: datetime) -> Mark:
    """The first person asks that it end, another ends it; asked again by the same, or ended, it does nothing.

    Refused: no right or no person (``NotAllowed``), an unknown note (``NotFound``).
    """
    by.require("parties.register")
    row = Mark.objects.select_for_update(of=("self",)).filter(pk=mark_id).select_related("company").first()
    if row is None:
        raise NotFound("parties.unknown_mark", N_("There is no such note."))
    if row.ended_at is not None or row.end_asked_by == f"user:{by.person}":
        return row
    if not row.end_asked_by:
        _wish(row, by.key, at)
        record(action="parties.ask_unmark", subject=row.company, by=by, at=at, data={"kind": row.kind})
        return row
    _end(row, by, at)
    record(action="parties.unmark", subject=row.company, by=by, at=at, data={"kind": row.kind})
    return row


def _again(row: Mark, by: Viewer, at: datetime) -> Mark:
    if row.end_asked_by:
        _wish(row, "", None)
        record(action="parties.keep_mark", subject=row.company, by=by, at=at, data={"kind": row.kind})
    return row


def _wish(row: Mark, asked_by: str, at: datetime | None) -> None:
    row.end_asked_by, row.end_asked_at = asked_by, at
    row.save(update_fields=["end_asked_by", "end_asked_at"])


def _end(row: Mark, by: Viewer, at: datetime) -> None:
    if row.end_asked_by == by.key:  # he who wanted it ended notes a larger share: that agrees to nobody's wish
        _wish(row, "", None)
    row.ended_at, row.ended_by = at, by.key
    row.save(update_fields=["ended_at", "ended_by"])


def marks_of(company_ids: Collection[UUID]) -> dict[UUID, dict[str, Decimal]]:
    """What holds of each company now, with its share (0 where it has none). For jobs."""
    found: dict[UUID, dict[str, Decimal]] = {key: {} for key in company_ids}
    rows = Mark.objects.filter(company__in=company_ids, ended_at__isnull=True)
    for company, kind, percent in rows.values_list("company_id", "kind", "percent"):
        found[company][kind] = percent or Decimal(0)
    return found


def is_marked(debtor_id: UUID, kind: str) -> bool:
    """Whether this holds of a debtor now. For jobs."""
    company = Debtor.objects.filter(pk=debtor_id).values("company")
    return Mark.objects.filter(company__in=company, kind=kind, ended_at__isnull=True).exists()


def marks(*, viewer: Viewer, company_id: UUID) -> QuerySet[Mark]:
    """Every note on a company that holds, for the staff; nothing for others."""
    rows = Mark.objects.filter(company=company_id, ended_at__isnull=True).order_by("set_at", "pk")
    return rows if viewer.sees_all else rows.none()
