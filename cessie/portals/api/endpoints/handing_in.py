"""Hand invoices in: files of any format that we read, or JSON."""

from __future__ import annotations

from hashlib import sha256
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, UploadedFile

from cessie.domain.documents.store import LIMIT
from cessie.domain.invoices import queries as invoices
from cessie.domain.keys.rules.scopes import WRITE
from cessie.domain.users.rules.viewer import Viewer
from cessie.portals.api import ids
from cessie.portals.api.documented import CHANGING, ONCE, answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.endpoints.invoices import router
from cessie.portals.api.once import once
from cessie.portals.api.paper import InvoiceIn
from cessie.portals.api.shapes import Outcome, Reason, Submission
from cessie.portals.frame.templatetags.cessie import in_words
from cessie.workflows.incoming import intake

__all__ = ["router"]


@router.post(
    "/invoices",
    auth=Needs(WRITE),
    response=answers(Submission, *CHANGING, 413, status=201),
    openapi_extra=ONCE,
    summary="Hand in one invoice as JSON",
)
def hand_in_json(request: HttpRequest, paper: InvoiceIn) -> HttpResponse:
    """The body is kept as it is and read like any file. What became of it stands in `outcomes`: accepted (an offer
    follows), held for a person with the reasons, or refused."""
    data = request.body
    name = "".join(c if c.isalnum() else "-" for c in paper.number)[:80]
    return _take_in(cast(Call, request), data, f"{name}.json")


@router.post(
    "/files",
    auth=Needs(WRITE),
    response=answers(Submission, *CHANGING, 413, status=201),
    openapi_extra=ONCE,
    summary="Hand in a file",
)
def hand_in_file(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """One file of any format that we read, at most 25 MB; it may hold many invoices (a ZIP, a JSON list). Each part has
    its own outcome; the same file again gives the same invoices."""
    return _take_in(cast(Call, request), file.read(LIMIT + 1), file.name or "")


def _take_in(call: Call, data: bytes, name: str) -> HttpResponse:
    caller = call.auth

    def act() -> tuple[int, Submission]:
        found = intake.take_in_invoice(
            data=data, name=name, channel="api", client_id=caller.client_id, by=caller.viewer, at=timezone.now()
        )
        return 201, Submission(
            sha256=sha256(data).hexdigest(), outcomes=[_outcome(each, caller.viewer) for each in found]
        )

    return once(call, name.encode(), data, act=act)


def _outcome(found: intake.Outcome, viewer: Viewer) -> Outcome:
    """The workflow tells all that was found; a client reads what the query lets him read."""
    reasons = found.reasons
    if found.invoice_id is not None:
        doubts = invoices.doubts(viewer=viewer, invoice_id=found.invoice_id)
        reasons = tuple(doubt.reason for doubt in doubts if doubt.is_open)
    return Outcome(
        part=found.part,
        state=found.state,
        invoice_id=ids.shown(ids.INVOICE, found.invoice_id) if found.invoice_id else None,
        number=found.number,
        reasons=[Reason(code=reason.code, words=in_words(reason)) for reason in reasons],
    )
