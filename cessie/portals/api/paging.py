"""A page of a list: the rows behind the caller's cursor, and the cursor behind those."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from cessie.portals.api.asking import Listing
from cessie.portals.api.cursors import cursor_of, place_of, question_of
from cessie.portals.api.door import Call

_Row = TypeVar("_Row", bound=Model)
_Place = tuple[str, str]


def newest_first(
    request: HttpRequest, asked: Listing, path: str, rows: QuerySet[_Row]
) -> tuple[list[_Row], str | None]:
    """By key, which counts up in time; a cursor that is false, or of other filters, is refused (422)."""

    def behind(place: _Place) -> Q:
        return Q(pk__lt=UUID(place[1]))

    def place(row: _Row) -> _Place:
        return "", row.pk.hex

    return _page(request, asked, path, rows.order_by("-pk"), behind, place)


def by_month(request: HttpRequest, asked: Listing, path: str, rows: QuerySet[_Row]) -> tuple[list[_Row], str | None]:
    """By the ``month`` of each row, the newest first; a false cursor is refused (422)."""

    def behind(place: _Place) -> Q:
        month = date.fromisoformat(place[0])
        return Q(month__lt=month) | Q(month=month, pk__gt=UUID(place[1]))

    def place(row: _Row) -> _Place:
        return cast(Any, row).month.isoformat(), row.pk.hex

    return _page(request, asked, path, rows.order_by("-month", "pk"), behind, place)


def _page(
    request: HttpRequest,
    asked: Listing,
    path: str,
    rows: QuerySet[_Row],
    behind: Callable[[_Place], Q],
    place: Callable[[_Row], _Place],
) -> tuple[list[_Row], str | None]:
    """One row more than asked for tells whether there is a next page."""
    filters = asked.model_dump(exclude={*Listing.model_fields})
    question = question_of(cast(Call, request).auth, path, filters)
    start = place_of(asked.cursor, question)
    found = list((rows.filter(behind(start)) if start else rows)[: asked.limit + 1])
    page = found[: asked.limit]
    return page, cursor_of(place(page[-1]), question) if found[asked.limit :] else None
