"""Credit insurance that clients hold themselves: noted, seen by a second person, and what it covers of each debtor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.credit import insured
from cessie.domain.credit.delegate import decide_policy, delegate, end_policy
from cessie.domain.credit.models import Policy
from cessie.domain.credit.name_limits import Named, WrongLines
from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key, say
from cessie.portals.frame.lists import cut
from cessie.portals.frame.policy_page import limits_csv, policy_facts
from cessie.portals.frame.scans import LARGEST
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.typed import amount_of, day_of
from cessie.portals.staff.desk import show
from cessie.portals.staff.screens.insurance import conditions_of
from cessie.workflows.purchases.limits import look_at_named, name, name_file

ORDERS = {
    "client": "client__company__sort_name", "insurer": "insurer", "number": "number", "from": "valid_from",
}  # fmt: skip


@require_safe
@for_kind("staff")
def policies(request: Visit) -> HttpResponse:
    """Every policy of a client, found by client, insurer or number; with ``csv`` all that fit as a file."""
    text, sort = request.GET.get("q", "").strip(), request.GET.get("sort", "")
    rows = insured.policies(viewer=request.viewer).filter(client__isnull=False)
    if text:
        named = Q(client__company__name__icontains=text) | Q(insurer__icontains=text)
        rows = rows.filter(named | Q(number__istartswith=text))
    if sort.removeprefix("-") in ORDERS:
        rows = rows.order_by(f"{'-' if sort.startswith('-') else ''}{ORDERS[sort.removeprefix('-')]}", "pk")
    if "csv" in request.GET:
        head = [_("Client"), _("Insurer"), _("Number"), _("Insured percent"), _("From"), _("Until"), _("State")]
        return csv_file("policies.csv", head, (_cells(row) for row in rows.iterator(chunk_size=500)))
    return show(
        request, "policies", page=cut(request, rows), text=text, may_insure=request.viewer.may("credit.insure"),
        clients=parties.clients(viewer=request.viewer)[:500], today=booking_day(timezone.now()),
    )  # fmt: skip


def _cells(row: Policy) -> list[Any]:
    client = row.client.company.name if row.client else ""
    percent = f"{row.insured_percent:f}"
    return [client, row.insurer, row.number, percent, row.valid_from, row.valid_until, row.state]


@require_POST
@for_kind("staff")
def policy_delegate(request: Visit) -> HttpResponse:
    """Note a client's policy with the insurer's acceptance."""
    said = request.POST
    attempt(
        request,
        lambda: delegate(
            client_id=key(said.get("client", "")), conditions=conditions_of(said),
            delegated_from=day_of(said.get("delegated", "")), loss_payee=said.get("payee", ""),
            paper=_paper(request), by=request.viewer, at=timezone.now(),
        ),
        _("The policy is noted: it counts once a second person has seen the paper."),
    )  # fmt: skip
    return redirect("staff:policies")


def _paper(request: HttpRequest) -> tuple[str, bytes]:
    file = request.FILES.get("paper")
    if file is None or not file.size or file.size > LARGEST:
        raise Refusal("credit.no_paper", N_("Add the insurer's acceptance, at most 10 MB."))
    return file.name or "acceptance.pdf", file.read()


@require_safe
@for_kind("staff")
def policy(request: Visit, policy_id: UUID) -> HttpResponse:
    """One policy: its conditions, the insurer's paper, what it covers of each debtor; with ``csv`` the limits."""
    viewer = request.viewer
    row = insured.policy(viewer=viewer, policy_id=policy_id)
    if "csv" in request.GET:
        return limits_csv(viewer, row)
    today = booking_day(timezone.now())
    return show(
        request, "policy", **policy_facts(request, row), today=today,
        names=names_of([row.made_by, row.decided_by], viewer=viewer), may_insure=viewer.may("credit.insure"),
        own=row.made_by == viewer.key, may_limit=viewer.may("credit.set_limit"),
        debtors=parties.debtors(viewer=viewer, client_id=row.client_id)[:500],
    )  # fmt: skip


@require_POST
@for_kind("staff")
def policy_act(request: Visit, policy_id: UUID, act: str) -> HttpResponse:
    """Confirm, decline or end it; name a limit, or many by file."""
    insured.policy(viewer=request.viewer, policy_id=policy_id)
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    attempt(request, lambda: verb(request, policy_id), _(done))
    return redirect("staff:policy", policy_id)


def _confirm(request: Visit, policy_id: UUID) -> None:
    decide_policy(policy_id=policy_id, event="confirm", by=request.viewer, at=timezone.now())


def _decline(request: Visit, policy_id: UUID) -> None:
    decide_policy(policy_id=policy_id, event="decline", by=request.viewer, at=timezone.now())


def _end(request: Visit, policy_id: UUID) -> None:
    last = day_of(request.POST.get("last", ""))
    end_policy(policy_id=policy_id, last_day=last, by=request.viewer, at=timezone.now())


def _limit(request: Visit, policy_id: UUID) -> None:
    said = request.POST
    until, covered = (day_of(said[each]) if said.get(each) else None for each in ("until", "covered"))
    named = Named(
        key(said.get("debtor", "")), amount_of(said.get("amount", "")), day_of(said.get("from", "")), until, covered,
        said.get("source", ""),
    )  # fmt: skip
    name(policy_id=policy_id, named=[named], by=request.viewer, at=timezone.now())


def _confirm_limits(request: Visit, policy_id: UUID) -> None:
    _look(request, policy_id, "confirm")


def _decline_limits(request: Visit, policy_id: UUID) -> None:
    _look(request, policy_id, "decline")


def _look(request: Visit, policy_id: UUID, event: str) -> None:
    chosen = [key(each) for each in request.POST.getlist("limit")]
    look_at_named(policy_id=policy_id, limit_ids=chosen, event=event, by=request.viewer, at=timezone.now())


def _file(request: Visit, policy_id: UUID) -> None:
    file = request.FILES.get("file")
    if file is None or not file.size or file.size > LARGEST:
        raise Refusal("credit.no_file", N_("Choose a file first."))
    try:
        name_file(policy_id=policy_id, data=file.read(), by=request.viewer, at=timezone.now())
    except WrongLines as no:
        for reason in no.reasons[1:20]:
            say(request, "bad", reason)
        raise


ACTS = {
    "confirm": (_confirm, N_("The policy counts.")),
    "decline": (_decline, N_("The policy is declined.")),
    "end": (_end, N_("The end of the policy is noted.")),
    "limit": (_limit, N_("Noted: less room counts at once, more once a second person has seen it.")),
    "file": (_file, N_("Noted: less room counts at once, more once a second person has seen it.")),
    "confirm_limits": (_confirm_limits, N_("The limits count.")),
    "decline_limits": (_decline_limits, N_("The limits are declined.")),
}
