"""What debtors write: all that waits to be read, and the thread of one debtor with one client."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.correspondence.read_note import place_note, read_note
from cessie.domain.correspondence.take_response import ASKS
from cessie.domain.correspondence.threads import note as one_note
from cessie.domain.correspondence.threads import notes
from cessie.domain.disputes.rules.grounds import GROUNDS
from cessie.domain.parties import queries as parties
from cessie.portals.frame.access import Visit, attempt, for_kind, number
from cessie.portals.frame.letter_words import RESPONSE_GROUNDS
from cessie.portals.frame.relation import owed_by_him, relation_act, relation_of, told_him
from cessie.portals.frame.threads import file_of_note, thread_of
from cessie.portals.staff.desk import show
from cessie.workflows.incoming.answering import answer, contest

SIZE = 40


@require_safe
@for_kind("staff")
def answers(request: Visit) -> HttpResponse:
    """All notes, newest first; ``open``: only those that nobody has read."""
    unread = "open" in request.GET
    page = Paginator(notes(viewer=request.viewer, unread=unread), SIZE).get_page(number(request.GET.get("page")))
    return show(request, "answers", page=page, unread=unread)


@require_safe
@for_kind("staff")
def thread(request: Visit, debtor_id: UUID, client_id: UUID) -> HttpResponse:
    """One debtor with one client: what he owes, how he is asked, what he got; letters and answers as one story."""
    viewer, about = request.viewer, request.GET.get("invoice", "")
    client = parties.client(viewer=viewer, client_id=client_id)
    debtor = parties.debtor(viewer=viewer, debtor_id=debtor_id)
    return show(
        request,
        "thread",
        debtor=debtor,
        client=client,
        relation=relation_of(viewer, client, debtor),
        may_answer=viewer.may("correspondence.decide"),
        **owed_by_him(client, debtor),
        **told_him(viewer, debtor_id, client_id),
        **thread_of(viewer, client_id, debtor_id, about),
    )


@require_POST
@for_kind("staff")
def relation_do(request: Visit, debtor_id: UUID, client_id: UUID, act: str) -> HttpResponse:
    """Say in which segment the client sees him and how he is written to; hand his claims over, take them back."""
    parties.client(viewer=request.viewer, client_id=client_id)
    relation_act(request, client_id, debtor_id, act)
    return redirect("staff:thread", debtor_id, client_id)


@require_safe
@for_kind("staff")
def note(request: Visit, note_id: UUID) -> HttpResponse:
    """One note with its original and its files; where nobody knows whose it is, a person says so here."""
    row = one_note(viewer=request.viewer, note_id=note_id)
    asks = row.client_id is not None and row.response.get("code") in ASKS and request.viewer.may("disputes.decide")
    reasons = row.response.get("reasons") or [""]
    return show(
        request,
        "note",
        note=row,
        may_decide=request.viewer.may("correspondence.decide"),
        grounds=[(code, _(words)) for code, words in GROUNDS.items()] if asks else [],
        ground=RESPONSE_GROUNDS.get(reasons[0], "other"),
    )


@require_POST
@for_kind("staff")
def thread_answer(request: Visit, debtor_id: UUID, client_id: UUID) -> HttpResponse:
    """Write to him in his thread."""
    said = request.POST
    attempt(
        request,
        lambda: answer(
            key=said.get("key", ""),
            client_id=client_id,
            debtor_id=debtor_id,
            text=said.get("text", ""),
            invoice_number=said.get("invoice", ""),
            by=request.viewer,
            at=timezone.now(),
        ),
        _("The answer leaves by the way that fits him."),
    )
    return redirect("staff:thread", debtor_id, client_id)


@require_POST
@for_kind("staff")
def note_act(request: Visit, note_id: UUID, act: str) -> HttpResponse:
    """It is read; it contests the invoice; or it belongs to the debtor of a letter."""
    one_note(viewer=request.viewer, note_id=note_id)
    by, now, reference = request.viewer, timezone.now(), request.POST.get("reference", "")
    if act == "read":
        attempt(request, lambda: read_note(note_id=note_id, by=by, at=now), _("It waits no longer."))
    elif act == "contest":
        ground, done = request.POST.get("ground", ""), _("The invoice is contested.")
        attempt(request, lambda: contest(note_id=note_id, ground=ground, by=by, at=now), done)
    elif act == "place":
        put = _("It stands in the thread of this letter now.")
        attempt(request, lambda: place_note(note_id=note_id, reference=reference, by=by, at=now), put)
    else:
        raise Http404
    return redirect("staff:note", note_id)


@require_safe
@for_kind("staff")
def note_file(request: Visit, note_id: UUID, position: int) -> HttpResponse:
    """A file that came with a note, as it came; it runs nothing here."""
    return file_of_note(request.viewer, note_id, position)
