"""Money that came in without saying clearly for what: candidates with their reasons, and a person's own hand."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.keys.queries import names_of
from cessie.domain.matching import queries as matching
from cessie.domain.matching.allocate import allocate
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.typed import amount_of
from cessie.portals.staff.desk import show
from cessie.workflows.undoing import undo

FIELD = "amount-"


@require_safe
@for_kind("staff")
def receipts(request: Visit) -> HttpResponse:
    """Receipts of which something is unallocated, oldest first."""
    found = matching.unmatched(request.viewer)
    return show(request, "receipts", receipts=found, total=Money.total(receipt.left for receipt in found))


@require_safe
@for_kind("staff")
def receipt(request: Visit, receipt_id: UUID) -> HttpResponse:
    """One receipt: what the bank says, what was found, what was matched, and open invoices by search."""
    found = matching.receipt(request.viewer, receipt_id)
    text = request.GET.get("q", "").strip()
    return show(
        request,
        "receipt",
        receipt=found,
        candidates=[match for match in found.matches if match.state == "proposed"],
        posted=[match for match in found.matches if match.state in ("posted", "reversed")],
        text=text,
        open_items=matching.may_be_paid(request.viewer, text=text) if text else (),
        names=names_of({match.made_by for match in found.matches}, viewer=request.viewer),
        may_decide=request.viewer.may("matching.decide"),
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
        allocate(receipt_id=receipt_id, allocations=shares, by=request.viewer, at=timezone.now())

    attempt(request, act, _("The money is matched."))
    return redirect("staff:receipt", receipt_id)


def _of_candidate(receipt: matching.ReceiptFacts, match_id: UUID) -> dict[UUID, Money]:
    match = next((match for match in receipt.matches if match.id == match_id and match.state == "proposed"), None)
    return {share.invoice_id: share.amount for share in match.shares} if match else {}


def _typed(request: Visit, currency: str) -> dict[UUID, Money]:
    """The amounts of the form; an empty field says nothing."""
    fields = ((name, str(value)) for name, value in request.POST.items() if name.startswith(FIELD))
    return {key(name.removeprefix(FIELD)): amount_of(value, currency) for name, value in fields if value.strip()}


@require_POST
@for_kind("staff")
def match_reverse(request: Visit, receipt_id: UUID, match_id: UUID) -> HttpResponse:
    """Undo a match with all that followed from it, with the reason."""
    matching.receipt(request.viewer, receipt_id)
    attempt(
        request,
        lambda: undo(match_id=match_id, note=request.POST.get("note", ""), by=request.viewer, at=timezone.now()),
        _("The match is undone: the invoices are open again."),
    )
    return redirect("staff:receipt", receipt_id)
