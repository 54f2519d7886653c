"""What was said about the columns of a client's sheets no longer counts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.explain_columns import may_explain
from cessie.domain.invoices.models import SheetLayout
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def forget_columns(*, client_id: UUID, signature: str, by: Viewer, at: datetime) -> bool:
    """Forget the layout of this header; False where there was none. Invoices that were taken in by it stay.

    Refused: another's client (``NotFound``), a reader (``NotAllowed``).
    """
    may_explain(client_id, by)
    row = SheetLayout.objects.select_for_update(of=("self",)).filter(client_id=client_id, signature=signature).first()
    if row is None:
        return False
    facts = {"headers": row.headers, "columns": row.columns}
    record(action="invoices.forget_columns", subject=row, by=by, at=at, client_id=client_id, data=facts)
    row.delete()
    return True
