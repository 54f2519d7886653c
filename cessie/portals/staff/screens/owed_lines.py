"""What one debtor owes by a ledger of a client: lines that are not financed any more, and the claim on the insurer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.client_ledgers.apart import owed_lines as lines_of
from cessie.domain.client_ledgers.let_in import let_in
from cessie.domain.client_ledgers.rules.kinds import ApartCause
from cessie.domain.client_ledgers.set_apart import set_apart
from cessie.domain.contracts import queries as contracts
from cessie.domain.credit import insured
from cessie.domain.credit.accept_claim import accept_claim
from cessie.domain.credit.end_claim import end_claim
from cessie.domain.credit.paid_to_client import paid_to_client
from cessie.domain.credit.receive_indemnity import receive_indemnity
from cessie.domain.parties import queries as parties
from cessie.domain.purchase.rules.recourse import first_day
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.typed import amount_of
from cessie.portals.staff.desk import show
from cessie.portals.staff.screens.insurance import claim_steps
from cessie.workflows.losses.insuring import claim_lines, dividend

LIVE = ("filed", "accepted", "paid")


@require_safe
@for_kind("staff")
def owed_lines(request: Visit, contract_id: UUID, debtor_id: UUID) -> HttpResponse:
    """The open lines of a debtor, which of them are set apart, the claim that stands, and former ones."""
    viewer, today = request.viewer, booking_day(timezone.now())
    contract = contracts.contract(viewer=viewer, contract_id=contract_id)
    debtor = parties.debtor(viewer=viewer, debtor_id=debtor_id)
    terms = contracts.terms_on(contract_id, today)[1]
    lines = lines_of(viewer=viewer, contract_id=contract_id, debtor_id=debtor_id)
    if not lines:
        raise Http404
    rows = list(insured.claims(viewer=viewer, contract_id=contract_id, debtor_id=debtor_id)[:20])
    asked = request.GET.get("claim", "")
    live = next((row for row in rows if str(row.pk) == asked), None) if asked else None
    live = live or next((row for row in rows if row.state in LIVE), None)
    return show(
        request, "owed_lines", contract=contract, debtor=debtor, policy=insured.policy_of(contract_id, today),
        lines=[(line, (today - line.due).days, first_day(terms, line.due)) for line in lines],
        total=Money.total(line.open for line in lines), recourse=terms.recourse,
        former=[row for row in rows if row is not live],
        claimed=[(line, Money(line.open_cents, line.currency)) for line in live.lines.order_by("due_date", "number")]
        if live
        else [],
        may_bend=viewer.may("purchase.bend"),
        **claim_steps(viewer, live, "staff:owed_lines_act", contract_id, debtor_id),
    )  # fmt: skip


@require_POST
@for_kind("staff")
def owed_lines_act(request: Visit, contract_id: UUID, debtor_id: UUID, act: str) -> HttpResponse:
    """One step with the lines that were chosen, or with the claim for them; each with its reason."""
    contracts.contract(viewer=request.viewer, contract_id=contract_id)
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    on = (contract_id, debtor_id)
    attempt(request, lambda: verb(request, on, request.POST.get("note", ""), timezone.now()), _(done))
    return redirect("staff:owed_lines", contract_id, debtor_id)


On = tuple[UUID, UUID]
Act = Callable[[Visit, On, str, datetime], object]


def _apart(cause: ApartCause) -> Act:
    def act(request: Visit, on: On, note: str, at: datetime) -> object:
        numbers = request.POST.getlist("line")
        if not numbers:
            raise Refusal("owed_lines.none", N_("Choose the lines that it is about."))
        return set_apart(
            contract_id=on[0], debtor_id=on[1], numbers=numbers, cause=cause, note=note, by=request.viewer, at=at
        )

    return act


def _in(request: Visit, on: On, note: str, at: datetime) -> object:
    return let_in(apart_id=key(request.POST.get("apart", "")), note=note, by=request.viewer, at=at)


def _claim(request: Visit, on: On, note: str, at: datetime) -> object:
    said = request.POST
    return claim_lines(
        contract_id=on[0], debtor_id=on[1], numbers=said.getlist("line"), vat=amount_of(said.get("vat", "")), note=note,
        reference=said.get("reference", ""), by=request.viewer, at=at,
    )  # fmt: skip


def _accept(request: Visit, on: On, note: str, at: datetime) -> object:
    typed = request.POST.get("granted", "").strip()
    return accept_claim(
        claim_id=_live(request, on), granted=amount_of(typed) if typed else None,
        relief=request.POST.get("relief") == "yes", note=note, by=request.viewer, at=at,
    )  # fmt: skip


def _end(event: str) -> Act:
    def act(request: Visit, on: On, note: str, at: datetime) -> object:
        return end_claim(claim_id=_live(request, on), event=event, note=note, by=request.viewer, at=at)  # type: ignore[arg-type]  # a word of the table below

    return act


def _paid(request: Visit, on: On, note: str, at: datetime) -> object:
    line = key(request.POST.get("line", ""))
    return receive_indemnity(line_id=line, claim_id=_live(request, on), by=request.viewer, at=at)


def _to_client(request: Visit, on: On, note: str, at: datetime) -> object:
    return paid_to_client(claim_id=_live(request, on), note=note, by=request.viewer, at=at)


def _dividend(request: Visit, on: On, note: str, at: datetime) -> object:
    receipt = key(request.POST.get("receipt", ""))
    return dividend(receipt_id=receipt, claim_id=_live(request, on), note=note, by=request.viewer, at=at)


ACTS: dict[str, tuple[Act, str]] = {
    "doubtful": (_apart("doubtful"), N_("The lines are written down as doubtful.")),
    "back": (_apart("charged_back"), N_("The lines go back to the client.")),
    "in": (_in, N_("The line is financed again.")),
    "claim": (_claim, N_("The claim is filed.")),
    "accept": (_accept, N_("The insurer's decision is booked.")),
    "refuse": (_end("refuse"), N_("The insurer's refusal is noted.")),
    "withdraw": (_end("withdraw"), N_("The claim is withdrawn.")),
    "reopen": (_end("reopen"), N_("The acceptance is undone.")),
    "paid": (_paid, N_("The indemnity is booked.")),
    "to_client": (_to_client, N_("The client owes the indemnity that he got.")),
    "dividend": (_dividend, N_("The money is shared as the loss was borne.")),
}


def _live(request: Visit, on: On) -> UUID:
    rows = insured.claims(viewer=request.viewer, contract_id=on[0], debtor_id=on[1], states=LIVE)
    asked = request.POST.get("claim", "")
    found = rows.filter(pk=key(asked)).first() if asked else rows.first()
    if found is None:
        raise Refusal("credit.no_claim_on_lines", N_("No claim stands on lines of this debtor."))
    return found.pk
