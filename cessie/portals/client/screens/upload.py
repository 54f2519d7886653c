"""Hand in one or many files: each is kept, read and looked at by itself, and each says what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.files.base import File
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cessie.domain.documents.store import store
from cessie.domain.invoices import queries as invoices
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats.tables import is_table
from cessie.lib.reasons import Reason, Refusal
from cessie.portals.client.screens.file import take_in
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind
from cessie.workflows.incoming import intake
from cessie.workflows.incoming.client_mails import address_of

MOST_FILES = 50
#: One byte more than an original may have, so that the store sees that it is too large and says so.
MOST_BYTES = 25 * 1024 * 1024 + 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one invoice of a file, with the reasons that a client may read."""

    state: str
    invoice_id: UUID | None
    number: str
    shown: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: invoices that came of it, why nothing did, or the page where it goes on."""

    name: str
    outcomes: tuple[Outcome, ...] = ()
    refusal: Reason | None = None
    sha256: str = ""
    to_check: bool = False
    whole: int = 0


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("client")
def upload(request: Visit) -> HttpResponse:
    """The form, and after it the result of each file."""
    client = client_of(request)
    results: list[Result] = []
    if request.method == "POST":
        request.viewer.require_client(client.pk)
        files = request.FILES.getlist("files")
        results = [_take_in(request, client, file) for file in files[:MOST_FILES]]
        if not files:
            return show(request, "upload", client, 400, wrong=_("Choose a file first."))
        if len(files) > MOST_FILES:
            left = [file.name or "" for file in files[MOST_FILES:]]
            return show(request, "upload", client, results=results, left=left)
        if len(results) == 1 and results[0].sha256:
            only = results[0]
            return redirect(reverse("client:file", args=[only.sha256]) + (f"?of={only.whole}" if only.whole else ""))
    return show(request, "upload", client, results=results, own_address=address_of(client))


def _take_in(request: Visit, client: Client, file: File[bytes]) -> Result:
    """Kept first; a sheet is looked at by its sender before its rows are taken in, a file of many is left to a job."""
    name, data = file.name or "", file.read(MOST_BYTES)
    try:
        stored = store(
            data=data, name=name, channel="portal", client_id=client.pk, by=request.viewer, at=timezone.now()
        )
        if is_table(data, name):
            return Result(name, sha256=stored.document.pk, to_check=True)
        found = take_in(request, stored, data, client)
    except NotFound:
        raise
    except Refusal as no:
        return Result(name, refusal=no.reason)
    if isinstance(found, int):
        return Result(name, sha256=stored.document.pk, whole=found)
    return Result(name, tuple(_shown(outcome, request.viewer) for outcome in found))


def _shown(outcome: intake.Outcome, viewer: Viewer) -> Outcome:
    """The workflow tells all that was found; a client reads what the query lets him read."""
    reasons = outcome.reasons
    if outcome.invoice_id is not None:
        doubts = invoices.doubts(viewer=viewer, invoice_id=outcome.invoice_id)
        reasons = tuple(doubt.reason for doubt in doubts if doubt.is_open)
    return Outcome(outcome.state, outcome.invoice_id, outcome.number, reasons)
