"""The debtors to whom the client sells."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from cessie.domain.parties.known_debtors import known_debtors
from cessie.portals.api import ids
from cessie.portals.api.asking import Listing, Words
from cessie.portals.api.cursors import cursor_of, place_of, question_of
from cessie.portals.api.documented import answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.shapes import Debtor, Page

router = Router(tags=["Debtors"])


class Filters(Listing):
    """What a list of debtors may be asked for."""

    q: Words | None = Field(None, description="A part of the name.")


@router.get(
    "/debtors", auth=Needs("debtors:read"), response=answers(Page[Debtor], 422), summary="List debtors, by name"
)
def list_debtors(request: HttpRequest, asked: Query[Filters]) -> Page[Debtor]:
    """Those with whom you have invoices here, with the numbers by which we know them."""
    caller = cast(Call, request).auth
    question = question_of(caller, "debtors", {"q": asked.q})
    place = place_of(asked.cursor, question)
    rows = known_debtors(
        viewer=caller.viewer,
        client_id=caller.client_id,
        text=asked.q or "",
        after=(place[0], UUID(place[1])) if place else None,
        limit=asked.limit + 1,
    )
    page = rows[: asked.limit]
    behind = cursor_of((page[-1].sort_name, page[-1].id.hex), question) if len(rows) > asked.limit else None
    data = [
        Debtor(
            id=ids.shown(ids.DEBTOR, row.id),
            name=row.name,
            country=row.country,
            numbers=list(row.numbers),
            reference=row.reference,
        )
        for row in page
    ]
    return Page[Debtor](data=data, next_cursor=behind)
