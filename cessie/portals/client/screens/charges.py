"""What the house charged: each month's invoice with every step behind it, and its files."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cessie.domain.charges.keep_paper import keep_paper
from cessie.domain.charges.models import FeeInvoice
from cessie.domain.charges.queries import explained, fee_invoice, fee_invoices
from cessie.domain.documents.queries import content
from cessie.lib.money import Money
from cessie.portals.client.fee_paper import fee_pdf
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind, number


@require_safe
@for_kind("client")
def charges(request: Visit) -> HttpResponse:
    """The invoices of the chosen client, newest month first."""
    client = client_of(request)
    rows = fee_invoices(viewer=request.viewer, client_id=client.pk)
    page = Paginator(rows, 24).get_page(number(request.GET.get("page")))
    return show(
        request, "charges", client, page=page,
        rows=[(row, Money(row.net_cents), Money(row.vat_cents), Money(row.net_cents + row.vat_cents)) for row in page],
    )  # fmt: skip


@require_safe
@for_kind("client")
def charge(request: Visit, charged_id: UUID) -> HttpResponse:
    """One month: lines beside the month before, the days behind the interest, what was corrected and why."""
    it = explained(viewer=request.viewer, invoice_id=charged_id)
    return show(request, "charge", it.invoice.client, it=it, row=it.invoice, total=it.net + it.vat)


@require_safe
@for_kind("client")
def charge_xml(request: Visit, charged_id: UUID) -> HttpResponse:
    """The e-invoice."""
    row = fee_invoice(viewer=request.viewer, invoice_id=charged_id)
    if row.xml_id is None:
        raise Http404
    return _file(content(row.xml_id, request.viewer), "application/xml", f"{row.number}.xml")


@require_safe
@for_kind("client")
def charge_pdf(request: Visit, charged_id: UUID) -> HttpResponse:
    """The same on paper; made at the first asking and kept."""
    row: FeeInvoice = fee_invoice(viewer=request.viewer, invoice_id=charged_id)
    if row.pdf_id is None:
        row = keep_paper(invoice_id=row.pk, data=fee_pdf(row), by=request.viewer, at=timezone.now())
    return _file(content(row.pdf_id or "", request.viewer), "application/pdf", f"{row.number}.pdf")


def _file(data: bytes, media: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer
