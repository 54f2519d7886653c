"""Money that came in without saying clearly for what: candidates with their reasons, and a person's own hand.

What of it pays no invoice goes to a debtor's credit, to a client's account, or is some cents of the house's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.keys.queries import names_of
from cessie.domain.matching import queries as matching
from cessie.domain.matching.allocate import allocate
from cessie.domain.matching.imputing import by_hand
from cessie.domain.matching.queries import ReceiptFacts
from cessie.domain.matching.refund import refund
from cessie.domain.matching.rules.disposal import Closing, Elsewhere
from cessie.domain.matching.rules.kinds import USES, WITH_MONEY
from cessie.domain.matching.settled import contracts_for, debtors_for, settlements_with, uses_of
from cessie.domain.payments import queries as payments
from cessie.domain.purchase.pledged import pledges_like
from cessie.domain.users.rules.viewer import NotFound
from cessie.ledger.queries import bought_amounts
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key, say
from cessie.portals.frame.lists import cut, in_order, with_words
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.typed import amount_of
from cessie.portals.staff.desk import show
from cessie.workflows.money.pledging import collect
from cessie.workflows.money.undoing import InDraft, undo

FIELD = "amount-"
REST = "rest-"
#: By what the list can be sorted.
COLUMNS: Final[dict[str, Callable[[ReceiptFacts], Any]]] = {
    "payer": lambda row: row.payer_name.casefold(),
    "day": lambda row: row.booked_date,
    "amount": lambda row: row.amount.cents,
    "left": lambda row: row.left.cents,
}


@require_safe
@for_kind("staff")
def receipts(request: Visit) -> HttpResponse:
    """Receipts of which something is unallocated, oldest first; with ``csv`` all that fits as a file."""
    today, get = booking_day(timezone.now()), request.GET
    every, text = matching.unmatched(request.viewer), get.get("q", "")
    found = in_order(with_words(every, text, _said), get.get("sort", ""), COLUMNS)
    if "csv" in get:
        head = [_("Payer"), _("Account"), _("Day"), _("What he wrote"), _("Amount"), _("Unallocated")]
        return csv_file("receipts.csv", head, (_cells(receipt) for receipt in found))
    page = cut(request, found)
    return show(
        request,
        "receipts",
        page=page,
        receipts=[(receipt, max(0, (today - receipt.booked_date).days)) for receipt in page],
        total=Money.total(receipt.left for receipt in every),
        text=text,
    )


def _said(row: ReceiptFacts) -> str:
    return f"{row.payer_name} {row.payer_iban} {row.structured} {row.text} {row.amount.decimal}"


def _cells(row: ReceiptFacts) -> Sequence[Cell]:
    wrote = f"{row.structured} {row.text}".strip()
    return (row.payer_name, row.payer_iban, row.booked_date, wrote, row.amount, row.left)


@require_safe
@for_kind("staff")
def receipt(request: Visit, receipt_id: UUID) -> HttpResponse:
    """One receipt: what the bank says, what was found, what was matched, and open invoices by search."""
    viewer = request.viewer
    found = matching.receipt(viewer, receipt_id)
    text = request.GET.get("q", "").strip()
    uses = uses_of(viewer, receipt_id)
    return show(
        request,
        "receipt",
        receipt=found,
        candidates=[match for match in found.matches if match.state == "proposed"],
        posted=[match for match in found.matches if match.state in ("posted", "reversed")],
        text=text,
        pledged=pledges_like(viewer=viewer, text=text),
        open_items=matching.may_be_paid(request.viewer, text=text) if text else (),
        names=names_of({match.made_by for match in found.matches}, viewer=viewer),
        may_decide=viewer.may("matching.decide"),
        may_refund=viewer.may("payments.order"),
        uses=uses,
        refunds=payments.orders(viewer, keys=[use.order.key for use in uses if use.order is not None]),
        may_verify=bool(settings.VOP_URL),
        closings=settlements_with(viewer, receipt_id),
        debtors=debtors_for(viewer, receipt_id) if found.left else (),
        contracts=contracts_for(viewer, receipt_id) if found.left else (),
        with_money=WITH_MONEY,
    )


@require_POST
@for_kind("staff")
def receipt_allocate(request: Visit, receipt_id: UUID) -> HttpResponse:
    """Post what of the receipt goes to which invoice: of a candidate, or as typed."""
    receipt = matching.receipt(request.viewer, receipt_id)

    def act() -> None:
        chosen = request.POST.get("candidate")
        shares = _of_candidate(receipt, key(chosen)) if chosen else _typed(request, receipt.amount.currency)
        if not shares:
            raise Refusal("matching.no_amount", N_("Say for each invoice how much of the money goes to it."))
        closings = {} if chosen else _closings(request, shares)
        shares, beside = by_hand(shares, open_now=bought_amounts(list(shares)), paid=receipt.booked_date)
        allocate(
            receipt_id=receipt_id, allocations=shares, closings=closings, beside=beside, by=request.viewer,
            at=timezone.now(),
        )  # fmt: skip

    attempt(request, act, _("The money is matched."))
    return redirect("staff:receipt", receipt_id)


def _of_candidate(receipt: matching.ReceiptFacts, match_id: UUID) -> dict[UUID, Money]:
    match = next((match for match in receipt.matches if match.id == match_id and match.state == "proposed"), None)
    return {share.invoice_id: share.amount for share in match.shares} if match else {}


def _typed(request: Visit, currency: str) -> dict[UUID, Money]:
    """The amounts of the form; an empty field says nothing."""
    fields = ((name, str(value)) for name, value in request.POST.items() if name.startswith(FIELD))
    return {key(name.removeprefix(FIELD)): amount_of(value, currency) for name, value in fields if value.strip()}


def _closings(request: Visit, shares: dict[UUID, Money]) -> dict[UUID, Closing]:
    """Why a payment is short, where the form says it: then the rest of the invoice is closed with it."""
    said = {invoice: kind for invoice in shares for kind in WITH_MONEY if request.POST.get(f"{REST}{invoice}") == kind}
    open_now = bought_amounts(list(said))
    rest = {invoice: open_now[invoice] - shares[invoice] for invoice in said}
    return {invoice: Closing(kind, rest[invoice]) for invoice, kind in said.items() if rest[invoice].cents > 0}


@require_POST
@for_kind("staff")
def receipt_use(request: Visit, receipt_id: UUID) -> HttpResponse:
    """What of the receipt pays no invoice, and whose it is."""
    receipt = matching.receipt(request.viewer, receipt_id)
    kind = next((kind for kind in USES if kind == request.POST.get("kind")), None)
    if kind is None or kind == "advance":  # what is collected of a pledge goes its own way
        raise Http404
    owner = "debtor" if kind == "overpayment" else "contract" if kind in ("client_debt", "not_bought") else ""

    def act() -> None:
        whose = key(request.POST.get(owner, "")) if owner else None
        amount = amount_of(request.POST.get("amount", ""), receipt.amount.currency)
        use = Elsewhere(kind, amount, whose if owner == "debtor" else None, whose if owner == "contract" else None)
        allocate(receipt_id=receipt_id, allocations={}, uses=[use], by=request.viewer, at=timezone.now())

    attempt(request, act, _("It is booked where it belongs."))
    return redirect("staff:receipt", receipt_id)


@require_POST
@for_kind("staff")
def receipt_collect(request: Visit, receipt_id: UUID) -> HttpResponse:
    """The money pays a pledged invoice."""
    receipt = matching.receipt(request.viewer, receipt_id)

    def act() -> None:
        amount = amount_of(request.POST.get("amount", ""), receipt.amount.currency)
        invoice = key(request.POST.get("invoice", ""))
        collect(receipt_id=receipt_id, invoice_id=invoice, amount=amount, by=request.viewer, at=timezone.now())

    attempt(request, act, _("It repays the advances; what is over is the client's."))
    return redirect("staff:receipt", receipt_id)


@require_POST
@for_kind("staff")
def receipt_refund(request: Visit, receipt_id: UUID, match_id: UUID) -> HttpResponse:
    """Order an overpayment back to the account from which it came."""
    receipt = matching.receipt(request.viewer, receipt_id)
    if match_id not in {match.id for match in receipt.matches}:
        raise Http404
    attempt(
        request,
        lambda: refund(match_id=match_id, by=request.viewer, at=timezone.now()),
        _("The refund is ordered: it leaves with the next batch, once a second person confirmed the account."),
    )
    return redirect("staff:receipt", receipt_id)


@require_POST
@for_kind("staff")
def match_reverse(request: Visit, receipt_id: UUID, match_id: UUID) -> HttpResponse:
    """Undo a match with all that followed from it, with the reason."""
    matching.receipt(request.viewer, receipt_id)
    note, at = request.POST.get("note", ""), timezone.now()
    try:
        undo(match_id=match_id, note=note, by=request.viewer, at=at)
    except InDraft as no:
        say(request, "bad", no.reason)
        return redirect("staff:batch", key(str(no.reason.facts["batch_id"])))
    except NotFound:
        raise
    except Refusal as no:
        say(request, "bad", no.reason)
    else:
        say(request, "good", _("The match is undone: the invoices are open again."))
    return redirect("staff:receipt", receipt_id)
