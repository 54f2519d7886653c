"""What debtors contest of the client's invoices, and his decisions on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from cessie.domain.disputes import queries as disputes
from cessie.domain.disputes.models import SIDES
from cessie.domain.disputes.models import Dispute as Row
from cessie.domain.disputes.resolve import resolve
from cessie.domain.disputes.rules.grounds import GROUNDS
from cessie.domain.disputes.rules.states import DISPUTE
from cessie.domain.keys.rules.scopes import DECIDE
from cessie.lib.money import Money as Amount
from cessie.portals.api import ids
from cessie.portals.api.asking import DisputePath, Listing
from cessie.portals.api.documented import CHANGING, ONCE, answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.once import once
from cessie.portals.api.paging import newest_first
from cessie.portals.api.shapes import InvoiceId, Money, Page, Shape

router = Router(tags=["Disputes"])

Words = Annotated[
    str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$", description="The debtor reads them.")
]
DisputeId = Annotated[str, Field(pattern=ids.pattern(ids.DISPUTE))]
_STATES = list(DISPUTE.states)
State = Annotated[str, Field(pattern=f"^({'|'.join(_STATES)})$", json_schema_extra={"enum": _STATES})]


class Said(Shape):
    """One word in a dispute."""

    event: str
    side: Annotated[str, Field(json_schema_extra={"enum": list(SIDES)})]
    words: str
    at: datetime


class Dispute(Shape):
    """One dispute; ``amount`` is what it is about now, at most what is open on the invoice."""

    id: DisputeId
    invoice_id: InvoiceId
    number: str
    ground: Annotated[str, Field(json_schema_extra={"enum": sorted(GROUNDS)})]
    state: State
    amount: Money
    raised_at: datetime
    answer_by: date
    said: list[Said]


class Decision(Shape):
    """How a dispute ends. ``credit`` is asked for with ``resolve_partly`` alone."""

    how: Literal["resolve_pay", "resolve_credit", "resolve_partly"]
    words: Annotated[
        str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*$", description="The debtor reads them.")
    ]
    credit: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]{2}$", examples=["40.00"])] | None = None


class Filters(Listing):
    """What a list of disputes may be asked for."""

    state: State | None = None


@router.get("/disputes", auth=Needs("disputes:read"), response=answers(Page[Dispute], 422), summary="List disputes")
def list_disputes(request: HttpRequest, asked: Query[Filters]) -> Page[Dispute]:
    """What debtors contest of your invoices, newest first."""
    caller = cast(Call, request).auth
    rows = disputes.matching(
        viewer=caller.viewer, client_id=caller.client_id, states=(asked.state,) if asked.state else ()
    )
    page, behind = newest_first(request, asked, "disputes", rows)
    return Page[Dispute](data=[_shape(each) for each in disputes.facts_of(page)], next_cursor=behind)


@router.post(
    "/disputes/{dispute_id}/resolve",
    auth=Needs(DECIDE),
    response=answers(Dispute, 404, *CHANGING),
    openapi_extra=ONCE,
    summary="Decide a dispute",
)
def resolve_dispute(request: HttpRequest, dispute_id: DisputePath, decision: Decision) -> HttpResponse:
    """The debtor pays after all, or is credited wholly or in part. The credit note itself you send as ever; until it is
    in the books nobody presses for that part."""
    call, key = cast(Call, request), ids.key_of(ids.DISPUTE, dispute_id)
    viewer = call.auth.viewer

    def act() -> tuple[int, Dispute]:
        credit = Amount.parse(decision.credit) if decision.credit else None
        resolve(dispute_id=key, how=decision.how, words=decision.words, credit=credit, by=viewer, at=timezone.now())
        return 200, _shape(disputes.dispute(viewer=viewer, dispute_id=key))

    return once(call, decision.model_dump_json().encode(), act=act)


def _shape(facts: disputes.DisputeFacts) -> Dispute:
    row: Row = facts.row
    return Dispute(
        id=ids.shown(ids.DISPUTE, row.pk),
        invoice_id=ids.shown(ids.INVOICE, row.invoice_id),
        number=row.invoice.number,
        ground=row.ground,
        state=row.state,
        amount=Money.of(facts.amount),
        raised_at=row.raised_at,
        answer_by=row.answer_by,
        said=[Said(event=turn.event, side=turn.side, words=turn.words, at=turn.at) for turn in facts.turns],
    )
