"""Letters to debtors: what was written, what waits for the post, what came back; one letter with its proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from cessie.domain.correspondence import queries as letters
from cessie.domain.correspondence.bounce import deliver
from cessie.domain.correspondence.confirm_posted import confirm_posted
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.outlets import TOGETHER, reports
from cessie.domain.correspondence.set_writing import How, set_writing
from cessie.domain.correspondence.settle_unsure import settle_unsure
from cessie.domain.parties import queries as parties
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, for_kind, number, say
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.vocabulary import CHANNELS, STATES, word
from cessie.portals.staff.desk import show
from cessie.workflows.letters.notifying import came_back, send_again
from cessie.workflows.sending import lay_letters

SIZE = 40
#: What of how a debtor is written to is no text.
NOT_TEXT: Final = ("mail_allowed", "agreed")
#: Rows of a file at most.
LIMIT = 50_000
#: Filters of the list: the states that each shows.
FILTERS: Final = {
    "": (N_("All"), ()),
    "waiting": (N_("On their way"), ("queued", "sending", "to_post")),
    "told": (N_("Told"), ("sent", "delivered")),
    "doubt": (N_("For a person"), ("draft", "unsure")),
    "back": (N_("Not arrived"), ("failed", "bounced", "dropped")),
}


@require_safe
@vary_on_headers("HX-Request")
@for_kind("staff")
def letters_page(request: Visit) -> HttpResponse:
    """The list, newest first; asked by htmx only the rows, with ``csv`` all that fits as a file."""
    viewer, get = request.viewer, request.GET
    text, state, sort = get.get("q", ""), get.get("state", ""), get.get("sort", "-written")
    _label, states = FILTERS.get(state, FILTERS[""])
    rows = letters.messages(viewer=viewer, text=text, states=states, sort=sort)
    if "csv" in get:
        head = [_("Letter"), _("Debtor"), _("Client"), _("Written"), _("Channel"), _("Status"), _("Told"), _("Account")]
        return csv_file("letters.csv", head, _cells(rows[:LIMIT].iterator(2000)))
    page = Paginator(rows, SIZE).get_page(number(get.get("page")))
    context = {"page": page, "text": text, "state": state}
    if request.htmx:
        return render(request, "portals/staff/screens/letters_found.html", context)
    return show(
        request,
        "letters",
        filters=[(code, _(label)) for code, (label, _states) in FILTERS.items()],
        batches=[row for row in letters.batches(viewer=viewer, waiting=True) if not reports(row.channel)],
        to_lay=letters.messages(viewer=viewer, states=("queued",)).filter(channel__in=TOGETHER).count(),
        may_decide=viewer.may("correspondence.decide"),
        **context,
    )


def _cells(rows: Iterator[Message]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.reference,
            row.debtor.company.name,
            row.client.company.name if row.client is not None else "",
            timezone.localdate(row.written_at),
            word(CHANNELS, row.channel),
            _(STATES[row.state][0]),
            timezone.localdate(row.told_at) if row.told_at else None,
            row.iban,
        ]


@require_POST
@for_kind("staff")
def letters_lay(request: Visit) -> HttpResponse:
    """Lay what waits for the post ready now, without waiting for the hour."""
    request.viewer.require("correspondence.decide")
    laid = lay_letters(by=request.viewer, at=timezone.now(), now=True)
    say(request, "good" if laid else "warn", _("The letters lie ready.") if laid else _("No letter waits."))
    return redirect("staff:letters")


@require_POST
@for_kind("staff")
def letters_posted(request: Visit, post_id: UUID) -> HttpResponse:
    """The post took a batch."""
    attempt(
        request,
        lambda: confirm_posted(batch_id=post_id, by=request.viewer, at=timezone.now()),
        _("These debtors count as told now."),
    )
    return redirect("staff:letters")


Act = Callable[[Visit, UUID, str, datetime], object]


def _again(request: Visit, letter_id: UUID, note: str, at: datetime) -> object:
    return send_again(message_id=letter_id, by=request.viewer, at=at)


def _back(request: Visit, letter_id: UUID, note: str, at: datetime) -> object:
    return came_back(message_id=letter_id, note=note, by=request.viewer, at=at)


def _received(request: Visit, letter_id: UUID, note: str, at: datetime) -> object:
    return deliver(message_id=letter_id, note=note, by=request.viewer, at=at)


def _left(request: Visit, letter_id: UUID, note: str, at: datetime) -> object:
    return settle_unsure(message_id=letter_id, left=True, note=note, by=request.viewer, at=at)


def _not_left(request: Visit, letter_id: UUID, note: str, at: datetime) -> object:
    return settle_unsure(message_id=letter_id, left=False, note=note, by=request.viewer, at=at)


ACTS: Final[dict[str, tuple[Act, str]]] = {
    "again": (_again, N_("A new letter is written that names this one.")),
    "back": (_back, N_("It is noted, and a letter follows.")),
    "received": (_received, N_("It is noted that he received it.")),
    "left": (_left, N_("The debtor counts as told.")),
    "not-left": (_not_left, N_("It is sent again.")),
}


@require_POST
@for_kind("staff")
def letter_act(request: Visit, letter_id: UUID, act: str) -> HttpResponse:
    """Decide on one letter: send again, note that it came back or arrived, or what became of a doubtful one."""
    letters.message(viewer=request.viewer, message_id=letter_id)
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    attempt(request, lambda: verb(request, letter_id, request.POST.get("note", ""), timezone.now()), _(done))
    return redirect("staff:letter", letter_id)


@require_POST
@for_kind("staff")
def debtor_writing(request: Visit, debtor_id: UUID) -> HttpResponse:
    """Note how a debtor is to be written to."""
    parties.debtor(viewer=request.viewer, debtor_id=debtor_id)
    said = {name: request.POST.get(name, "") for name in How.__dataclass_fields__ if name not in NOT_TEXT}
    allowed, agreed = request.POST.get("mail_allowed") == "yes", tuple(request.POST.getlist("agreed"))
    how = How(**said, mail_allowed=allowed, agreed=agreed)
    attempt(
        request,
        lambda: set_writing(debtor_id=debtor_id, how=how, by=request.viewer, at=timezone.now()),
        _("It is noted; letters that waited for it leave."),
    )
    return redirect("staff:debtor", debtor_id)
