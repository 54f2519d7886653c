"""One letter to a debtor with everything that proves it, and the decisions that can be taken on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cessie.domain.audit.queries import history
from cessie.domain.correspondence import queries as letters
from cessie.domain.correspondence.rules.address import Recipient
from cessie.domain.correspondence.rules.papers import paper_from
from cessie.domain.correspondence.rules.papers.notice import Notice
from cessie.domain.correspondence.rules.states import MESSAGE, TOLD
from cessie.domain.keys.queries import names_of
from cessie.lib.money import Money
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.staff.desk import show


@require_safe
@for_kind("staff")
def letter(request: Visit, letter_id: UUID) -> HttpResponse:
    """The page of one letter."""
    viewer = request.viewer
    row = letters.message(viewer=viewer, message_id=letter_id)
    trail = list(history(subject=row, viewer=viewer)[:100])
    may = viewer.may("correspondence.decide")
    return show(
        request,
        "letter",
        letter=row,
        considered=[_seen(each) for each in row.considered],
        concerned=row.concerns.select_related("client__company").order_by("place").distinct("place"),
        evidence=row.evidence.select_related("document").order_by("at", "pk"),
        says=paper_from(row.kind, row.says),
        is_notice=row.kind == Notice.kind,
        to=Recipient.from_json(row.recipient),
        attempts=row.attempts.order_by("number"),
        chain=[one for one in letters.chain(viewer=viewer, of=row) if one.pk != row.pk],
        trail=trail,
        names=names_of({event.actor for event in trail} | {row.written_by}, viewer=viewer),
        may_bounce=may and MESSAGE.allows(row.state, "bounce"),
        may_deliver=may and MESSAGE.allows(row.state, "deliver"),
        may_settle=may and row.state == "unsure",
        may_resend=may and row.kind == Notice.kind and row.state in TOLD,
    )


def _seen(each: Mapping[str, Any]) -> tuple[str, Money | None, Mapping[str, Any] | None]:
    """A channel that was considered: its name, what it costs on average, and what spoke against it."""
    expected = each.get("expected")
    return each["channel"], Money(expected) if expected is not None else None, each.get("no")
