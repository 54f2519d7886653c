"""One invoice at the desk: every doubt with its reason, its money and postings, and the acts of the credit desk."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.audit.queries import history
from cessie.domain.documents import queries as documents
from cessie.domain.invoices import papers
from cessie.domain.invoices import queries as invoices
from cessie.domain.invoices.credits import nettings
from cessie.domain.invoices.reject import reject
from cessie.domain.keys.queries import names_of
from cessie.ledger.queries import bookings, open_amounts
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.portals.frame import invoice_out as out
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.claims import about_invoice
from cessie.portals.frame.download import original
from cessie.portals.frame.invoice_life import life_of, standing_of
from cessie.portals.frame.relation import told_him
from cessie.portals.frame.timeline import timeline
from cessie.portals.staff.desk import show
from cessie.workflows.purchases.offering import clear_and_offer


@require_safe
@for_kind("staff")
def invoice(request: Visit, invoice_id: UUID) -> HttpResponse:
    """The page of one invoice."""
    viewer, today = request.viewer, booking_day(timezone.now())
    row = invoices.invoice(viewer=viewer, invoice_id=invoice_id)
    life = life_of(row, viewer)
    trail = list(history(subject=row, viewer=viewer)[:100])
    said = {by for doubt in life.doubts for by, _at, _note in doubt.cleared}
    return show(
        request,
        "invoice",
        invoice=row,
        face=Money(row.payable_cents, row.currency),
        net=Money(row.net_cents, row.currency),
        vat=Money(row.vat_cents, row.currency),
        life=life,
        claim=about_invoice(row, viewer, may=viewer.may("disputes.decide"), still=open_amounts([row.pk])[row.pk]),
        netted=bool(nettings(viewer=viewer, invoice_id=row.pk)),
        **(told_him(viewer, row.debtor_id, row.client_id, row.number) if row.debtor_id else {}),
        rules=papers.rules_look(viewer=viewer, invoice_id=row.pk),
        out=out.invoice_out(row, viewer),
        standing=standing_of(life, today),
        steps=timeline(life, today),
        entries=bookings(invoice=row.pk),
        trail=trail,
        names=names_of({event.actor for event in trail} | said | {row.decided_by}, viewer=viewer),
        open_doubts=[doubt for doubt in life.doubts if doubt.is_open and doubt.severity != "note"],
        other_doubts=[doubt for doubt in life.doubts if not doubt.is_open or doubt.severity == "note"],
        may_clear=row.state == "held" and viewer.may("invoices.clear"),
        may_settle=viewer.may("matching.decide"),
        form_key=uuid7(),
        today=today,
        may_reject=row.state in ("held", "received") and viewer.may("invoices.reject"),
    )


@require_POST
@for_kind("staff")
def invoice_clear(request: Visit, invoice_id: UUID) -> HttpResponse:
    """Take the doubts that are ticked upon oneself, with a note."""
    invoices.invoice(viewer=request.viewer, invoice_id=invoice_id)
    attempt(
        request,
        lambda: clear_and_offer(
            invoice_id=invoice_id,
            codes=request.POST.getlist("code"),
            note=request.POST.get("note", ""),
            by=request.viewer,
            at=timezone.now(),
        ),
        _("Your word is kept with each doubt."),
    )
    return redirect("staff:invoice", invoice_id)


@require_POST
@for_kind("staff")
def invoice_reject(request: Visit, invoice_id: UUID) -> HttpResponse:
    """Decline it for a reason that the client may read."""
    invoices.invoice(viewer=request.viewer, invoice_id=invoice_id)
    attempt(
        request,
        lambda: reject(invoice_id=invoice_id, note=request.POST.get("note", ""), by=request.viewer, at=timezone.now()),
        _("The invoice is declined."),
    )
    return redirect("staff:invoice", invoice_id)


@require_POST
@for_kind("staff")
def invoice_send(request: Visit, invoice_id: UUID) -> HttpResponse:
    """The invoice goes to its debtor."""
    row = invoices.invoice(viewer=request.viewer, invoice_id=invoice_id)
    out.send(request, row.pk)
    return redirect("staff:invoice", invoice_id)


@require_safe
@for_kind("staff")
def document(request: Visit, sha256: str) -> HttpResponse:
    """An original or a file of our own, byte for byte."""
    row = documents.document(sha256, request.viewer)
    return original(documents.content(sha256, request.viewer), row.media_type, sha256[:16])
