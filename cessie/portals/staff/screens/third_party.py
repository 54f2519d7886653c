"""Money of others: what the account holds and for whom, what nobody knows yet, and what is passed on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.banking.balances import position
from cessie.domain.banking.models import Account
from cessie.domain.banking.open_account import open_account
from cessie.domain.banking.queries import lines, third_party_account
from cessie.domain.trust import queries as trust
from cessie.domain.trust.book_own import book_charge
from cessie.domain.trust.remit import remit
from cessie.ledger.third_party import own_share
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.lists import cut
from cessie.portals.frame.principal_months import file_of, rows_of_months
from cessie.portals.frame.remittances import paper_of, rows_of
from cessie.portals.frame.typed import amount_of
from cessie.portals.staff.desk import show
from cessie.workflows.follow_up.trusting import (
    give_to_dossier,
    give_to_several,
    opened_again,
    refund_to_payer,
    write_statements,
)


@require_safe
@for_kind("staff")
def third_party(request: Visit) -> HttpResponse:
    """The account beside what is owed, money that waits for a person, each principal, and the remittances."""
    viewer, account = request.viewer, third_party_account()
    waiting = [line for line in lines(viewer, waiting=True) if line.statement.account.purpose == "trust"]
    page = cut(request, trust.remittances(viewer))
    return show(
        request, "third_party", account=account, facts=_facts(account), waiting=waiting,
        unknown=trust.receipts(viewer, state="waiting")[:50], kept=trust.receipts(viewer, state="kept")[:50],
        standings=trust.standings(viewer), page=page, rows=rows_of(page), months=rows_of_months(viewer),
        decides=viewer.may("matching.decide"), orders=viewer.may("payments.order"),
        charges=viewer.may("banking.decide"),
        opens=account is None and viewer.may("banking.accounts"), today=booking_day(timezone.now()),
    )  # fmt: skip


@require_POST
@for_kind("staff")
def third_party_open(request: Visit) -> HttpResponse:
    """An administrator names the account on which money of others is held."""
    post, now = request.POST, timezone.now()
    attempt(
        request,
        lambda: open_account(
            iban=post.get("iban", ""), holder=post.get("holder", "").strip(), purpose="trust",
            opened_date=booking_day(now), opening=Money(0), by=request.viewer, at=now,
        ),
        _("The third-party account is open."),
    )  # fmt: skip
    return redirect("staff:third_party")


def _facts(account: Account | None) -> list[tuple[str, Money]]:
    """Bank, sub-ledger, the house's own share, and lines that wait: the first is the sum of the others."""
    if account is None:
        return []
    found, share = position(account), own_share(account.pk)
    bank = found.closing if found.closing is not None else found.books
    return [
        (_("At the bank"), bank),
        (_("Owed to principals"), found.books - share),
        (_("The house's own, to be moved"), share),
        (_("Lines that wait"), found.untaken),
    ]


@require_safe
@for_kind("staff")
def remittance_paper(request: Visit, remittance_id: UUID) -> HttpResponse:
    """The statement of a remittance."""
    return paper_of(request.viewer, remittance_id)


@require_safe
@for_kind("staff")
def month_paper(request: Visit, collected_id: UUID, sheet_kind: str) -> HttpResponse:
    """What a principal was told of a month, as PDF or CSV."""
    return file_of(request.viewer, collected_id, sheet_kind)


@require_POST
@for_kind("staff")
def third_party_act(request: Visit, act: str, of: UUID) -> HttpResponse:
    """Give money to a dossier or back to its payer, book a debit, or make a remittance."""
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    attempt(request, lambda: verb(request, of, timezone.now()), _(done))
    return redirect("staff:third_party")


def _assign(request: Visit, receipt_id: UUID, at: datetime) -> object:
    said, note = request.POST.get("dossier", ""), request.POST.get("note", "")
    if "+" in said:
        return give_to_several(receipt_id=receipt_id, shares=shares_of(said), note=note, by=request.viewer, at=at)
    return give_to_dossier(receipt_id=receipt_id, dossier=said, note=note, by=request.viewer, at=at)


def shares_of(said: str) -> list[tuple[str, Money]]:
    """Several dossiers with their amounts, as they are typed: a number, a blank, an amount, and ``+`` before the next.

    >>> [(number, amount.cents) for number, amount in shares_of("2026-000001 100,00 + 2026-000002 1.250,50")]
    [('2026-000001', 10000), ('2026-000002', 125050)]
    """
    parts = (part.strip().partition(" ") for part in said.split("+"))
    return [(number, amount_of(amount)) for number, _, amount in parts]


def _refund(request: Visit, receipt_id: UUID, at: datetime) -> object:
    post = request.POST
    return refund_to_payer(
        receipt_id=receipt_id,
        amount=amount_of(post.get("amount", "")),
        note=post.get("note", ""),
        by=request.viewer,
        at=at,
    )


def _charge(request: Visit, line_id: UUID, at: datetime) -> object:
    return book_charge(line_id=line_id, note=request.POST.get("note", ""), by=request.viewer, at=at)


def _back(request: Visit, line_id: UUID, at: datetime) -> object:
    receipt_id = key(request.POST.get("receipt", ""))
    return opened_again(line_id=line_id, receipt_id=receipt_id, by=request.viewer, at=at)


def _remit(request: Visit, contract_id: UUID, at: datetime) -> object:
    made = remit(contract_id=contract_id, until=booking_day(at), by=request.viewer, at=at)
    write_statements(by=request.viewer, at=at)
    return made


Act = Callable[[Visit, UUID, datetime], object]
ACTS: Final[dict[str, tuple[Act, str]]] = {
    "assign": (_assign, N_("The money is for that dossier.")),
    "refund": (_refund, N_("The refund is ordered: two people let it go.")),
    "charge": (_charge, N_("Booked as a charge that the house bears.")),
    "back": (_back, N_("The claim is open again.")),
    "remit": (_remit, N_("The remittance is made: two people let the payment go.")),
}
