"""Debtors over all clients: how much the house stands for, how much of it is taken, and the desk's decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, get_args
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.client_ledgers.apart import ledgers_with
from cessie.domain.correspondence import queries as letters
from cessie.domain.correspondence.rules.language import LANGUAGES as LETTER_LANGUAGES
from cessie.domain.correspondence.rules.means import CHANNELS, Consent
from cessie.domain.credit.exposure import limits, rooms
from cessie.domain.credit.models import LIMIT_KINDS
from cessie.domain.credit.rules.limits import Room
from cessie.domain.invoices import queries as invoices
from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.domain.parties.accounts import confirm_account
from cessie.domain.parties.groups import debtor_groups
from cessie.domain.parties.models import Debtor
from cessie.domain.parties.set_parent import set_parent
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, number
from cessie.portals.frame.lists import cut
from cessie.portals.frame.relation import told_him
from cessie.portals.frame.rows import rows_of
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.typed import amount_of, day_of
from cessie.portals.staff.desk import show
from cessie.portals.staff.screens.marks import marks_panel
from cessie.workflows.purchases.limits import decide

#: Debtors whose room is asked in one go.
AT_ONCE: Final = 1000


@require_safe
@for_kind("staff")
def debtors(request: Visit) -> HttpResponse:
    """Debtors by name with the room that their limits leave; with ``csv`` all that fit as a file."""
    text = request.GET.get("q", "")
    rows = parties.debtors(viewer=request.viewer, text=text)
    if "csv" in request.GET:
        head = [_("Debtor"), _("Town"), _("Country"), _("Limit"), _("Used"), _("Reserved"), _("Room")]
        return csv_file("debtors.csv", head, _cells(list(rows)))
    page = cut(request, rows)
    return show(request, "debtors", page=page, text=text, debtors=list(_with_room(page)))


def _with_room(rows: Sequence[Debtor]) -> Iterator[tuple[Debtor, Room]]:
    now = timezone.now()
    room = rooms([debtor.pk for debtor in rows], booking_day(now), at=now)
    return ((debtor, room[debtor.pk]) for debtor in rows)


def _cells(rows: Sequence[Debtor]) -> Iterator[Sequence[Cell]]:
    for first in range(0, len(rows), AT_ONCE):
        for debtor, room in _with_room(rows[first : first + AT_ONCE]):
            at = debtor.company
            yield (at.name, at.town, at.country, room.limit, room.used, room.reserved, room.room)


@require_safe
@for_kind("staff")
def debtor(request: Visit, debtor_id: UUID) -> HttpResponse:
    """One debtor: room, every decision on him, his invoices."""
    viewer, now = request.viewer, timezone.now()
    row = parties.debtor(viewer=viewer, debtor_id=debtor_id)
    decisions = list(limits(viewer=viewer, debtor_id=debtor_id)[:100])
    page = invoices.search(viewer=viewer, debtor_id=debtor_id, sort="-due", page=number(request.GET.get("page")))
    return show(
        request,
        "debtor",
        debtor=row,
        **marks_panel(request, "debtor", row.pk, row.company_id),
        identifiers=row.company.identifiers.all(),
        room=rooms([row.pk], booking_day(now), at=now)[row.pk],
        insured=rooms([row.pk], booking_day(now), at=now, cover_required=True)[row.pk],
        group=list(parties.debtors(viewer=viewer).filter(pk__in=debtor_groups([row.pk])[row.pk] - {row.pk})),
        parent=row.company.parent,
        decisions=[(limit, Money(limit.amount_cents, limit.currency)) for limit in decisions],
        names=names_of({limit.decided_by for limit in decisions}, viewer=viewer),
        lines=rows_of(page.rows, viewer, booking_day(now)),
        page=page,
        today=booking_day(now),
        **told_him(viewer, row.pk),
        ledgers=ledgers_with(viewer=viewer, debtor_id=row.pk)[:50],
        creditors=parties.clients(viewer=viewer).filter(pk__in=parties.clients_of(row.pk))[:50],
        writing=letters.writing(viewer=viewer, debtor_id=row.pk),
        letter_languages=LETTER_LANGUAGES,
        channels=CHANNELS,
        consents=get_args(Consent),
        may_write=viewer.may("correspondence.decide"),
        kinds=LIMIT_KINDS,
        accounts=parties.accounts(viewer=viewer, company_id=row.company_id),
        may_confirm=viewer.may("parties.confirm_account"),
        me=viewer.key,
        may_decide=viewer.may("credit.set_limit"),
    )


@require_POST
@for_kind("staff")
def debtor_group(request: Visit, debtor_id: UUID) -> HttpResponse:
    """Say which company controls the debtor, by its register number; without one: none."""
    row = parties.debtor(viewer=request.viewer, debtor_id=debtor_id)
    typed = request.POST.get("number", "").strip()

    def act() -> None:
        above = parties.company_with(typed) if typed else None
        if typed and above is None:
            raise Refusal("debtors.no_company", N_("No company with number {number} is known."), number=typed)
        set_parent(
            company_id=row.company_id, parent_id=above.pk if above else None, by=request.viewer, at=timezone.now()
        )

    attempt(request, act, _("The group is noted."))
    return redirect("staff:debtor", debtor_id)


@require_POST
@for_kind("staff")
def debtor_limit(request: Visit, debtor_id: UUID) -> HttpResponse:
    """Decide on a limit, or note what the insurer decided."""
    parties.debtor(viewer=request.viewer, debtor_id=debtor_id)
    said = request.POST

    def act() -> None:
        decide(
            debtor_id=debtor_id,
            kind=said.get("kind", ""),
            amount=amount_of(said.get("amount", "")),
            valid_from=day_of(said.get("from", "")),
            valid_until=_maybe(said.get("until", "")),
            covered_until=_maybe(said.get("covered", "")),
            source=said.get("source", "").strip(),
            by=request.viewer,
            at=timezone.now(),
        )

    attempt(request, act, _("The limit is decided."))
    return redirect("staff:debtor", debtor_id)


@require_POST
@for_kind("staff")
def account_confirm(request: Visit, debtor_id: UUID, account_id: UUID) -> HttpResponse:
    """A second person has checked the debtor's account: a refund may go there."""
    row = parties.debtor(viewer=request.viewer, debtor_id=debtor_id)
    if not parties.accounts(viewer=request.viewer, company_id=row.company_id).filter(pk=account_id).exists():
        raise Http404
    attempt(
        request,
        lambda: confirm_account(account_id=account_id, by=request.viewer, at=timezone.now()),
        _("The account is confirmed."),
    )
    return redirect("staff:debtor", debtor_id)


def _maybe(text: str) -> date | None:
    return day_of(text) if text else None
