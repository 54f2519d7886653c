"""Clients: their money with the house, their contracts, and the accounts to which they are paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.contracts import queries as contracts
from cessie.domain.keys.queries import names_of
from cessie.domain.managed.queries import glance
from cessie.domain.parties import queries as parties
from cessie.domain.parties.accounts import add_account, confirm_account, end_account
from cessie.domain.parties.models import Client
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.lists import cut
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.terms import terms_in_words
from cessie.portals.staff.desk import show
from cessie.portals.staff.screens.marks import marks_panel
from cessie.portals.staff.screens.signs import signs_panel


@require_safe
@for_kind("staff")
def clients(request: Visit) -> HttpResponse:
    """Every client with what the house has in him; with ``csv`` all that fit as a file."""
    text = request.GET.get("q", "")
    rows = parties.clients(viewer=request.viewer, text=text, sort=request.GET.get("sort", ""))
    if "csv" in request.GET:
        head = [_("Client"), _("Code"), _("Town"), _("Country"), _("Since"), _("Funds in use"), _("Current account")]
        found = _with_money(request, list(rows))
        return csv_file("clients.csv", head, (_cells(client, used, account) for client, used, account in found))
    page = cut(request, rows)
    return show(request, "clients", page=page, text=text, clients=_with_money(request, page))


def _with_money(request: Visit, rows: Iterable[Client]) -> list[tuple[Client, Money, Money]]:
    """Each client with his funds in use and his current account over all contracts."""
    own: dict[UUID, list[UUID]] = {client.pk: [] for client in rows}
    for contract in contracts.contracts(viewer=request.viewer).filter(client__in=list(own)):
        own[contract.client_id].append(contract.pk)
    every = [key for keys in own.values() for key in keys]
    used, account = ledger.funds_in_use(every), ledger.client_accounts(every)
    return [
        (client, Money.total(used[key] for key in own[client.pk]), Money.total(account[key] for key in own[client.pk]))
        for client in rows
    ]


def _cells(client: Client, used: Money, account: Money) -> Sequence[Cell]:
    """As on the page: what is the client's own is positive."""
    at = client.company
    return (at.name, client.code, at.town, at.country, client.since_date, used, -account)


@require_safe
@for_kind("staff")
def client(request: Visit, client_id: UUID) -> HttpResponse:
    """One client: contracts with their terms, accounts with their history."""
    viewer = request.viewer
    row = parties.client(viewer=viewer, client_id=client_id)
    accounts = list(parties.accounts(viewer=viewer, company_id=row.company_id))
    people = {account.added_by for account in accounts} | {account.confirmed_by for account in accounts}
    own = list(contracts.contracts(viewer=viewer).filter(client=row))
    keys = [contract.pk for contract in own]
    used, balance = ledger.funds_in_use(keys), ledger.client_accounts(keys)
    return show(
        request,
        "client",
        manages=glance(viewer=viewer, client_id=client_id).manages,
        client=row,
        **marks_panel(request, "client", row.pk, row.company_id),
        identifiers=row.company.identifiers.all(),
        accounts=accounts,
        contracts=[
            (contract, used[contract.pk], balance[contract.pk], _versions(request, contract.pk)) for contract in own
        ],
        names=names_of(people, viewer=viewer),
        **signs_panel(request, row.pk),
        may_add=viewer.may("parties.add_account"),
        may_confirm=viewer.may("parties.confirm_account"),
    )


def _versions(request: Visit, contract_id: UUID) -> list[tuple[contracts.VersionFacts, list[tuple[str, str]]]]:
    found = contracts.versions(viewer=request.viewer, contract_id=contract_id)
    return [(version, terms_in_words(version.terms)) for version in found]


@require_POST
@for_kind("staff")
def account_add(request: Visit, client_id: UUID) -> HttpResponse:
    """Note an account; another person must confirm it."""
    row = parties.client(viewer=request.viewer, client_id=client_id)
    attempt(
        request,
        lambda: add_account(
            company_id=row.company_id,
            iban=request.POST.get("iban", ""),
            holder=request.POST.get("holder", ""),
            by=request.viewer,
            at=timezone.now(),
        ),
        _("The account is noted. Another person must confirm it."),
    )
    return redirect("staff:client", client_id)


@require_POST
@for_kind("staff")
def account_act(request: Visit, client_id: UUID, account_id: UUID, act: str) -> HttpResponse:
    """Confirm an account as the second person, or end it."""
    row = parties.client(viewer=request.viewer, client_id=client_id)
    acts = {"confirm": (confirm_account, _("The account is confirmed.")), "end": (end_account, _("It has ended."))}
    known = parties.accounts(viewer=request.viewer, company_id=row.company_id).filter(pk=account_id).exists()
    if act not in acts or not known:
        raise Http404
    verb, done = acts[act]
    attempt(request, lambda: verb(account_id=account_id, by=request.viewer, at=timezone.now()), done)
    return redirect("staff:client", client_id)
