"""Payments on a creditor's own account: his statements go in, what is doubtful he gives to his invoices."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.managed.queries import glance
from cessie.domain.parties import queries as parties
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import N_
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.creditor_money import act_on_money, read_statements
from cessie.portals.frame.creditor_page import payment_of, payments_of


@require_safe
@for_kind("client")
def payments(request: Visit) -> HttpResponse:
    """What came in, what of it waits, and up to which day the bank was read."""
    client = client_of(request)
    confirmed = parties.confirmed_ibans(client.company_id)
    return show(request, "payments", client, confirmed=sorted(confirmed), **payments_of(request, client.pk))


@require_POST
@for_kind("client")
def statement_in(request: Visit) -> HttpResponse:
    """A statement file of his bank: read, chained, and matched at once."""
    client = client_of(request)
    if not glance(viewer=request.viewer, client_id=client.pk).manages:
        raise NotFound("managed.unknown", N_("There is no such thing."))
    read_statements(request, client.pk)
    return redirect("client:payments")


@require_safe
@for_kind("client")
def payment(request: Visit, money_id: UUID) -> HttpResponse:
    """One payment: what the bank says, what it paid, and what it could pay."""
    found = payment_of(request.viewer, money_id, request.GET.get("q", ""))
    client = parties.client(viewer=request.viewer, client_id=found["receipt"].client_id)
    return show(request, "payment", client, **found)


@require_POST
@for_kind("client")
def payment_act(request: Visit, money_id: UUID, act: str) -> HttpResponse:
    """Give it, set it aside, take it up again."""
    act_on_money(request, money_id, act)
    return redirect("client:payment", money_id)
