"""Direct debit: what is to be collected, the files in which it leaves, and what came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.connectors.errors import ConnectorError
from cessie.domain.keys.queries import names_of
from cessie.domain.mandates import queries as mandates
from cessie.domain.mandates.agree_batch import agree_batch
from cessie.domain.mandates.discard import discard
from cessie.domain.mandates.drop import drop
from cessie.domain.mandates.models import SERVICES, Collection
from cessie.domain.mandates.prepare import prepare
from cessie.domain.mandates.release import release
from cessie.domain.mandates.rules.timing import NOTICE_DAYS, CutOff
from cessie.domain.mandates.send import send
from cessie.domain.mandates.set_up_creditor import set_up_creditor
from cessie.domain.mandates.tell import tell
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.payments import pain008
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.lists import cut
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.typed import day_of
from cessie.portals.frame.vocabulary import STATES
from cessie.portals.staff.desk import show
from cessie.workflows.jobs import bank

#: Rows of a file at most.
LIMIT: Final = 50_000
FILTERS: Final = {
    "": (N_("All"), ()),
    "way": (N_("On their way"), ("proposed", "batched", "instructed")),
    "came": (N_("Collected"), ("settled",)),
    "back": (N_("Refused or returned"), ("rejected", "returned")),
}


@require_safe
@for_kind("staff")
def collections_page(request: Visit) -> HttpResponse:
    """What waits for a file and why, the files, and who collects."""
    viewer, now = request.viewer, timezone.now()
    waiting = mandates.proposed(viewer, at=now, on=booking_day(now))
    page = cut(request, mandates.batches(viewer))
    files = mandates.batch_facts(page)
    free = [each for each in waiting if not each.holds]
    ready = {each.creditor_id for each in free}
    return show(
        request,
        "collections",
        waiting=waiting,
        free=len(free),
        total=Money.total(each.row.amount for each in free),
        ready=[creditor for creditor in mandates.creditors(viewer) if creditor.pk in ready],
        files=files,
        page=page,
        names=names_of({key for row in files for key in (row.prepared_by, row.released_by)}, viewer=viewer),
        today=booking_day(now),
        creditors=mandates.creditors(viewer),
        accounts=mandates.accounts(viewer),
        versions=pain008.VERSIONS,
        services=SERVICES if settings.TWIKEY_URL else (),
        notice_days=NOTICE_DAYS,
        may_collect=viewer.may("mandates.collect"),
        may_prepare=viewer.may("mandates.prepare"),
        may_set_up=viewer.may("banking.accounts"),
    )


@require_safe
@for_kind("staff")
def collected(request: Visit) -> HttpResponse:
    """Every collection, found by words and state; with ``csv`` as a file."""
    viewer, get, today = request.viewer, request.GET, booking_day(timezone.now())
    text, state = get.get("q", ""), get.get("state", "")
    _label, states = FILTERS.get(state, FILTERS[""])
    rows = mandates.collections(viewer, text=text, states=states, sort=get.get("sort", ""))
    if "csv" in get:
        return _file(rows, today)
    page = cut(request, rows)
    return show(
        request,
        "collected",
        page=page,
        rows=mandates.fetched(page, on=today),
        text=text,
        state=state,
        sorting=True,
        filters=[(code, _(label)) for code, (label, _states) in FILTERS.items()],
    )


def _file(rows: QuerySet[Collection], today: date) -> HttpResponse:
    head = [_("Debtor"), _("Client"), _("Invoice"), _("On"), _("Amount"), _("Status"), _("Reason"), _("Firm from")]
    return csv_file("collections.csv", head, _cells(rows[:LIMIT], today))


def _cells(rows: QuerySet[Collection], today: date) -> Iterator[Sequence[Cell]]:
    for row in mandates.fetched(rows.iterator(2000), on=today):
        yield (
            row.debtor,
            row.client,
            row.number,
            row.day,
            row.amount,
            _(STATES[row.state][0]),
            f"{row.code} {_(row.meaning)}" if row.code else "",
            row.firm.refundable_until if row.firm else None,
        )


@require_POST
@for_kind("staff")
def collection_act(request: Visit, collection_id: UUID, act: str) -> HttpResponse:
    """Note when the debtor was told, or leave it."""
    row = mandates.collection(request.viewer, collection_id)
    by, at = request.viewer, timezone.now()
    if act == "tell":
        told = request.POST.get("told", "")
        done = _("The day is noted; the collection waits for its notice.")
        attempt(request, lambda: tell(collection_id=row.pk, notified_date=day_of(told), by=by, at=at), done)
    elif act == "drop":
        attempt(request, lambda: drop(collection_id=row.pk, by=by, at=at), _("Nothing is fetched for it."))
    else:
        raise Http404
    return redirect("staff:collections")


@require_POST
@for_kind("staff")
def collections_prepare(request: Visit) -> HttpResponse:
    """Put what a creditor may collect now into a file."""
    creditor, made = key(request.POST.get("creditor", "")), []
    attempt(
        request,
        lambda: made.append(prepare(creditor_id=creditor, by=request.viewer, at=timezone.now())),
        _("The file is prepared. Another person must release it."),
    )
    return redirect("staff:collection_batch", made[0].pk) if made else redirect("staff:collections")


@require_safe
@for_kind("staff")
def collection_batch(request: Visit, file_id: UUID) -> HttpResponse:
    """One file: its collections, who prepared and released it, what became of each."""
    viewer = request.viewer
    found = mandates.batch(viewer, file_id)
    page = cut(request, mandates.collections(viewer, sort="day").filter(batch_id=found.id), size=200)
    return show(
        request,
        "collection_batch",
        batch=found,
        page=page,
        rows=mandates.fetched(page, on=booking_day(timezone.now())),
        names=names_of({found.prepared_by, found.agreed_by, found.released_by}, viewer=viewer),
        own=viewer.key in (found.prepared_by, found.agreed_by),
        to_agree=found.by_clock and not found.agreed_by,
        may_release=viewer.may("mandates.release"),
        may_prepare=viewer.may("mandates.prepare"),
        may_send=viewer.may("mandates.send"),
    )


def _send(*, batch_id: UUID, by: Viewer, at: datetime) -> None:
    """Hand the file to the channel; what that cannot do is said, and done again later."""
    try:
        send(batch_id=batch_id, channel=bank(), by=by, at=at)
    except ConnectorError as trouble:
        raise Refusal("payments.channel", N_("The bank's channel failed: {why}"), why=str(trouble)) from trouble


@require_POST
@for_kind("staff")
def collection_batch_act(request: Visit, file_id: UUID, act: str) -> HttpResponse:
    """Look through, release, send or discard a file; the one who prepared it cannot release it."""
    acts = {
        "agree": (agree_batch, _("You looked it through. Another person must release it.")),
        "release": (release, _("The file is released: the debtors are debited on its day.")),
        "send": (_send, _("The file is handed to the bank.")),
        "discard": (discard, _("The file is taken apart; its collections wait again.")),
    }
    mandates.batch(request.viewer, file_id)
    if act not in acts:
        raise Http404
    verb, done = acts[act]
    attempt(request, lambda: verb(batch_id=file_id, by=request.viewer, at=timezone.now()), done)
    return redirect("staff:collection_batch", file_id)


@require_POST
@for_kind("staff")
def creditor_set_up(request: Visit) -> HttpResponse:
    """Let the house collect under an identifier on an account, as its bank takes it."""
    given = request.POST

    def act() -> None:
        set_up_creditor(
            account_id=key(given.get("account", "")),
            identifier=given.get("identifier", ""),
            notice_days=_count(given.get("notice", "")),
            cut_off=CutOff(max(1, _count(given.get("before", ""))), _hour(given.get("until", ""))),
            pain_version=given.get("version", ""),
            service=given.get("service", ""),
            template=given.get("template", ""),
            by_itself=given.get("by_itself") == "yes",
            by=request.viewer,
            at=timezone.now(),
        )

    attempt(request, act, _("The creditor is set up."))
    return redirect("staff:collections")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise Refusal("mandates.no_number", N_("Give the days as a number."))
    return int(text)


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise Refusal("mandates.no_hour", N_("Give the hour until which the bank takes files.")) from None
