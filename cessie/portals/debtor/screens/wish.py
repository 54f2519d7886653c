"""What the debtor has to say about one invoice: he contests it, promises a day, or has paid already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cessie.domain.arrangements.promise import promise
from cessie.domain.arrangements.rules.promise import AHEAD, BACK
from cessie.domain.arrangements.say_paid import say_paid
from cessie.domain.disputes.add_evidence import LIMIT, File
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.disputes.rules.grounds import GROUNDS
from cessie.domain.disputes.rules.raising import FILES
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.debtor.door import Call, by_a_link, show
from cessie.portals.debtor.lines import Line, line_of
from cessie.portals.frame.access import say
from cessie.portals.frame.typed import amount_of, day_of

Act = Callable[[Call, Line, datetime], object]


@require_http_methods(["GET", "HEAD", "POST"])
@by_a_link
def wish(call: Call, invoice_id: UUID, wish: str) -> HttpResponse:
    """The form; sent, it is done, or shown again with what stands in its way (422)."""
    if wish not in ACTS:
        raise Http404
    at = timezone.now()
    today = booking_day(at)
    line, no = line_of(call.visitor, invoice_id, today), None
    if call.method == "POST":
        act, done = ACTS[wish]
        try:
            act(call, line, at)
        except NotFound:
            raise
        except Refusal as refused:
            no = refused.reason
        else:
            say(call, "good", _(done))
            return redirect("debtor:owed", call.secret)
    return show(
        call,
        "wish",
        422 if no else 200,
        wish=wish,
        line=line,
        no=no,
        typed=call.POST,
        grounds=[(code, _(words)) for code, words in GROUNDS.items()],
        today=today,
        latest=today + AHEAD,
        earliest=today - BACK,
        usually=today + timedelta(days=7),
    )


def files_of(call: Call) -> list[File]:
    """What was sent along, no more of it read than is taken."""
    return [File(file.name or "", file.read(LIMIT + 1)) for file in call.FILES.getlist("file")[: FILES + 1]]


def _amount(call: Call, line: Line) -> Money | None:
    """The part that was typed; none where all is meant."""
    typed = call.POST.get("amount", "").strip()
    return amount_of(typed, line.debt.open.currency) if typed else None


def _dispute(call: Call, line: Line, at: datetime) -> object:
    return raise_dispute(
        invoice_id=line.debt.invoice_id,
        ground=call.POST.get("ground", ""),
        words=call.POST.get("words", ""),
        amount=_amount(call, line),
        files=files_of(call),
        by=call.viewer,
        at=at,
    )


def _promise(call: Call, line: Line, at: datetime) -> object:
    on = day_of(call.POST.get("on", ""))
    return promise(
        invoice_id=line.debt.invoice_id, on=on, amount=_amount(call, line), words=call.POST.get("words", ""),
        by=call.viewer, at=at,
    )  # fmt: skip


def _paid(call: Call, line: Line, at: datetime) -> object:
    on = day_of(call.POST.get("on", ""))
    return say_paid(
        invoice_id=line.debt.invoice_id, on=on, amount=_amount(call, line), words=call.POST.get("words", ""),
        by=call.viewer, at=at,
    )  # fmt: skip


ACTS: Final[Mapping[str, tuple[Act, str]]] = {
    "dispute": (_dispute, N_("Thank you. You hear from us within ten days; until then nobody asks you for that part.")),
    "promise": (_promise, N_("Thank you. We count on it and send no reminder until then.")),
    "paid": (_paid, N_("Thank you. We watch for your payment.")),
}
