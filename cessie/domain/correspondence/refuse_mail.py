"""Note that a debtor does not want e-mail, because his mail service passed on his complaint."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.correspondence.models import Writing
from cessie.domain.users.rules.viewer import Viewer


@transaction.atomic
def refuse_mail(*, debtor_id: UUID, by: Viewer, at: datetime) -> bool:
    """From now on he is written to otherwise, until somebody notes that he takes mail again; whether that is new."""
    facts = {"changed_at": at, "changed_by": by.key}
    row, _new = Writing.objects.select_for_update(of=("self",)).get_or_create(debtor_id=debtor_id, defaults=facts)
    if not row.mail_allowed:
        return False
    row.mail_allowed, row.changed_at, row.changed_by = False, at, by.key
    row.save(update_fields=["mail_allowed", "changed_at", "changed_by"])
    record(action="correspondence.refuse_mail", subject=("parties.Debtor", str(debtor_id)), by=by, at=at, data={})
    return True
