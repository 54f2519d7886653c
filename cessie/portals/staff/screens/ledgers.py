"""Clients' ledgers for the desk: what is in doubt or late, money that nobody matches, sweeps under way."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.client_ledgers import queries
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.dedicate import dedicate
from cessie.domain.client_ledgers.refuse_ledger import refuse_ledger
from cessie.domain.client_ledgers.sweep import cancel_sweep, sweep
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contracts
from cessie.domain.keys.queries import names_of
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.ledger_page import batch_of, proof_of
from cessie.portals.frame.lists import cut
from cessie.portals.staff.desk import show


@require_safe
@for_kind("staff")
def ledgers(request: Visit) -> HttpResponse:
    """Each contract on balances with what is missing, every ledger, money on dedicated accounts and its sweeps."""
    viewer, today = request.viewer, booking_day(timezone.now())
    running = queries.on_balances(today)
    page = cut(request, queries.submissions(viewer))
    return show(
        request, "ledgers", page=page, today=today,
        standings=[(row, queries.standing(row.pk, today), queries.unmatched(row.pk, today)) for row in running],
        sweeps=queries.sweeps(viewer)[:20], ready=_ready(viewer), orders=viewer.may("payments.order"),
        decides=viewer.may("ledgers.decide"),
        opens=viewer.may("banking.accounts"), contracts=contracts(viewer=viewer),
    )  # fmt: skip


def _ready(viewer: Viewer) -> list[tuple[Contract, Money]]:
    """What is matched on dedicated accounts that the house holds, and not on its way."""
    if not viewer.may("payments.order"):
        return []
    rows = ((row, queries.to_sweep(row.pk)) for row in queries.with_dedicated(ours=True))
    return [(row, amount) for row, amount in rows if amount]


@require_POST
@for_kind("staff")
def sweep_act(request: Visit, act: str) -> HttpResponse:
    """Treasury orders what is matched on an account of the house, or withdraws it before it lies in a batch."""
    chosen, by, at = key(request.POST.get("key", "")), request.viewer, timezone.now()
    if act == "order":
        done = _("Ordered: two people let it leave, on the page of payments.")
        attempt(request, lambda: sweep(contract_id=chosen, by=by, at=at), done)
    elif act == "cancel":
        done = _("Cancelled: what is matched can be swept anew.")
        attempt(request, lambda: cancel_sweep(sweep_id=chosen, by=by, at=at), done)
    else:
        raise Http404
    return redirect("staff:ledgers")


@require_safe
@for_kind("staff")
def ledger(request: Visit, submission_id: UUID) -> HttpResponse:
    """One ledger with its proof, and the word of the desk."""
    row = queries.submission(request.viewer, submission_id)
    if row.kind == "lines":
        names = names_of([row.received_by], viewer=request.viewer)
        return show(request, "ledger_batch", names=names, **batch_of(request, row))
    return show(
        request, "ledger", **proof_of(row), decides=row.state == "read" and request.viewer.may("ledgers.decide"),
        names=names_of([row.received_by, row.decided_by], viewer=request.viewer),
    )  # fmt: skip


@require_POST
@for_kind("staff")
def ledger_act(request: Visit, submission_id: UUID, act: str) -> HttpResponse:
    """Put it in force, or refuse it."""
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    note = request.POST.get("note", "")
    attempt(
        request, lambda: verb(submission_id=submission_id, note=note, by=request.viewer, at=timezone.now()), _(done)
    )
    return redirect("staff:ledger", submission_id)


ACTS = {
    "accept": (accept, N_("The ledger is in force.")),
    "refuse": (refuse_ledger, N_("Refused: the client reads why.")),
}


@require_POST
@for_kind("staff")
def dedicated_open(request: Visit) -> HttpResponse:
    """An administrator names the dedicated account of a contract."""
    post = request.POST
    attempt(
        request,
        lambda: dedicate(
            contract_id=key(post.get("contract", "")), iban=post.get("iban", ""), holder=post.get("holder", "").strip(),
            by=request.viewer, at=timezone.now(),
        ),
        _("The dedicated account is known: its statements are read from now on."),
    )  # fmt: skip
    return redirect("staff:ledgers")
