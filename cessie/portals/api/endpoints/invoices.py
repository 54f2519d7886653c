"""Read invoices: the list and what is new in it, one with its figures, its doubts, its life, and its original."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, cast
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from cessie.domain.documents import queries as documents
from cessie.domain.invoices import moments, queries
from cessie.domain.invoices.models import Invoice as InvoiceRow
from cessie.domain.invoices.rules.states import INVOICE
from cessie.domain.purchase import moments as offering
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import moments as booking
from cessie.lib.days import booking_day
from cessie.portals.api import ids
from cessie.portals.api.asking import Day, InvoicePath, Listing, Moment, Words
from cessie.portals.api.cursors import cursor_of, place_of, question_of
from cessie.portals.api.documented import answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.shapes import (
    DebtorName,
    Finding,
    Findings,
    Invoice,
    InvoiceDetail,
    Money,
    Page,
    Reason,
    Step,
    Timeline,
    money_of,
)
from cessie.portals.frame.download import original
from cessie.portals.frame.invoice_life import life_of, standing_of
from cessie.portals.frame.rows import rows_of
from cessie.portals.frame.templatetags.cessie import in_words
from cessie.portals.frame.timeline import timeline

READ = Needs("invoices:read")
router = Router(tags=["Invoices"], auth=READ)
_STATES = list(INVOICE.states)


class Filters(Listing):
    """What a list of invoices may be asked for."""

    state: Annotated[str, Field(pattern=f"^({'|'.join(_STATES)})$", json_schema_extra={"enum": _STATES})] | None = None
    q: Words | None = Field(
        None, description="Begins the number, is in the debtor's name, or is the payment reference."
    )
    debtor: Annotated[str, Field(pattern=ids.pattern(ids.DEBTOR))] | None = None
    due_from: Day | None = None
    due_until: Day | None = None
    updated_since: Moment | None = Field(
        None,
        description="Only those of which something changed after this moment. Ask with a minute of overlap: what is "
        "being written while you ask may carry an earlier moment.",
    )


@router.get("/invoices", response=answers(Page[Invoice], 404, 422), summary="List invoices, newest first")
def list_invoices(request: HttpRequest, asked: Query[Filters]) -> Page[Invoice]:
    """Everything that you handed in, by the moment of its arrival. `updated_since` finds what changed: a check, an
    offer, a payment."""
    caller = cast(Call, request).auth
    question = question_of(caller, "invoices", asked.dict(exclude={"limit", "cursor"}))
    rows = queries.matching(
        viewer=caller.viewer,
        client_id=caller.client_id,
        text=asked.q or "",
        state=asked.state or "",
        debtor_id=ids.key_of(ids.DEBTOR, asked.debtor) if asked.debtor else None,
        due_from=asked.due_from,
        due_until=asked.due_until,
    )
    if asked.updated_since is not None:
        rows = rows.filter(_changed(caller.client_id, asked.updated_since))
    place = place_of(asked.cursor, question)
    after = (datetime.fromisoformat(place[0]), UUID(place[1])) if place else None
    found = queries.following(rows, after=after, limit=asked.limit + 1)
    page = found[: asked.limit]
    behind = None
    if len(found) > asked.limit:
        behind = cursor_of((page[-1].received_at.isoformat(), page[-1].id.hex), question)
    return Page[Invoice](data=_listed(page, caller.viewer), next_cursor=behind)


def _changed(client_id: UUID, since: datetime) -> Q:
    in_the_books = Q(pk__in=booking.moved_since(client_id, since))
    return moments.changed_since(since) | offering.changed_since(since) | in_the_books


def _updates(keys: Sequence[UUID]) -> dict[UUID, list[datetime]]:
    """The moments of whatever happened beside the document's own state; three statements."""
    found: dict[UUID, list[datetime]] = {key: [] for key in keys}
    for moments_ in (moments.last_doubted(keys), offering.last_offered(keys), booking.last_moved(keys)):
        for key, at in moments_.items():
            found[key].append(at)
    return found


def _listed(rows: Sequence[queries.Row], viewer: Viewer) -> list[Invoice]:
    updates = _updates([row.id for row in rows])
    return [
        Invoice(
            id=ids.shown(ids.INVOICE, line.row.id),
            number=line.row.number,
            kind=line.row.kind,
            debtor=_debtor(line.row.debtor_id, line.row.debtor_name),
            issue_date=line.row.issue_date,
            due_date=line.row.due_date,
            face=Money.of(line.row.face),
            open=Money.of(line.open) if line.open is not None else None,
            state=line.row.state,
            standing=line.standing.code,
            received_at=line.row.received_at,
            updated_at=max(_some(line.row.received_at, line.row.decided_at, *updates[line.row.id])),
        )
        for line in rows_of(rows, viewer, booking_day(timezone.now()))
    ]


def _some(*moments_: datetime | None) -> list[datetime]:
    return [at for at in moments_ if at is not None]


def _debtor(key: UUID | None, name: str) -> DebtorName:
    return DebtorName(id=ids.shown(ids.DEBTOR, key) if key else None, name=name)


def _one(request: HttpRequest, invoice_id: str) -> tuple[InvoiceRow, Viewer]:
    viewer = cast(Call, request).auth.viewer
    return queries.invoice(viewer=viewer, invoice_id=ids.key_of(ids.INVOICE, invoice_id)), viewer


@router.get("/invoices/{invoice_id}", response=answers(InvoiceDetail, 404), summary="Read one invoice")
def read_invoice(request: HttpRequest, invoice_id: InvoicePath) -> InvoiceDetail:
    """Its figures as the document states them, and what the books say of it."""
    row, viewer = _one(request, invoice_id)
    life = life_of(row, viewer)
    bought = life.cession is not None
    return InvoiceDetail(
        id=ids.shown(ids.INVOICE, row.pk),
        number=row.number,
        kind=row.kind,
        debtor=_debtor(row.debtor_id, row.debtor.company.name if row.debtor else row.buyer_name),
        issue_date=row.issue_date,
        due_date=row.due_date,
        face=money_of(row, "gross"),
        open=Money.of(life.open) if bought else None,
        state=row.state,
        standing=standing_of(life, booking_day(timezone.now())).code,
        received_at=row.received_at,
        updated_at=max(_some(row.received_at, row.decided_at, *_updates([row.pk])[row.pk])),
        net=money_of(row, "net"),
        vat=money_of(row, "vat"),
        payable=money_of(row, "payable"),
        held_back=Money.of(life.held),
        payment_reference=row.payment_reference,
        decided_at=row.decided_at,
        proposal_id=ids.shown(ids.PROPOSAL, life.offer.id) if life.offer else None,
        contract_id=ids.shown(ids.CONTRACT, row.contract_id),
    )


@router.get("/invoices/{invoice_id}/findings", response=answers(Findings, 404), summary="Why it is held or refused")
def read_findings(request: HttpRequest, invoice_id: InvoicePath) -> Findings:
    """Every doubt that you can do something about, open or cleared."""
    row, viewer = _one(request, invoice_id)
    return Findings(
        data=[
            Finding(code=doubt.code, severity=doubt.severity, open=doubt.is_open, words=in_words(doubt.reason))
            for doubt in queries.doubts(viewer=viewer, invoice_id=row.pk)
        ]
    )


@router.get("/invoices/{invoice_id}/timeline", response=answers(Timeline, 404), summary="The life of one invoice")
def read_timeline(request: HttpRequest, invoice_id: InvoicePath) -> Timeline:
    """What happened and what is still to come, with the money of each step."""
    row, viewer = _one(request, invoice_id)
    steps = timeline(life_of(row, viewer), booking_day(timezone.now()))
    return Timeline(
        data=[
            Step(
                on=step.on if step.on < date.max else None,
                at=step.at,
                title=step.title,
                to_come=step.tone == "todo",
                amount=Money.of(step.amount) if step.amount is not None else None,
                reasons=[Reason(code=reason.code, words=in_words(reason)) for reason in step.reasons],
            )
            for step in steps
        ]
    )


@router.get("/invoices/{invoice_id}/original", response=answers(None, 404), summary="The file as it was handed in")
def read_original(request: HttpRequest, invoice_id: InvoicePath) -> HttpResponse:
    """Byte for byte."""
    row, viewer = _one(request, invoice_id)
    return original(documents.content(row.document_id, viewer), row.document.media_type, row.number)
