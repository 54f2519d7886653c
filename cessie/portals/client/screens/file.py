"""One file: what came of it, and where it is a sheet of rows what its columns mean and what would come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.client_ledgers.queries import batch_of
from cessie.domain.documents import queries as documents
from cessie.domain.documents.models import Arrival
from cessie.domain.documents.store import Stored
from cessie.domain.invoices import papers
from cessie.domain.invoices.explain_columns import explain_columns
from cessie.domain.invoices.forget_columns import forget_columns
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotFound
from cessie.formats import tables
from cessie.formats.values import InvoiceDocument
from cessie.formats.values.table import Cell, Layout, Table
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind, number, say
from cessie.workflows import jobs
from cessie.workflows.incoming import intake
from cessie.workflows.reading.sheets import read_parts

#: Invoices that a request takes in itself; above it is a job, and the page tells how far it is.
AT_ONCE = 50
SHOWN = 20  # rows of a preview, reasons of a refusal
PARTS = 500  # invoices of a file on the page


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its name, some of what stands in it, and the field that it is taken for."""

    header: str
    samples: str
    field: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come of a sheet under its layout: how many, how much, and what is wrong."""

    invoices: tuple[tuple[InvoiceDocument, Money | None], ...]
    count: int
    credits: int
    sums: tuple[Money, ...]
    wrong: tuple[Reason, ...]
    more_wrong: int


@require_safe
@for_kind("client")
def file(request: Visit, sha256: str) -> HttpResponse:
    """The page of one file of the chosen client; a part of itself while a job works on it."""
    client, arrival = _whose(request, sha256)
    if request.htmx:
        return render(request, "portals/client/screens/file_parts.html", _progress(request, client, sha256))
    data = documents.content(sha256, request.viewer)
    context = _progress(request, client, sha256) | {"name": arrival.name, "sha256": sha256}
    if tables.is_table(data, arrival.name):
        context |= _sheet(request, client, data)
    return show(request, "file", client, **context)


@require_POST
@for_kind("client")
def file_act(request: Visit, sha256: str, act: str) -> HttpResponse:
    """Say what the columns mean, take that back, or have the invoices taken in."""
    client, arrival = _whose(request, sha256)
    request.viewer.require_client(client.pk)
    data = documents.content(sha256, request.viewer)
    if act == "take":
        return _take(request, client, arrival, data)
    try:
        table = tables.table(data)
    except Refusal as no:
        say(request, "bad", no.reason)
        return redirect("client:file", sha256)
    if act == "forget":
        signature = tables.signature(table.headers)
        attempt(
            request,
            lambda: forget_columns(client_id=client.pk, signature=signature, by=request.viewer, at=timezone.now()),
            _("What was said about these columns is forgotten."),
        )
    elif act == "explain":
        columns = [request.POST.get(f"column-{index}", "") for index in range(len(table.headers))]
        attempt(
            request,
            lambda: explain_columns(
                client_id=client.pk, headers=table.headers, columns=columns, by=request.viewer, at=timezone.now()
            ),
            _("Kept: every file with these columns is read so from now on."),
        )
    else:
        raise Http404
    return redirect("client:file", sha256)


def _whose(request: Visit, sha256: str) -> tuple[Client, Arrival]:
    client = client_of(request)
    arrival = documents.arrivals(viewer=request.viewer).filter(document_id=sha256, client_id=client.pk).first()
    if arrival is None:
        raise NotFound("documents.unknown", N_("There is no such document."))
    return client, arrival


def _progress(request: Visit, client: Client, sha256: str) -> dict[str, object]:
    arrivals = documents.arrivals(viewer=request.viewer).filter(document_id=sha256, client_id=client.pk)
    whole = number(request.GET.get("of")) if "of" in request.GET else 0
    return {
        "parts": papers.parts_of(viewer=request.viewer, client_id=client.pk, sha256=sha256, limit=PARTS),
        "done": papers.count_parts(viewer=request.viewer, client_id=client.pk, sha256=sha256),
        "whole": whole,
        "working": jobs.intake_waits(list(arrivals.values_list("pk", flat=True)[:50])),
        "batch": batch_of(request.viewer, sha256),
        "refusal": arrivals.exclude(refusal=None).values_list("refusal", flat=True).first(),
        "sha256": sha256,
    }


def _sheet(request: Visit, client: Client, data: bytes) -> dict[str, object]:
    try:
        table = tables.table(data)
    except Refusal as no:
        return {"unreadable": no.reason}
    kept = papers.layouts(viewer=request.viewer, client_id=client.pk).get(tables.signature(table.headers))
    layout = kept or tables.guess(table.headers)
    missing = tables.missing(layout)
    return {
        "sheet": True,
        "kept": kept is not None,
        "columns": _columns(table, layout),
        "fields": [(name, _(words)) for name, words in tables.FIELDS.items()],
        "missing": [_(tables.FIELDS[name]) for name in missing],
        "preview": None if missing else _preview(table, layout),
    }


def _columns(table: Table, layout: Layout) -> list[Column]:
    found = []
    for index, header in enumerate(table.headers):
        cells = [_shown(row[index]) for row in table.rows[:50] if index < len(row) and row[index] not in (None, "")]
        found.append(Column(header or "–", " · ".join(cells[:3])[:80], layout[index] if index < len(layout) else ""))
    return found


def _shown(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _preview(table: Table, layout: Layout) -> Preview:
    read = tables.read(table, layout)
    invoices = [one for one in read.invoices if one.kind == "invoice"]
    currencies = sorted({one.currency or "EUR" for one in invoices})
    sums = tuple(
        Money.total((_face(one) for one in invoices if one.currency == currency), currency) for currency in currencies
    )
    return Preview(
        tuple((one, _face(one)) for one in read.invoices[:SHOWN]),
        len(read.invoices),
        len(read.invoices) - len(invoices),
        sums,
        read.wrong[:SHOWN],
        max(0, len(read.wrong) - SHOWN),
    )


def _face(one: InvoiceDocument) -> Money:
    return Money.of(one.totals.gross or Decimal(0), one.currency or "EUR")


def _take(request: Visit, client: Client, arrival: Arrival, data: bytes) -> HttpResponse:
    answer = redirect("client:file", arrival.document_id)
    try:
        whole = take_in(request, Stored(arrival.document, arrival, is_new=False), data, client)
    except NotFound:
        raise
    except Refusal as no:
        say(request, "bad", no.reason)
        return answer
    if isinstance(whole, int):
        say(request, "good", _("The invoices are taken in behind this page; it tells how far that is."))
        answer["Location"] += f"?of={whole}"
    else:
        refused = [outcome for outcome in whole if outcome.state == "refused"]
        for outcome in refused[:SHOWN]:
            say(request, "bad", outcome.reasons[0])
        if not refused:
            say(request, "good", _("The invoices are taken in."))
    return answer


def take_in(request: Visit, stored: Stored, data: bytes, client: Client) -> int | Sequence[intake.Outcome]:
    """The outcomes of a file of a few invoices; for one of many how many there are, while a job takes them in."""
    viewer = request.viewer
    whole = len(read_parts(data=data, name=stored.arrival.name, client_id=client.pk, by=viewer))
    if whole <= AT_ONCE or viewer.user_id is None:
        return intake.take_in_stored(stored=stored, data=data, client_id=client.pk, by=viewer, at=timezone.now())
    jobs.order_intake(arrival_id=stored.arrival.pk, user_id=viewer.user_id)
    return whole
