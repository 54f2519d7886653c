"""What closes an invoice without money: what the desk decides, what a second person agrees to, what is undone; and on
what a credit note is taken off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.invoices import queries as invoices
from cessie.domain.invoices.credits import creditable, nettings, preceding
from cessie.domain.invoices.models import Invoice
from cessie.domain.keys.queries import names_of
from cessie.domain.matching.agree import decline
from cessie.domain.matching.expect_split import end_split, expect_split
from cessie.domain.matching.rules.kinds import BY_DECISION
from cessie.domain.matching.settled import credit_left, expected, settlements_of, taken_off_by
from cessie.domain.users.rules.viewer import NotFound
from cessie.ledger.queries import bought_amounts
from cessie.ledger.receivables import ever_bought
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, for_kind, key, say
from cessie.portals.frame.typed import amount_of, percent_of
from cessie.portals.staff.desk import show
from cessie.workflows.incoming.uncrediting import undo_netting
from cessie.workflows.money.undoing import InDraft, undo_settlement
from cessie.workflows.purchases.crediting import take_off
from cessie.workflows.purchases.settling import agree, settle


@require_safe
@for_kind("staff")
def settlements(request: Visit, invoice_id: UUID) -> HttpResponse:
    """An invoice with all that closed it beside money, or a credit note with the invoices that it was taken off."""
    viewer = request.viewer
    row = invoices.invoice(viewer=viewer, invoice_id=invoice_id)
    is_note = row.kind == "credit_note"
    found = taken_off_by(viewer, row.pk) if is_note else settlements_of(viewer, row.pk)
    before = nettings(viewer=viewer, invoice_id=row.pk)
    said = {key for one in found for key in (one.made_by, one.agreed_by, one.ended_by)}
    said |= {key for one in before for key in (one.made_by, one.undone_by)}
    return show(
        request,
        "settlements",
        invoice=row,
        is_note=is_note,
        left=credit_left(viewer, row) if is_note else None,
        could_be=_could_be(row) if is_note else (),
        open=bought_amounts([row.pk])[row.pk],
        bought=row.pk in ever_bought([row.pk]),
        found=found,
        before=[(one, Money(one.amount_cents, row.currency)) for one in before],
        expected=expected(viewer, row.pk),
        kinds=BY_DECISION,
        names=names_of(said, viewer=viewer),
        may_decide=viewer.may("matching.decide"),
        me=viewer.key,
    )


def _could_be(note: Invoice) -> list[tuple[Invoice, object]]:
    """Invoices of the same client and debtor of which something is left, those that the note names first."""
    if note.debtor_id is None:
        return []
    rows = Invoice.objects.filter(client_id=note.client_id, debtor_id=note.debtor_id, kind="invoice")
    named = set(preceding(note))
    living = rows.filter(state__in=["accepted", "held", "received"]).order_by("-issue_date")[:50]
    found = [(row, creditable(row)) for row in living]
    return sorted(((row, left) for row, left in found if left), key=lambda pair: pair[0].number not in named)


@require_POST
@for_kind("staff")
def settlement_act(request: Visit, invoice_id: UUID, act: str) -> HttpResponse:
    """Decide, agree, decline, undo, note what is withheld, or take a credit note off; each with its reason."""
    invoices.invoice(viewer=request.viewer, invoice_id=invoice_id)
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    try:
        verb(request, invoice_id, request.POST.get("note", ""), timezone.now())
    except InDraft as no:
        say(request, "bad", no.reason)
        return redirect("staff:batch", key(str(no.reason.facts["batch_id"])))
    except NotFound:
        raise
    except Refusal as no:
        say(request, "bad", no.reason)
    else:
        say(request, "good", _(done))
    return redirect("staff:settlements", invoice_id)


Act = Callable[[Visit, UUID, str, datetime], object]


def _settle(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    kind = next((kind for kind in BY_DECISION if kind == request.POST.get("kind")), None)
    if kind is None:
        raise Http404
    amount = amount_of(request.POST.get("amount", ""))
    return settle(invoice_id=invoice_id, kind=kind, amount=amount, note=note, by=request.viewer, at=at)


def _agree(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    return agree(settlement_id=_settlement(request, invoice_id), by=request.viewer, at=at)


def _decline(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    return decline(settlement_id=_settlement(request, invoice_id), note=note, by=request.viewer, at=at)


def _undo(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    return undo_settlement(settlement_id=_settlement(request, invoice_id), note=note, by=request.viewer, at=at)


def _put_back(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    wanted = key(request.POST.get("credit", ""))
    if wanted not in {one.pk for one in nettings(viewer=request.viewer, invoice_id=invoice_id)}:
        raise Http404
    return undo_netting(credit_id=wanted, note=note, by=request.viewer, at=at)


def _settlement(request: Visit, invoice_id: UUID) -> UUID:
    """The settlement that the form names, if it is this invoice's or this credit note's."""
    found = (*settlements_of(request.viewer, invoice_id), *taken_off_by(request.viewer, invoice_id))
    wanted = key(request.POST.get("settlement", ""))
    if wanted not in {one.id for one in found}:
        raise Http404
    return wanted


def _split(request: Visit, invoice_id: UUID, note: str, at: datetime) -> object:
    scheme = "nl_blocked" if request.POST.get("scheme") == "nl_blocked" else "be_contractor"
    typed = {
        name: _percent(request.POST.get(name, "")) for name in ("social_percent", "tax_percent", "blocked_percent")
    }
    given = {name: value for name, value in typed.items() if value is not None}
    return expect_split(invoice_id=invoice_id, scheme=scheme, note=note, by=request.viewer, at=at, **given)  # type: ignore[arg-type]  # one of the two


def _percent(text: str) -> Decimal | None:
    if not text.strip():
        return None
    found = percent_of(text)
    if not 0 <= found <= 100:
        raise Refusal("typed.no_percent", N_("{text} is no percentage."), text=text)
    return found


def _no_split(request: Visit, invoice_id: UUID, note: str, at: datetime) -> None:
    end_split(invoice_id=invoice_id, note=note, by=request.viewer, at=at)


def _take_off(request: Visit, invoice_id: UUID, note: str, at: datetime) -> None:
    target = invoices.invoice(viewer=request.viewer, invoice_id=key(request.POST.get("invoice", "")))
    amount = amount_of(request.POST.get("amount", ""), target.currency)
    take_off(credit_note_id=invoice_id, invoice_id=target.pk, amount=amount, by=request.viewer, at=at)


ACTS: dict[str, tuple[Act, str]] = {
    "settle": (_settle, N_("It is decided, or waits for a second person.")),
    "agree": (_agree, N_("You agreed: it is booked.")),
    "decline": (_decline, N_("It is not done.")),
    "undo": (_undo, N_("It is undone: the invoice is open again.")),
    "split": (_split, N_("It is noted what the debtor withholds.")),
    "no-split": (_no_split, N_("The debtor withholds nothing.")),
    "take-off": (_take_off, N_("The credit note is taken off.")),
    "put-back": (_put_back, N_("It is put back: the invoice is whole again.")),
}
