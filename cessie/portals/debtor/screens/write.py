"""The debtor writes to whom he owes, with photos and papers, and reads what he is answered."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cessie.domain.correspondence.take_note import PAGE_BYTES, take_words
from cessie.domain.correspondence.threads import own_thread
from cessie.domain.disputes.add_evidence import called, fit
from cessie.domain.users.rules.viewer import NotFound
from cessie.formats.mail import SIGNS, Attached
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.reasons import Refusal
from cessie.portals.debtor.debts import debts_of
from cessie.portals.debtor.door import Call, by_a_link, show
from cessie.portals.debtor.screens.wish import files_of
from cessie.portals.frame.access import say


@require_http_methods(["GET", "HEAD", "POST"])
@by_a_link
def write(call: Call) -> HttpResponse:
    """What was said so far, and a form; what stands in its way is said, with the words kept in it (422)."""
    no = None
    if call.method == "POST":
        try:
            _take(call)
        except NotFound:
            raise
        except Refusal as refused:
            no = refused.reason
        else:
            say(call, "good", _("Thank you. Your words are with us; the answer comes here and to you."))
            return redirect("debtor:write", call.secret)
    owed = debts_of(call.visitor, booking_day(timezone.now()))
    return show(
        call,
        "write",
        422 if no else 200,
        no=no,
        typed=call.POST,
        form_key=call.POST.get("key") or uuid7(),
        numbers=[row.number for row in owed.rows],
        entries=own_thread(call.viewer),
        signs=SIGNS,
        megabytes=PAGE_BYTES // 1_000_000,
    )


def _take(call: Call) -> None:
    """His words go into his thread; the same form twice is one note."""
    said, visitor = call.POST, call.visitor
    take_words(
        key=said.get("key", "")[:60],
        client_id=visitor.client_id,
        debtor_id=visitor.debtor_id,
        text=said.get("words", ""),
        writer=said.get("name", "").strip() or visitor.debtor_name,
        invoice_number=said.get("invoice", ""),
        files=[Attached(called(file), fit(file)) for file in files_of(call) if file.data],
        by=call.viewer,
        at=timezone.now(),
    )
