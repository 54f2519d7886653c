"""A finding takes a customer or a document out of what is eligible."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.availability.models import Excluded
from cessie.domain.contracts.queries import lock
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal
from cessie.lib.references import normal_invoice_number


def exclude(
    *,
    contract_id: UUID,
    debtor_id: UUID | None,
    number: str = "",
    source: str,
    note: str,
    until: date | None = None,
    by: Viewer,
    at: datetime,
) -> Excluded:
    """Hold out of a contract's pool what a debtor owes, one number of his, or that number whosever it is.

    It counts as held back (``HOLD``) from the next run on, also where the contract does not know that rule, until its
    last day or until it is let in again (``readmit``). Once for each ``source`` that is open: the same again gives the
    first. Lock: the contract. Refused: no right, neither debtor nor number, no source or note.
    """
    by.require("availability.run")
    bare = normal_invoice_number(number)
    if debtor_id is None and not bare:
        raise Refusal("availability.excluded_nothing", N_("Say whom or which document it is about."))
    if not source or not note.strip():
        raise Refusal("purchase.no_note", N_("Say why you decide so."))
    with transaction.atomic():
        contract = lock(contract_id)
        known = Excluded.objects.filter(source=source, ended_at__isnull=True).first()
        if known is not None:
            return known
        row = Excluded.objects.create(
            contract=contract, debtor_id=debtor_id, number=bare, source=source, note=note.strip(), until_date=until,
            excluded_at=at, excluded_by=by.key,
        )  # fmt: skip
        facts = {"debtor": str(debtor_id or ""), "number": bare, "source": source, "until": until}
        record(action="availability.exclude", subject=row, by=by, at=at, client_id=contract.client_id, data=facts)
    return row
