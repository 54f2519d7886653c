"""What a client's debtors wrote, and the thread of one of them: he reads it, and answers."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.correspondence.threads import last_message, notes
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind, number
from cessie.portals.frame.threads import file_of_note, thread_of
from cessie.workflows.incoming.answering import answer

SIZE = 40


@require_safe
@for_kind("client")
def answers(request: Visit) -> HttpResponse:
    """What was written about his invoices, newest first."""
    client = client_of(request)
    rows = notes(viewer=request.viewer, unread="open" in request.GET).filter(client=client)
    page = Paginator(rows, SIZE).get_page(number(request.GET.get("page")))
    return show(request, "answers", client, page=page, unread="open" in request.GET)


@require_safe
@for_kind("client")
def thread(request: Visit, debtor_id: UUID) -> HttpResponse:
    """One debtor: letters and answers as one story; a debtor whom nobody wrote to has none (404)."""
    client, about = client_of(request), request.GET.get("invoice", "")
    last = last_message(viewer=request.viewer, client_id=client.pk, debtor_id=debtor_id)
    told = thread_of(request.viewer, client.pk, debtor_id, about)
    return show(request, "thread", client, debtor=last.debtor, **told)


@require_POST
@for_kind("client")
def thread_answer(request: Visit, debtor_id: UUID) -> HttpResponse:
    """Write to him in his thread."""
    client, said = client_of(request), request.POST
    attempt(
        request,
        lambda: answer(
            key=said.get("key", ""),
            client_id=client.pk,
            debtor_id=debtor_id,
            text=said.get("text", ""),
            invoice_number=said.get("invoice", ""),
            by=request.viewer,
            at=timezone.now(),
        ),
        _("The answer leaves by the way that fits him."),
    )
    return redirect("client:thread", debtor_id)


@require_safe
@for_kind("client")
def note_file(request: Visit, note_id: UUID, position: int) -> HttpResponse:
    """A file that a debtor of his sent along."""
    return file_of_note(request.viewer, note_id, position)
