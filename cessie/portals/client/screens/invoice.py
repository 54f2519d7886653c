"""One invoice: everything that happened to it, and its money as the books have it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.documents import queries as documents
from cessie.domain.invoices import papers
from cessie.domain.invoices import queries as invoices
from cessie.domain.matching.settled import settlements_of
from cessie.domain.parties import queries as parties
from cessie.domain.purchase.queries import is_sold
from cessie.ledger.queries import open_amounts
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.portals.client.whose import show
from cessie.portals.frame import invoice_out as out
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.claims import about_invoice
from cessie.portals.frame.download import original
from cessie.portals.frame.invoice_life import life_of, movements, standing_of
from cessie.portals.frame.relation import told_him
from cessie.portals.frame.timeline import timeline
from cessie.portals.frame.typed import amount_of
from cessie.workflows.purchases.settling import settle
from cessie.workflows.purchases.withdrawing import withdraw


@require_safe
@for_kind("client")
def invoice(request: Visit, invoice_id: UUID) -> HttpResponse:
    """The page of one invoice."""
    viewer, today = request.viewer, booking_day(timezone.now())
    row = invoices.invoice(viewer=viewer, invoice_id=invoice_id)
    client = parties.client(viewer=viewer, client_id=row.client_id)
    life = life_of(row, viewer)
    return show(
        request,
        "invoice",
        client,
        invoice=row,
        face=Money(row.payable_cents, row.currency),
        net=Money(row.net_cents, row.currency),
        vat=Money(row.vat_cents, row.currency),
        life=life,
        rules=papers.rules_look(viewer=viewer, invoice_id=row.pk),
        claim=about_invoice(row, viewer, may=row.client_id in viewer.acts_for, still=open_amounts([row.pk])[row.pk]),
        item=life.item,
        out=out.invoice_out(row, viewer),
        standing=standing_of(life, today),
        steps=timeline(life, today),
        movements=movements(row.pk, "2100"),
        **(told_him(viewer, row.debtor_id, row.client_id, row.number) if row.debtor_id else {}),
        reported=[one for one in settlements_of(viewer, row.pk) if one.state == "asked"],
        may_withdraw=row.kind == "invoice"
        and row.state in ("held", "accepted")
        and not is_sold(row.pk)
        and life.managed is None
        and row.client_id in viewer.acts_for,
        may_report=bool(life.open) and life.cession is not None and row.client_id in viewer.acts_for,
        may_settle=row.client_id in viewer.acts_for,
        form_key=uuid7(),
        today=today,
    )


@require_POST
@for_kind("client")
def paid_to_us(request: Visit, invoice_id: UUID) -> HttpResponse:
    """The client reports what the debtor paid him instead of the house: the desk agrees, then it is charged."""
    row = invoices.invoice(viewer=request.viewer, invoice_id=invoice_id)

    def act() -> None:
        settle(
            invoice_id=row.pk,
            kind="indirect_payment",
            amount=amount_of(request.POST.get("amount", ""), row.currency),
            note=request.POST.get("note", ""),
            by=request.viewer,
            at=timezone.now(),
        )

    attempt(request, act, _("Thank you: our desk looks at it. Please pass the money on at once."))
    return redirect("client:invoice", invoice_id)


@require_POST
@for_kind("client")
def invoice_withdraw(request: Visit, invoice_id: UUID) -> HttpResponse:
    """The client takes it back, and says why."""
    row = invoices.invoice(viewer=request.viewer, invoice_id=invoice_id)
    attempt(
        request,
        lambda: withdraw(invoice_id=row.pk, note=request.POST.get("note", ""), by=request.viewer, at=timezone.now()),
        _("The invoice is taken back."),
    )
    return redirect("client:invoice", invoice_id)


@require_POST
@for_kind("client")
def invoice_send(request: Visit, invoice_id: UUID) -> HttpResponse:
    """The invoice goes to its debtor."""
    row = invoices.invoice(viewer=request.viewer, invoice_id=invoice_id)
    out.send(request, row.pk)
    return redirect("client:invoice", invoice_id)


@require_safe
@for_kind("client")
def invoice_original(request: Visit, invoice_id: UUID) -> HttpResponse:
    """The file as it was handed in, byte for byte."""
    row = invoices.invoice(viewer=request.viewer, invoice_id=invoice_id)
    data = documents.content(row.document_id, request.viewer)
    return original(data, row.document.media_type, row.number)
