"""The mandates of debtors under the client's own creditor identifier: read, entered from paper, taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Query, Router, UploadedFile
from pydantic import Field

from cessie.domain.documents.store import LIMIT
from cessie.domain.keys.rules.scopes import MANDATES
from cessie.domain.mandates import queries
from cessie.domain.mandates.models import Mandate as Row
from cessie.domain.mandates.register import register
from cessie.domain.mandates.revoke import revoke
from cessie.domain.mandates.rules.states import MANDATE
from cessie.lib.money import Money as Amount
from cessie.portals.api import ids
from cessie.portals.api.asking import Day, Listing, MandatePath
from cessie.portals.api.documented import CHANGING, ONCE, answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.once import once
from cessie.portals.api.paging import newest_first
from cessie.portals.api.shapes import DebtorId, Money, Page, Shape

router = Router(tags=["Direct debit"])

READ = "mandates:read"
CreditorId = Annotated[str, Field(pattern=ids.pattern(ids.CREDITOR))]
MandateId = Annotated[str, Field(pattern=ids.pattern(ids.MANDATE))]
Scheme = Literal["CORE", "B2B"]
_STATES = list(MANDATE.states)
State = Annotated[str, Field(pattern=f"^({'|'.join(_STATES)})$", json_schema_extra={"enum": _STATES})]
#: One line of text, without control characters.
Line = Annotated[str, Field(min_length=1, max_length=140, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Creditor(Shape):
    """A creditor identifier of yours, and the account on which it collects."""

    id: CreditorId
    identifier: str
    iban: str
    holder: str
    notice_days: int = Field(description="Days before a collection by which the debtor must be told.")


class Creditors(Shape):
    """All of them."""

    data: list[Creditor]


class Mandate(Shape):
    """A mandate. Money is fetched only while it is `active`; `signed` waits for a person who compares it."""

    id: MandateId
    reference: str
    creditor_id: CreditorId
    debtor_id: DebtorId
    scheme: Scheme
    one_off: bool
    iban: str
    holder: str
    signed_date: date
    limit: Money | None = Field(description="The most at once.")
    state: State
    registered_at: datetime
    lapses_date: date = Field(description="From when it no longer serves, unless it is collected under.")


class MandateIn(Shape):
    """What stands on the paper. Sent as a form, beside the `file`."""

    creditor_id: CreditorId
    debtor_id: DebtorId
    scheme: Scheme
    iban: Line
    holder: Line
    signed_date: Day
    one_off: bool = False
    consumer: bool = Field(False, description="The account is a consumer's.")
    limit: Annotated[str, Field(pattern=r"^[0-9]{1,12}\.[0-9]{2}$", examples=["500.00"])] | None = None


class Revocation(Shape):
    """Why it is taken back."""

    note: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class Filters(Listing):
    """What a list of mandates may be asked for."""

    state: State | None = None


@router.get("/creditors", auth=Needs(READ), response=answers(Creditors), summary="List your creditor identifiers")
def list_creditors(request: HttpRequest) -> Creditors:
    """Identifiers under which money is fetched for you, on your own accounts."""
    caller = cast(Call, request).auth
    rows = queries.creditors(caller.viewer).filter(account__client_id=caller.client_id)
    return Creditors(
        data=[
            Creditor(
                id=ids.shown(ids.CREDITOR, row.pk), identifier=row.identifier, iban=row.account.iban,
                holder=row.account.holder, notice_days=row.notice_days,
            )
            for row in rows
        ]
    )  # fmt: skip


@router.get("/mandates", auth=Needs(READ), response=answers(Page[Mandate], 422), summary="List mandates")
def list_mandates(request: HttpRequest, asked: Query[Filters]) -> Page[Mandate]:
    """Mandates under your own identifiers, newest first."""
    caller = cast(Call, request).auth
    rows = queries.mandates(caller.viewer, states=(asked.state,) if asked.state else ())
    page, behind = newest_first(request, asked, "mandates", rows)
    return Page[Mandate](data=_shapes(page), next_cursor=behind)


@router.post(
    "/mandates",
    auth=Needs(MANDATES),
    response=answers(Mandate, 404, *CHANGING, 413, status=201),
    openapi_extra=ONCE,
    summary="Enter a mandate on paper",
)
def enter_mandate(request: HttpRequest, paper: Form[MandateIn], file: File[UploadedFile]) -> HttpResponse:
    """What a debtor signed on paper, with its scan. It serves once a person of ours has compared the two; the same scan
    for the same debtor again is the mandate that was entered."""
    call, data = cast(Call, request), file.read(LIMIT + 1)
    viewer = call.auth.viewer

    def act() -> tuple[int, Mandate]:
        made = register(
            creditor_id=ids.key_of(ids.CREDITOR, paper.creditor_id),
            debtor_id=ids.key_of(ids.DEBTOR, paper.debtor_id),
            scheme=paper.scheme, iban=paper.iban, holder=paper.holder, signed_date=paper.signed_date, scan=data,
            name=file.name or "", one_off=paper.one_off, consumer=paper.consumer,
            limit=Amount.parse(paper.limit) if paper.limit else None, by=viewer, at=timezone.now(),
        )  # fmt: skip
        return 201, _shapes([queries.mandate(viewer, made.pk)])[0]

    return once(call, paper.model_dump_json().encode(), data, act=act)


@router.post(
    "/mandates/{mandate_id}/revoke",
    auth=Needs(MANDATES),
    response=answers(Mandate, 404, *CHANGING),
    openapi_extra=ONCE,
    summary="Revoke a mandate",
)
def revoke_mandate(request: HttpRequest, mandate_id: MandatePath, why: Revocation) -> HttpResponse:
    """Nothing more is collected under it; what is prepared already does not leave."""
    call, key = cast(Call, request), ids.key_of(ids.MANDATE, mandate_id)
    viewer = call.auth.viewer

    def act() -> tuple[int, Mandate]:
        revoke(mandate_id=key, note=why.note, by=viewer, at=timezone.now())
        return 200, _shapes([queries.mandate(viewer, key)])[0]

    return once(call, why.model_dump_json().encode(), act=act)


def _shapes(rows: list[Row]) -> list[Mandate]:
    lapses = queries.lapses(rows)
    return [_shape(row, lapses[row.pk]) for row in rows]


def _shape(row: Row, lapses: date) -> Mandate:
    return Mandate(
        id=ids.shown(ids.MANDATE, row.pk),
        reference=row.reference,
        creditor_id=ids.shown(ids.CREDITOR, row.creditor_id),
        debtor_id=ids.shown(ids.DEBTOR, row.debtor_id),
        scheme=cast(Scheme, row.scheme),
        one_off=row.one_off,
        iban=row.iban,
        holder=row.holder,
        signed_date=row.signed_date,
        limit=Money.of(Amount(row.limit_cents, row.currency)) if row.limit_cents is not None else None,
        state=row.state,
        registered_at=row.registered_at,
        lapses_date=lapses,
    )
