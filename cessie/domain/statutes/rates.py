"""The statutory rates that count in this house, and every row that was ever entered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from cessie.domain.statutes.models import StatutoryRate
from cessie.domain.users.rules.viewer import Viewer
from cessie.law.rates import Rate, Rates, project_rates


def rates_in_force(*, known_at: datetime | None = None, more: Iterable[Rate] = ()) -> Rates:
    """The project's rows, replaced or followed by what was confirmed (by a moment); ``more`` shows what would be."""
    rows = StatutoryRate.objects.filter(state="confirmed").order_by("decided_at", "id")
    if known_at is not None:
        rows = rows.filter(decided_at__lte=known_at)
    newest = {row.rate.key: row.rate for row in rows} | {rate.key: rate for rate in more}
    return project_rates().replaced_by(newest.values()) if newest else project_rates()


def entered(*, viewer: Viewer) -> QuerySet[StatutoryRate]:
    """Every row ever entered, newest first; the house's alone."""
    rows = StatutoryRate.objects.order_by("-entered_at", "country", "kind", "first_date")
    return rows if viewer.sees_all else rows.none()
