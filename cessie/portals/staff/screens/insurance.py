"""Credit insurance: the policies that the house holds, the claims on them, and the steps of a claim on its invoice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.banking.queries import waiting_lines
from cessie.domain.credit import insured
from cessie.domain.credit.accept_claim import accept_claim
from cessie.domain.credit.doubt import doubt
from cessie.domain.credit.end_claim import end_claim
from cessie.domain.credit.insure import insure
from cessie.domain.credit.models import Claim
from cessie.domain.credit.paid_to_client import paid_to_client
from cessie.domain.credit.receive_indemnity import from_insurer, receive_indemnity
from cessie.domain.credit.rules.conditions import Conditions
from cessie.domain.credit.undo_doubt import undo_doubt
from cessie.domain.invoices import queries as invoices
from cessie.domain.matching.queries import unmatched
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key, number
from cessie.portals.frame.typed import amount_of, day_of
from cessie.portals.staff.desk import show
from cessie.workflows.losses.insuring import claim, dividend

#: Days that a form may leave open.
USUAL = {"declare": "30", "extension": "0", "waiting_days": "0"}
STATES = ("filed", "accepted", "paid", "refused", "withdrawn")


@require_safe
@for_kind("staff")
def insurance(request: Visit) -> HttpResponse:
    """Policies and claims, newest first."""
    state = request.GET.get("state", "")
    rows = insured.claims(viewer=request.viewer, states=[state] if state in STATES else ())
    page = Paginator(rows, 40).get_page(number(request.GET.get("page")))
    return show(
        request,
        "insurance",
        policies=list(insured.policies(viewer=request.viewer).filter(client__isnull=True)[:50]),
        page=page,
        claims=[(row, Money(row.claimed_cents, row.currency)) for row in page],
        states=STATES,
        state=state,
        today=booking_day(timezone.now()),
        may_insure=request.viewer.may("credit.insure"),
    )


@require_POST
@for_kind("staff")
def policy_add(request: Visit) -> HttpResponse:
    """Note a policy, or its new conditions from a day on."""
    attempt(
        request,
        lambda: insure(conditions=conditions_of(request.POST), by=request.viewer, at=timezone.now()),
        _("The policy is noted."),
    )
    return redirect("staff:insurance")


def conditions_of(said: QueryDict) -> Conditions:
    """What somebody typed of a policy (``policy_fields.html``); a figure left open is what stands in the form."""
    typed = {name: said.get(name, "") for name in ("deductible", "discretionary", "maximum")}
    amounts = {name: amount_of(text) for name, text in typed.items() if text}
    days = {name: said.get(name, "") or usual for name, usual in USUAL.items()}
    return Conditions(
        insurer=said.get("insurer", ""),
        number=said.get("number", ""),
        iban=said.get("iban", ""),
        insured_percent=_figure(said.get("percent", "")),
        basis=said.get("basis", ""),
        arrears_days=int(_figure(said.get("arrears", ""))),
        waiting_months=int(_figure(said.get("waiting", ""))),
        declare_days=int(_figure(days["declare"])),
        extension_days=int(_figure(days["extension"])),
        waiting_days=int(_figure(days["waiting_days"])),
        valid_from=day_of(said.get("from", "")),
        valid_until=_maybe(said.get("until", "")),
        **amounts,
    )


def claim_part(viewer: Viewer, invoice_id: UUID) -> dict[str, Any]:
    """What the page of an invoice that is not paid shows of its insurance."""
    rows = list(insured.claims(viewer=viewer, invoice_id=invoice_id)[:10])
    live = next((row for row in rows if row.state in ("filed", "accepted", "paid")), None)
    return {
        **claim_steps(viewer, live, "staff:claim_act", invoice_id),
        "former_claims": [row for row in rows if row is not live],
        "policy": insured.policy_on(booking_day(timezone.now())),
    }


def claim_steps(viewer: Viewer, live: Claim | None, act: str, *on: UUID) -> dict[str, Any]:
    """What a claim that stands shows, and what may be done with it; ``act``: the address of its steps."""
    facts = insured.facts_of(live) if live else None
    news = insured.news_of(viewer=viewer, claim_id=live.pk).first() if live else None
    return {
        "claim": facts,
        "news": news,
        "news_amount": Money(news.granted_cents, news.currency) if news else None,
        "steps": reverse(act, args=[*on, "accept"]).removesuffix("accept"),
        "insurer_lines": [
            (line, Money(line.amount_cents, line.currency)) for line in waiting_lines() if from_insurer(line)
        ]
        if live and live.state == "accepted"
        else [],
        "unmatched": unmatched(viewer)[:50] if live and live.state in ("accepted", "paid") else (),
        "may_insure": viewer.may("credit.insure"),
        "may_accept": live is not None and live.filed_by != viewer.key,
    }


@require_POST
@for_kind("staff")
def claim_act(request: Visit, bought_id: UUID, act: str) -> HttpResponse:
    """One step: doubtful, claim, what the insurer decided, his money, money after it; each with its reason."""
    invoices.invoice(viewer=request.viewer, invoice_id=bought_id)
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    attempt(request, lambda: verb(request, bought_id, request.POST.get("note", ""), timezone.now()), _(done))
    return redirect("staff:nonpayment", bought_id)


Act = Callable[[Visit, UUID, str, datetime], object]


def _doubt(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    return doubt(invoice_id=invoice_id, note=note, by=request.viewer, at=at)


def _good(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    return undo_doubt(invoice_id=invoice_id, note=note, by=request.viewer, at=at)


def _claim(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    return claim(
        invoice_id=invoice_id, note=note, reference=request.POST.get("reference", ""), by=request.viewer, at=at
    )


def _accept(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    typed = request.POST.get("granted", "").strip()
    return accept_claim(
        claim_id=_live(request, invoice_id),
        granted=amount_of(typed) if typed else None,
        relief=request.POST.get("relief") == "yes",
        note=note,
        by=request.viewer,
        at=at,
    )


def _end(event: str) -> Act:
    def act(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
        return end_claim(claim_id=_live(request, invoice_id), event=event, note=note, by=request.viewer, at=at)  # type: ignore[arg-type]  # a word of the table below

    return act


def _paid(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    line = key(request.POST.get("line", ""))
    return receive_indemnity(line_id=line, claim_id=_live(request, invoice_id), by=request.viewer, at=at)


def _to_client(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    return paid_to_client(claim_id=_live(request, invoice_id), note=note, by=request.viewer, at=at)


def _dividend(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    receipt = key(request.POST.get("receipt", ""))
    return dividend(receipt_id=receipt, claim_id=_live(request, invoice_id), note=note, by=request.viewer, at=at)


ACTS: dict[str, tuple[Act, str]] = {
    "doubt": (_doubt, N_("The invoice is written down as doubtful.")),
    "good": (_good, N_("The invoice is no longer doubtful.")),
    "claim": (_claim, N_("The claim is filed.")),
    "accept": (_accept, N_("The insurer's decision is booked.")),
    "refuse": (_end("refuse"), N_("The insurer's refusal is noted.")),
    "withdraw": (_end("withdraw"), N_("The claim is withdrawn.")),
    "reopen": (_end("reopen"), N_("The acceptance is undone.")),
    "paid": (_paid, N_("The indemnity is booked.")),
    "to_client": (_to_client, N_("The client owes the indemnity that he got.")),
    "dividend": (_dividend, N_("The money is shared as the loss was borne.")),
}


def _live(request: Visit, invoice_id: UUID) -> UUID:
    rows = insured.claims(viewer=request.viewer, invoice_id=invoice_id, states=["filed", "accepted", "paid"])
    found = rows.first()
    if found is None:
        raise Refusal("credit.no_claim", N_("No claim stands on this invoice."))
    return found.pk


def _figure(text: str) -> Decimal:
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        raise Refusal("typed.no_figure", N_("{text} is no figure."), text=text) from None


def _maybe(text: str) -> date | None:
    return day_of(text) if text else None
