"""What the house asks proof of, the papers that are handed in for it, and which customers were asked what they owe."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, UploadedFile
from pydantic import Field

from cessie.domain.disputes.add_evidence import LIMIT
from cessie.domain.disputes.add_evidence import File as Paper
from cessie.domain.keys.queries import Caller
from cessie.domain.keys.rules.scopes import PROVE
from cessie.domain.users.rules.viewer import NotFound
from cessie.domain.verification import queries
from cessie.domain.verification.hand_in import hand_in
from cessie.domain.verification.models import Item
from cessie.domain.verification.rules.kinds import PROOFS
from cessie.domain.verification.rules.states import PROOF
from cessie.lib.reasons import N_
from cessie.portals.api import ids
from cessie.portals.api.asking import Listing, ProofPath
from cessie.portals.api.cursors import cursor_of, place_of, question_of
from cessie.portals.api.documented import CHANGING, ONCE, answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.once import once
from cessie.portals.api.shapes import DebtorId, DebtorName, InvoiceId, Money, Page, Reason, Shape

router = Router(tags=["Proof"])

READ = Needs("proofs:read")
_KINDS, _STATES, _TOLD = list(PROOFS), list(PROOF.states), sorted(set(queries.TOLD.values()))
Kind = Annotated[str, Field(pattern=f"^({'|'.join(_KINDS)})$", json_schema_extra={"enum": _KINDS})]
State = Annotated[str, Field(pattern=f"^({'|'.join(_STATES)})$", json_schema_extra={"enum": _STATES})]


class PaperIn(Shape):
    """What the `file` beside it is."""

    kind: Kind


class ProofPaper(Shape):
    """A paper that was handed in, kept by its SHA-256 (of a photo: without what a camera writes beside the picture)."""

    kind: Kind
    name: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    given_at: datetime


class Proof(Shape):
    """An invoice of which we ask what stands behind it. `missing` can still be handed in; `good` and `wrong` are
    judged."""

    id: Annotated[str, Field(pattern=ids.pattern(ids.PROOF))]
    number: str
    invoice_id: InvoiceId | None = Field(description="Null for a line of a ledger that you sent.")
    debtor: DebtorName
    due_date: date
    open: Money = Field(description="What was open of it when we asked.")
    state: State
    asked_at: datetime
    answer_by: date = Field(description="The last day to hand it in.")
    reason: Reason | None = Field(description="Why it is asked, or asked again; null once nothing is to be done.")
    withheld: bool = Field(description="It does not count in what you may draw, because of its proof.")
    papers: list[ProofPaper]


class Enquiry(Shape):
    """A question to one of your customers about what he owes as of a day. What he answered is not told."""

    id: Annotated[str, Field(pattern=ids.pattern(ids.ENQUIRY))]
    debtor_id: DebtorId
    debtor: str
    as_of: date
    amount: Money = Field(description="What he was asked to confirm.")
    documents: int = Field(description="How many documents that is.")
    asked_at: datetime
    answer_by: date
    state: Annotated[str, Field(json_schema_extra={"enum": _TOLD})]


class Filters(Listing):
    """What a list of proofs may be asked for."""

    state: State | None = None


@router.get("/proofs", auth=READ, response=answers(Page[Proof], 422), summary="List what proof is asked for")
def list_proofs(request: HttpRequest, asked: Query[Filters]) -> Page[Proof]:
    """Invoices of which we want to see the order, the signed delivery note or the like, newest first; those that are
    judged too."""
    caller = cast(Call, request).auth
    question = question_of(caller, "proofs", {"state": asked.state})
    place = place_of(asked.cursor, question)
    rows = queries.items(viewer=caller.viewer, client_id=caller.client_id).order_by("-pk")
    rows = rows.filter(state=asked.state) if asked.state else rows
    rows = rows.filter(pk__lt=UUID(place[1])) if place else rows
    found = list(rows[: asked.limit + 1])
    page = found[: asked.limit]
    behind = cursor_of(("", page[-1].pk.hex), question) if found[asked.limit :] else None
    return Page[Proof](data=_shapes(caller, page), next_cursor=behind)


@router.get("/proofs/{proof_id}", auth=READ, response=answers(Proof, 404), summary="What proof is asked for")
def read_proof(request: HttpRequest, proof_id: ProofPath) -> Proof:
    """One of them, with its papers."""
    caller = cast(Call, request).auth
    return _shapes(caller, [_own(caller, ids.key_of(ids.PROOF, proof_id))])[0]


@router.post(
    "/proofs/{proof_id}/papers",
    auth=Needs(PROVE),
    response=answers(Proof, 404, *CHANGING, 413, status=201),
    openapi_extra=ONCE,
    summary="Hand in a proof",
)
def hand_in_proof(
    request: HttpRequest, proof_id: ProofPath, paper: Form[PaperIn], file: File[UploadedFile]
) -> HttpResponse:
    """One photo (JPEG, PNG) or PDF of at most 10 MB; send several one by one. The same file again changes nothing."""
    call, key, data = cast(Call, request), ids.key_of(ids.PROOF, proof_id), file.read(LIMIT + 1)
    caller = call.auth

    def act() -> tuple[int, Proof]:
        _own(caller, key)
        files = [Paper(file.name or "", data)]
        hand_in(item_id=key, kind=paper.kind, files=files, channel="api", by=caller.viewer, at=timezone.now())
        return 201, _shapes(caller, [_own(caller, key)])[0]

    return once(call, paper.model_dump_json().encode(), data, act=act)


@router.get(
    "/balance-enquiries", auth=READ, response=answers(Page[Enquiry], 422), summary="List questions to your customers"
)
def list_enquiries(request: HttpRequest, asked: Query[Listing]) -> Page[Enquiry]:
    """Which customers were asked to confirm their balance, until when, and whether they answered; newest first."""
    caller = cast(Call, request).auth
    question = question_of(caller, "balance-enquiries", {})
    place = place_of(asked.cursor, question)
    found = queries.questions(
        viewer=caller.viewer, client_id=caller.client_id, behind=UUID(place[1]) if place else None,
        most=asked.limit + 1,
    )  # fmt: skip
    page = found[: asked.limit]
    behind = cursor_of(("", page[-1].key.hex), question) if found[asked.limit :] else None
    told = [
        Enquiry(
            id=ids.shown(ids.ENQUIRY, each.key), debtor_id=ids.shown(ids.DEBTOR, each.debtor_id), debtor=each.debtor,
            as_of=each.as_of, amount=Money.of(each.amount), documents=each.documents, asked_at=each.asked_at,
            answer_by=each.answer_by, state=each.state,
        )
        for each in page
    ]  # fmt: skip
    return Page[Enquiry](data=told, next_cursor=behind)


def _own(caller: Caller, key: UUID) -> Item:
    row = queries.items(viewer=caller.viewer, client_id=caller.client_id).filter(pk=key).first()
    if row is None:
        raise NotFound("verification.unknown", N_("There is no such thing."))
    return row


def _why(row: Item) -> Reason | None:
    if row.state == "missing":
        words = _("Until its proof is here, this invoice does not count in what you may draw.")
        return Reason(code="proof.missing", words=words)
    if row.state != "asked":
        return None
    if row.note:
        return Reason(code="proof.more", words=row.note)
    words = _(
        "Now and then we ask what stands behind an invoice: the order, the signed delivery note. A photo will do."
    )
    return Reason(code="proof.sample", words=words)


def _shapes(caller: Caller, rows: Collection[Item]) -> list[Proof]:
    held = queries.withheld(viewer=caller.viewer, item_ids=[row.pk for row in rows])
    return [
        Proof(
            id=ids.shown(ids.PROOF, row.pk),
            number=row.number,
            invoice_id=ids.shown(ids.INVOICE, row.invoice_id) if row.invoice_id else None,
            debtor=DebtorName(id=ids.shown(ids.DEBTOR, row.debtor_id), name=row.debtor.company.name),
            due_date=row.due_date,
            open=Money.of(row.open),
            state=row.state,
            asked_at=row.sample.drawn_at,
            answer_by=row.sample.answer_by,
            reason=_why(row),
            withheld=row.pk in held,
            papers=[
                ProofPaper(kind=each.kind, name=each.name, sha256=each.document_id, given_at=each.given_at)
                for each in row.proofs.all()
            ],
        )
        for row in rows
    ]
