"""The morning of the collection desk: runs to look through, whom to call first, what came back, who still waits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cessie.domain.correspondence import queries as letters
from cessie.domain.correspondence.threads import notes
from cessie.domain.disputes import queries as disputes
from cessie.domain.dunning.queries import runs, touches
from cessie.domain.mandates import queries as mandates
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.staff.desk import show

#: Rows of each list, and for how many days what came back is news.
SHOWN: Final = 10
NEWS: Final = timedelta(days=7)


@require_safe
@for_kind("staff")
def today(request: Visit) -> HttpResponse:
    """What waits today, each list with the first of its rows and how many there are."""
    viewer, now = request.viewer, timezone.now()
    on = booking_day(now)
    return show(
        request,
        "today",
        on=on,
        runs=_first(runs(viewer=viewer).filter(state="draft")),
        calls=_first(touches(viewer=viewer, states=("calling",), sort="-amount")),
        offers=_first(touches(viewer=viewer, states=("offered",), sort="-amount")),
        returns=_returns(viewer, on),
        back=_first(letters.messages(viewer=viewer, states=("bounced", "failed")).filter(written_at__gte=now - NEWS)),
        late=_first(disputes.matching(viewer=viewer, states=("open",)).filter(answer_by__lt=on)),
        unread=_first(notes(viewer=viewer, unread=True)),
    )


def _first(rows: QuerySet[Any]) -> dict[str, Any]:
    return {"rows": list(rows[:SHOWN]), "count": rows.count()}


def _returns(viewer: Viewer, on: date) -> dict[str, Any]:
    """Direct debits that failed lately, as their list shows them."""
    rows = mandates.collections(viewer, states=("rejected", "returned")).filter(collection_date__gte=on - NEWS)
    return {"rows": mandates.fetched(rows[:SHOWN], on=on), "count": rows.count()}
