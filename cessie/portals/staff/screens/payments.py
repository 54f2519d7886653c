"""Money out: orders that wait and why, batches prepared by one person and released by another."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.connectors.errors import ConnectorError
from cessie.domain.banking import queries as banking
from cessie.domain.keys.queries import names_of
from cessie.domain.payments import queries as payments
from cessie.domain.payments.came_back import came_back
from cessie.domain.payments.cancel import cancel
from cessie.domain.payments.cover import NOT_COVERED
from cessie.domain.payments.discard import discard
from cessie.domain.payments.leave_unpaid import leave_unpaid
from cessie.domain.payments.order_again import order_again
from cessie.domain.payments.prepare import prepare
from cessie.domain.payments.prepare_again import prepare_again
from cessie.domain.payments.release import release
from cessie.domain.payments.send import send
from cessie.domain.payments.set_off import set_off
from cessie.domain.payments.vouch import vouch
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.lists import cut
from cessie.portals.staff.desk import show
from cessie.workflows.jobs import bank
from cessie.workflows.money.names import ask_name_again


@require_safe
@for_kind("staff")
def payments_page(request: Visit) -> HttpResponse:
    """What waits to be paid and what is on its way."""
    viewer, now = request.viewer, timezone.now()
    orders = payments.waiting_orders(viewer, at=now)
    text = request.GET.get("q", "")
    page = cut(request, payments.batches(viewer, text=text))
    batches = payments.batch_facts(page)
    free = [order for order in orders if not order.holds]
    back = came_back(viewer)
    people = {order.ordered_by for order in orders} | {batch.prepared_by for batch in batches}
    people |= {each.unpaid.asked_by for each in back if each.unpaid}
    return show(
        request,
        "payments",
        orders=orders,
        free=len(free),
        total=Money.total(order.amount for order in free),
        back=back,
        batches=batches,
        page=page,
        text=text,
        accounts=[account for account in banking.accounts(viewer) if not account.closed_date],
        day=bank_day_from(booking_day(now)),
        names=names_of(people | {batch.released_by for batch in batches}, viewer=viewer),
        may_prepare=viewer.may("payments.prepare"),
        may_vouch=viewer.may("payments.vouch"),
        may_verify=bool(settings.VOP_URL) and viewer.may("payments.order"),
        uncovered={order.id for order in orders if any(reason.code == NOT_COVERED for reason in order.holds)},
        may_order=viewer.may("payments.order"),
        may_agree=viewer.may("payments.release"),
    )


@require_POST
@for_kind("staff")
def batch_prepare(request: Visit) -> HttpResponse:
    """Put the ticked orders into a batch."""
    made = []

    def act() -> None:
        chosen = [key(text) for text in request.POST.getlist("order")]
        if not chosen:
            raise Refusal("payments.none_chosen", N_("Tick at least one order."))
        made.append(
            prepare(
                account_id=key(request.POST.get("account", "")),
                order_ids=chosen,
                execution_date=_day(request.POST.get("day", "")),
                by=request.viewer,
                at=timezone.now(),
            )
        )

    attempt(request, act, _("The batch is prepared. Another person must release it."))
    return redirect("staff:batch", made[0].pk) if made else redirect("staff:payments")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("payments.no_day", N_("Give the day on which the bank is to pay.")) from None


@require_POST
@for_kind("staff")
def order_vouch(request: Visit, order_id: UUID) -> HttpResponse:
    """Say as a second person that the account of an order is right although it is new."""
    attempt(
        request,
        lambda: vouch(order_id=order_id, note=request.POST.get("note", ""), by=request.viewer, at=timezone.now()),
        _("Your word is kept with the order."),
    )
    return redirect("staff:payments")


@require_POST
@for_kind("staff")
def order_decide(request: Visit, order_id: UUID, act: str) -> HttpResponse:
    """Withdraw an order, pay what a debt has left of it, pay again one that came back, or never; untouched it waits."""
    viewer, now = request.viewer, timezone.now()
    if payments.order(viewer, order_id) is None:
        raise Http404
    if act == "cancel":
        note = request.POST.get("note", "")
        done = _("The payment is withdrawn; the money stays on the account.")
        attempt(request, lambda: cancel(order_id=order_id, note=note, by=viewer, at=now), done)
    elif act == "set-off":
        done = _("What is left is ordered; the rest was set off against the debt.")
        attempt(request, lambda: set_off(order_id=order_id, by=viewer, at=now), done)
    elif act == "again":
        attempt(request, lambda: _pay_again(request, order_id, now), _("It is ordered again; two people let it leave."))
    elif act == "leave":
        note, done = request.POST.get("note", ""), _("Another person must agree that it is not paid again.")
        attempt(request, lambda: leave_unpaid(order_id=order_id, event="ask", note=note, by=viewer, at=now), done)
    elif act == "agree":
        done = _("It is not paid again; the money is free on the account from which it came.")
        attempt(request, lambda: leave_unpaid(order_id=order_id, event="agree", by=viewer, at=now), done)
    else:
        raise Http404
    return redirect("staff:payments")


@require_POST
@for_kind("staff")
def order_verify(request: Visit, order_id: UUID) -> HttpResponse:
    """Ask the bank anew in whose name the account of an order is."""

    def act() -> None:
        request.viewer.require("payments.order")
        ask_name_again(account_id=payments.payee_of(request.viewer, order_id), by=request.viewer, at=timezone.now())

    attempt(request, act, _("The bank has answered."))
    return redirect("staff:payments")


def _pay_again(request: Visit, order_id: UUID, at: datetime) -> None:
    whole = request.POST.get("what") != "left"
    order_again(order_id=order_id, payee_id=key(request.POST.get("account", "")), whole=whole, by=request.viewer, at=at)


@require_safe
@for_kind("staff")
def batch(request: Visit, batch_id: UUID) -> HttpResponse:
    """One batch: its orders, who prepared and released it, where it is."""
    viewer = request.viewer
    found = payments.batch(viewer, batch_id)
    if found is None:
        raise Http404
    return show(
        request,
        "batch",
        batch=found,
        orders=payments.orders(viewer, batch_id=batch_id),
        names=names_of({found.prepared_by, found.released_by}, viewer=viewer),
        own=found.prepared_by == viewer.key,
        may_release=viewer.may("payments.release"),
        may_prepare=viewer.may("payments.prepare"),
        may_send=viewer.may("payments.order"),
    )


def _send(*, batch_id: UUID, by: Viewer, at: datetime) -> None:
    """Hand the file to the channel; what that cannot do is said, and done again later."""
    try:
        send(batch_id=batch_id, channel=bank(), by=by, at=at)
    except ConnectorError as trouble:
        raise Refusal("payments.channel", N_("The bank's channel failed: {why}"), why=str(trouble)) from trouble


@require_POST
@for_kind("staff")
def batch_act(request: Visit, batch_id: UUID, act: str) -> HttpResponse:
    """Release, send or discard a batch; the one who prepared it cannot release it."""
    if act == "again":
        return _again(request, batch_id)
    acts = {
        "release": (release, _("The batch is released; its file is ready.")),
        "send": (_send, _("The file is handed to the bank.")),
        "discard": (discard, _("The batch is taken apart; its orders wait again.")),
    }
    if act not in acts or payments.batch(request.viewer, batch_id) is None:
        raise Http404
    verb, done = acts[act]
    attempt(request, lambda: verb(batch_id=batch_id, by=request.viewer, at=timezone.now()), done)
    return redirect("staff:batch", batch_id)


def _again(request: Visit, batch_id: UUID) -> HttpResponse:
    """A new batch of what may still leave; without any only the old one is taken apart."""
    made = []
    if payments.batch(request.viewer, batch_id) is None:
        raise Http404
    attempt(
        request,
        lambda: made.append(prepare_again(batch_id=batch_id, by=request.viewer, at=timezone.now())),
        _("The batch is made anew with what may leave. Another person must release it."),
    )
    new = made[0] if made else None
    return redirect("staff:batch", new.pk) if new else redirect("staff:payments")
