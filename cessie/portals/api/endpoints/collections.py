"""What is fetched on the client's invoices under mandates, and what settled the invoices that are managed for him."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, cast
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from cessie.domain.managed import queries as managed
from cessie.domain.managed.rules.kinds import KINDS
from cessie.domain.managed.rules.states import SETTLEMENT
from cessie.domain.mandates import queries
from cessie.domain.mandates.rules.states import COLLECTION
from cessie.lib.days import booking_day
from cessie.portals.api import ids
from cessie.portals.api.asking import Listing
from cessie.portals.api.cursors import cursor_of, place_of, question_of
from cessie.portals.api.documented import answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.paging import newest_first
from cessie.portals.api.shapes import InvoiceId, Money, Page, Shape

router = Router(tags=["Direct debit"])

_STATES = list(COLLECTION.states)
State = Annotated[str, Field(pattern=f"^({'|'.join(_STATES)})$", json_schema_extra={"enum": _STATES})]


class Collection(Shape):
    """One amount of one invoice fetched, or to be fetched, on one day."""

    id: Annotated[str, Field(pattern=ids.pattern(ids.COLLECTION))]
    invoice_id: InvoiceId
    number: str
    mandate: str = Field(description="The reference of the mandate.")
    amount: Money
    day: date
    told_date: date | None = Field(description="When the debtor was told of it.")
    state: State
    code: str = Field(description="The bank's reason of a rejection or return (ISO 20022), else blank.")
    meaning: str
    provisional_until: date | None = Field(description="Until when the debtor may take back what came.")


class Settlement(Shape):
    """What settled (part of) an invoice that is managed for you: money on your account, or a credit note."""

    id: Annotated[str, Field(pattern=ids.pattern(ids.SETTLEMENT))]
    invoice_id: InvoiceId
    number: str
    kind: Annotated[str, Field(json_schema_extra={"enum": list(KINDS)})]
    state: Annotated[str, Field(json_schema_extra={"enum": list(SETTLEMENT.states)})]
    amount: Money
    paid_date: date
    payer: str = Field(description="As your bank names him.")
    credit_note: str
    made_at: datetime
    undone_at: datetime | None = Field(description="When it was taken back: the payment was returned, or given anew.")


class Filters(Listing):
    """What a list of collections may be asked for."""

    state: State | None = None


@router.get(
    "/collections",
    auth=Needs("mandates:read"),
    response=answers(Page[Collection], 422),
    summary="List collections",
)
def list_collections(request: HttpRequest, asked: Query[Filters]) -> Page[Collection]:
    """What is fetched on your invoices, newest first: what waits, what came and until when it may go back, what failed
    and why."""
    caller = cast(Call, request).auth
    rows = queries.collections(caller.viewer, states=(asked.state,) if asked.state else ())
    page, behind = newest_first(request, asked, "collections", rows)
    found = queries.fetched(page, on=booking_day(timezone.now()))
    return Page[Collection](data=[_collection(each) for each in found], next_cursor=behind)


@router.get(
    "/settlements",
    auth=Needs("invoices:read"),
    response=answers(Page[Settlement], 422),
    summary="List what settled managed invoices",
)
def list_settlements(request: HttpRequest, asked: Query[Listing]) -> Page[Settlement]:
    """Newest first. What was taken back keeps its place and says when."""
    caller = cast(Call, request).auth
    question = question_of(caller, "settlements", {})
    place = place_of(asked.cursor, question)
    rows = managed.settlements(
        viewer=caller.viewer,
        client_id=caller.client_id,
        after=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
        limit=asked.limit + 1,
    )
    page = rows[: asked.limit]
    last = (page[-1].made_at.isoformat(), page[-1].id.hex) if len(rows) > asked.limit else None
    data = [_settlement(each) for each in page]
    return Page[Settlement](data=data, next_cursor=cursor_of(last, question) if last else None)


def _collection(row: queries.Fetched) -> Collection:
    return Collection(
        id=ids.shown(ids.COLLECTION, row.id),
        invoice_id=ids.shown(ids.INVOICE, row.invoice_id),
        number=row.number,
        mandate=row.mandate,
        amount=Money.of(row.amount),
        day=row.day,
        told_date=row.notified,
        state=row.state,
        code=row.code,
        meaning=_(row.meaning) if row.meaning else "",
        provisional_until=row.firm.refundable_until if row.firm and row.firm.provisional else None,
    )


def _settlement(row: managed.SettlementFacts) -> Settlement:
    return Settlement(
        id=ids.shown(ids.SETTLEMENT, row.id),
        invoice_id=ids.shown(ids.INVOICE, row.invoice_id),
        number=row.number,
        kind=row.kind,
        state=row.state,
        amount=Money.of(row.amount),
        paid_date=row.paid_date,
        payer=row.payer,
        credit_note=row.credit_note,
        made_at=row.made_at,
        undone_at=row.undone_at,
    )
