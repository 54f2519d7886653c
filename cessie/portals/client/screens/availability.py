"""What a client may draw: the bridge from his open invoices to euros, what each step took out, and his drawings."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.availability import queries as availability
from cessie.domain.availability.calls import ASKED, calls
from cessie.domain.availability.contras import told
from cessie.domain.availability.decide import withdraw
from cessie.domain.availability.draw import draw
from cessie.domain.availability.run import run
from cessie.domain.availability.tell_contra import tell_contra
from cessie.domain.banking.queries import collection_accounts
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract_of, terms_on
from cessie.domain.parties import queries as parties
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.availability_paper import availability_file
from cessie.portals.frame.bridge import RULES, picture, rungs
from cessie.portals.frame.drawings import rows_of
from cessie.portals.frame.lists import cut, with_words
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.typed import amount_of


@require_safe
@for_kind("client")
def availability_page(request: Visit) -> HttpResponse:
    """The newest run, or one of the history; what a step took out, customer by customer and invoice by invoice."""
    client = client_of(request)
    contract = _contract(client)
    if contract is None:
        return show(request, "availability", client)
    runs = availability.runs(viewer=request.viewer, contract_id=contract.pk)
    asked = request.GET.get("run", "")
    shown = runs.filter(pk=key(asked)).first() if asked else runs.first()
    if asked and shown is None:
        raise Http404
    accounts = collection_accounts()
    asked_back = {
        "calls": list(calls(viewer=request.viewer, contract_id=contract.pk).filter(state__in=ASKED)),
        "pay_to": accounts[0].iban if accounts else "",
    }
    page = cut(request, availability.drawings(viewer=request.viewer, contract_id=contract.pk))
    if shown is None:
        return show(request, "availability", client, contract=contract, page=page)
    if "pdf" in request.GET:
        return availability_file(shown)
    found = availability.explained(shown)
    steps = rungs(found)
    if "csv" in request.GET:
        head = [_("Step"), _("Amount"), _("Left")]
        cells: list[list[Cell]] = [
            [step.name, step.amount if step.total else -step.amount, step.left] for step in steps
        ]
        return csv_file(f"availability-{shown.run_date}.csv", head, cells)
    bucket = request.GET.get("bucket", "")
    opened = availability.opened(shown, bucket) if bucket in (*RULES, "ELIGIBLE") else None
    return show(
        request, "availability", client, contract=contract, run=shown, found=found, steps=steps,
        picture=picture(steps), opened=opened, of=next((step for step in steps if step.code == bucket), None),
        history=runs[:30], newest=shown == runs.first(), page=page, drawings=rows_of(page),
        limit=found.bridge.with_people, **asked_back,
    )  # fmt: skip


@require_safe
@for_kind("client")
def contra_page(request: Visit) -> HttpResponse:
    """What he owes his own customers, who may set it off: by customer, found by name; with ``csv`` as a file."""
    client, text = client_of(request), request.GET.get("q", "")
    contract = _contract(client)
    rows = with_words(told(contract.pk) if contract else [], text, lambda row: row.debtor_name)
    if "csv" in request.GET:
        head = [_("Customer"), _("You owe him"), _("Told on"), _("Note")]
        cells: list[list[Cell]] = [[row.debtor_name, row.amount, booking_day(row.told_at), row.note] for row in rows]
        return csv_file("contra.csv", head, cells)
    return show(
        request, "contra", client, contract=contract, page=cut(request, rows), text=text,
        total=Money.total(row.amount for row in rows),
        debtors=parties.debtors(viewer=request.viewer, client_id=client.pk)[:500] if contract else (),
    )  # fmt: skip


@require_POST
@for_kind("client")
def contra_tell(request: Visit) -> HttpResponse:
    """Tell what he owes one of them now."""
    contract, said = _contract(client_of(request)), request.POST
    if contract is None:
        raise NotFound("availability.not_drawn", N_("Under this contract nothing is drawn on request."))

    def tell() -> object:
        return tell_contra(
            contract_id=contract.pk, debtor_id=key(said.get("debtor", "")), amount=amount_of(said.get("amount", "")),
            note=said.get("note", ""), by=request.viewer, at=timezone.now(),
        )  # fmt: skip

    if attempt(request, tell, _("Noted: it is taken off from the next reckoning on.")):
        run(contract_id=contract.pk, by=request.viewer, at=timezone.now())
    return redirect("client:contra")


@require_POST
@for_kind("client")
def availability_act(request: Visit, act: str) -> HttpResponse:
    """Reckon anew, draw an amount, or withdraw what waits for a decision."""
    contract = _contract(client_of(request))
    if contract is None or act not in ("reckon", "draw", "withdraw"):
        raise NotFound("availability.not_drawn", N_("Under this contract nothing is drawn on request."))
    said, by, at = request.POST, request.viewer, timezone.now()
    if act == "reckon":
        attempt(request, lambda: run(contract_id=contract.pk, by=by, at=at), _("Reckoned anew."))
    elif act == "withdraw":
        attempt(request, lambda: withdraw(drawing_id=key(said.get("drawing", "")), by=by, at=at), _("It is withdrawn."))
    else:

        def drawn() -> object:
            amount, seen = amount_of(said.get("amount", "")), amount_of(said.get("seen", ""))
            return draw(contract_id=contract.pk, amount=amount, seen=seen, by=by, at=at)

        attempt(request, drawn, _("Your drawing is ordered, or waits for a decision: see below."))
        run(contract_id=contract.pk, by=by, at=timezone.now())
    return redirect("client:availability")


def _contract(client: Client) -> Contract | None:
    """The contract that runs, if the client draws on it."""
    today = booking_day(timezone.now())
    contract = contract_of(client.pk, today)
    return contract if contract is not None and terms_on(contract.pk, today)[1].drawn else None
