"""Confirm a mandate: the second person has compared the scan with what was entered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.mandates.change import change, locked
from cessie.domain.mandates.models import Mandate
from cessie.domain.payments.vouch import SamePerson
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def activate(*, mandate_id: UUID, bank_confirmed: bool = False, by: Viewer, at: datetime) -> Mandate:
    """From here on it serves. ``bank_confirmed``: the debtor's bank has registered it, which B2B needs. Again does
    nothing.

    Refused: no right or no person (``NotAllowed``), an unknown mandate (``NotFound``), whoever entered it
    (``SamePerson``), B2B that the debtor's bank does not know, one that is not signed (``WrongState``).
    """
    by.require("mandates.confirm")
    mandate = locked(mandate_id)
    if mandate.state == "active":
        return mandate
    if mandate.registered_by == by.key:
        raise SamePerson("mandates.same_person", N_("Another person must do this."))
    if mandate.scheme == "B2B" and not bank_confirmed:
        words = N_("The debtor's bank has not confirmed the mandate, which it must between businesses.")
        raise Refusal("mandates.unconfirmed", words)
    mandate.activated_at, mandate.activated_by, mandate.bank_confirmed = at, by.key, bank_confirmed
    return change(mandate, "activate", by=by, at=at)
