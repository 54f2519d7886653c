"""The client's debtors: what each owes, how he is written to, what he got, and what was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.correspondence import queries as letters
from cessie.domain.documents.originals import read
from cessie.domain.dunning.ladders import segments_of
from cessie.domain.parties import queries as parties
from cessie.domain.parties.models import Client, Debtor
from cessie.ledger.queries import owed_by
from cessie.lib.money import Money
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind, key
from cessie.portals.frame.download import original
from cessie.portals.frame.ladder_words import SEGMENTS
from cessie.portals.frame.lists import cut
from cessie.portals.frame.relation import owed_by_him, relation_act, relation_of, told_him
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.threads import thread_of
from cessie.portals.frame.vocabulary import word

#: Debtors of a file whose amounts are asked in one go.
AT_ONCE: Final = 1000


@require_safe
@for_kind("client")
def debtors(request: Visit) -> HttpResponse:
    """By name, with what each owes; with ``csv`` all that fit as a file."""
    client, text = client_of(request), request.GET.get("q", "")
    rows = parties.debtors(viewer=request.viewer, client_id=client.pk, text=text)
    if "csv" in request.GET:
        head = [_("Debtor"), _("Town"), _("Country"), _("Segment"), _("Open")]
        return csv_file(f"debtors-{client.code}.csv", head, _cells(client, list(rows)))
    page = cut(request, rows)
    return show(request, "debtors", client, page=page, text=text, lines=list(_lines(client, list(page))))


def _lines(client: Client, rows: Sequence[Debtor]) -> Iterator[tuple[Debtor, str, Money]]:
    owed = owed_by(client.pk, [row.pk for row in rows])
    said = segments_of([(client.pk, row.pk) for row in rows])
    return ((row, said.get((client.pk, row.pk), ""), owed[row.pk]) for row in rows)


def _cells(client: Client, rows: Sequence[Debtor]) -> Iterator[Sequence[Cell]]:
    for first in range(0, len(rows), AT_ONCE):
        for row, segment, owed in _lines(client, rows[first : first + AT_ONCE]):
            at = row.company
            yield (at.name, at.town, at.country, word(SEGMENTS, segment), owed)


@require_safe
@for_kind("client")
def debtor(request: Visit, debtor_id: UUID) -> HttpResponse:
    """One debtor; who is none of the chosen client's is a 404."""
    client, viewer = client_of(request), request.viewer
    row = _his(request, client, debtor_id)
    return show(
        request,
        "debtor",
        client,
        debtor=row,
        relation=relation_of(viewer, client, row),
        **owed_by_him(client, row),
        **told_him(viewer, row.pk, client.pk),
        **thread_of(viewer, client.pk, row.pk, ""),
    )


@require_POST
@for_kind("client")
def debtor_act(request: Visit, debtor_id: UUID, act: str) -> HttpResponse:
    """Say in which segment he is and how he is written to; hand his claims over, take them back."""
    client = client_of(request)
    _his(request, client, debtor_id)
    relation_act(request, client.pk, debtor_id, act)
    return redirect("client:debtor", debtor_id)


@require_safe
@for_kind("client")
def letter_paper(request: Visit, letter_id: UUID, paper: str) -> HttpResponse:
    """A letter to one of his debtors as it left, or a carrier's paper about it. A letter leads to the debtor's own
    page: it is for those who act for the client (404 for a reader).
    """
    row = letters.message(viewer=request.viewer, message_id=letter_id)
    if row.client_id not in request.viewer.acts_for:
        raise Http404
    if paper == "letter":
        if row.document is None:
            raise Http404
        return original(read(row.document.pk), row.document.media_type, row.reference)
    one = row.evidence.select_related("document").filter(pk=key(paper)).first()
    if one is None:
        raise Http404
    return original(read(one.document_id), one.document.media_type, f"{row.reference}-{one.kind}")


def _his(request: Visit, client: Client, debtor_id: UUID) -> Debtor:
    row = parties.debtors(viewer=request.viewer, client_id=client.pk).filter(pk=debtor_id).first()
    if row is None:
        raise Http404
    return row
