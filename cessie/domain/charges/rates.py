"""The reference rates that count: confirmed ones, of each day the newest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from cessie.domain.charges import models
from cessie.domain.charges.rules.rates import FRESH
from cessie.domain.users.rules.viewer import Viewer
from cessie.terms.interest import Fixing

#: A contract that resets each quarter looks back so far.
QUARTER = timedelta(days=92)


def fixings(
    references: Collection[str], first: date, last: date, *, known_at: datetime | None = None
) -> dict[str, tuple[Fixing, ...]]:
    """By reference, the values that may count from ``first`` to ``last``; ``known_at``: confirmed by that moment."""
    rows = models.Fixing.objects.filter(
        state="confirmed", reference__in=references, valid_from__gte=first - QUARTER - FRESH, valid_from__lte=last
    )
    if known_at is not None:
        rows = rows.filter(decided_at__lte=known_at)
    newest: dict[tuple[str, date], Fixing] = {}
    for row in rows.order_by("valid_from", "decided_at", "id"):
        newest[row.reference, row.valid_from] = Fixing(row.valid_from, row.value)
    found: dict[str, list[Fixing]] = {reference: [] for reference in references}
    for (reference, _day), fixing in newest.items():
        found[reference].append(fixing)
    return {reference: tuple(values) for reference, values in found.items()}


def changed_since(at: datetime) -> dict[str, date]:
    """By reference, the first day whose value was confirmed after a moment."""
    found: dict[str, date] = {}
    for row in models.Fixing.objects.filter(state="confirmed", decided_at__gt=at).order_by("-valid_from"):
        found[row.reference] = row.valid_from
    return found


def rate_rows(*, viewer: Viewer, reference: str = "", which: str = "") -> QuerySet[models.Fixing]:
    """Every rate ever entered, newest day first; the house's alone."""
    rows = models.Fixing.objects.order_by("-valid_from", "reference", "-entered_at")
    if not viewer.sees_all:
        return rows.none()
    if reference:
        rows = rows.filter(reference=reference)
    return rows.filter(Q(state=which) if which else Q())
