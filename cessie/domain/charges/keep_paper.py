"""The paper of a fee invoice, made once and kept by its hash."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.charges.models import FeeInvoice
from cessie.domain.charges.queries import fee_invoice
from cessie.domain.documents.store import store
from cessie.domain.users.rules.viewer import Viewer


def keep_paper(*, invoice_id: UUID, data: bytes, by: Viewer, at: datetime) -> FeeInvoice:
    """Keep the PDF unless there is one; the invoice as it is then. ``NotFound`` where it is not the viewer's."""
    row = fee_invoice(viewer=by, invoice_id=invoice_id)
    if row.pdf_id is None:
        kept = store(data=data, name=f"{row.number}.pdf", channel="own", client_id=row.client_id, by=by, at=at).document
        FeeInvoice.objects.filter(pk=row.pk, pdf__isnull=True).update(pdf=kept)
        row = fee_invoice(viewer=by, invoice_id=invoice_id)
    return row
