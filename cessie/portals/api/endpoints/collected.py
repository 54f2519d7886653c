"""What a principal is told of each month: the list, one line by line, and its paper."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from cessie.domain.collection.models import PrincipalMonth
from cessie.domain.collection.month_paper import told_of
from cessie.domain.collection.queries import principal_months
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.money import Money as Amount
from cessie.lib.reasons import N_
from cessie.portals.api import ids
from cessie.portals.api.asking import CollectedPath, Listing
from cessie.portals.api.collected_shapes import CollectedDetail, CollectedMonth, DossierMonth
from cessie.portals.api.documented import answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.dossier_shapes import RemittanceLine
from cessie.portals.api.paging import by_month
from cessie.portals.api.shapes import Money, Page
from cessie.portals.frame.principal_months import file_of, sums_of

router = Router(tags=["Collection"], auth=Needs("dossiers:read"))


@router.get("/collected", response=answers(Page[CollectedMonth], 422), summary="List what was collected, by month")
def list_collected(request: HttpRequest, asked: Query[Listing]) -> Page[CollectedMonth]:
    """One a month, newest first; made on its second day after the month, once the bank has told of all of it."""
    caller = cast(Call, request).auth
    rows = principal_months(viewer=caller.viewer, client_id=caller.client_id)
    page, behind = by_month(request, asked, "collected", rows)
    return Page[CollectedMonth](data=[CollectedMonth(**_head(row)) for row in page], next_cursor=behind)


@router.get("/collected/{collected_id}", response=answers(CollectedDetail, 404), summary="What a month brought")
def read_collected(request: HttpRequest, collected_id: CollectedPath) -> CollectedDetail:
    """Each movement with its balance, and each dossier with its phase."""
    row = _one(request, collected_id)
    told = told_of(row)
    return CollectedDetail(
        **_head(row),
        lines=[
            RemittanceLine(
                kind=line.kind, day=line.day, dossier=told.number(line.dossier), amount=Money.of(line.amount),
                balance=Money.of(line.balance),
            )
            for line in told.lines
        ],
        dossiers=[
            DossierMonth(
                dossier=told.number(each.dossier), debtor=told.debtor(each.dossier), phase=each.phase,
                received=Money.of(each.received), principal=Money.of(each.settled.principal),
                interest=Money.of(each.settled.interest), costs=Money.of(each.settled.costs),
                billed=Money.of(each.billed), open=Money.of(each.open),
            )
            for each in told.dossiers
        ],
    )  # fmt: skip


@router.get("/collected/{collected_id}/paper", response=answers(None, 404), summary="The same as PDF")
def read_collected_paper(request: HttpRequest, collected_id: CollectedPath) -> HttpResponse:
    """Made with the statement; 404 until then."""
    return file_of(cast(Call, request).auth.viewer, _one(request, collected_id).pk, "pdf")


def _one(request: HttpRequest, collected_id: str) -> PrincipalMonth:
    caller, key = cast(Call, request).auth, ids.key_of(ids.COLLECTED, collected_id)
    row = principal_months(viewer=caller.viewer, client_id=caller.client_id).filter(pk=key).first()
    if row is None:
        raise NotFound("collection.unknown_month", N_("There is no such statement."))
    return row


def _head(row: PrincipalMonth) -> dict[str, Any]:
    sums = sums_of(row)
    return {
        "id": ids.shown(ids.COLLECTED, row.pk), "number": row.number, "month": row.month,
        "opening": Money.of(Amount(row.opening_cents, row.currency)), "received": Money.of(sums["came"]),
        "cost": Money.of(sums["cost"]), "passed_on": Money.of(sums["passed_on"]),
        "closing": Money.of(Amount(row.closing_cents, row.currency)), "made_at": row.made_at,
        "paper": row.document_id is not None,
    }  # fmt: skip
