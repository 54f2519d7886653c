"""Where reminders end the collection begins: what a ladder handed over becomes claims of a dossier, history and all."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from cessie.domain.banking.models import Account
from cessie.domain.collection.account import TRUST
from cessie.domain.collection.models import Claim, Dossier
from cessie.domain.collection.open_dossier import NewClaim, NotTaken, open_dossier
from cessie.domain.dunning.models import HandedOver, HandOver
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_

log = logging.getLogger(__name__)


def take_over(*, hand_over_id: UUID, by: Viewer, at: datetime) -> Dossier | None:
    """The dossier with the claims of a hand-over that stands; again gives the same. None: nothing of it can be taken.

    Steps, messages and proofs stay with their invoices and are seen from the dossier. A claim that cannot be collected
    (paid meanwhile, time-barred, the debtor insolvent) is left out, the others are taken.
    Refused: no right (``NotAllowed``), an unknown hand-over or one that was taken back (``NotFound``).
    """
    row = HandOver.objects.filter(pk=hand_over_id, taken_back_at__isnull=True).first()
    if row is None:
        raise NotFound("dunning.unknown", N_("There is no such ladder or run."))
    dossier = None
    for invoice_id in HandedOver.objects.filter(hand_over=row, stands=True).values_list("invoice_id", flat=True):
        try:
            dossier = open_dossier(
                client_id=row.client_id, debtor_id=row.debtor_id, contract_id=row.contract_id,
                claims=[NewClaim(invoice_id, row.pk)], source="hand_over", by=by, at=at,
            )  # fmt: skip
        except NotTaken as no:
            log.info("claim is not taken over", extra={"invoice": str(invoice_id), "why": no.reason.code})
    return dossier


def take_over_all(*, by: Viewer, at: datetime) -> int:
    """Take over what was handed over since, where the house collects for others: it has a third-party account.

    How many dossiers; one that could not be opened is tried again with the next turn.
    """
    if not Account.objects.filter(ledger_code=TRUST, closed_date__isnull=True).exists():
        return 0
    taken = Claim.objects.filter(hand_over__isnull=False).values("hand_over_id")
    waiting = HandOver.objects.filter(taken_back_at__isnull=True).exclude(pk__in=taken).order_by("handed_at", "pk")
    keys = list(waiting.values_list("pk", flat=True)[:200])
    return sum(take_over(hand_over_id=key, by=by, at=at) is not None for key in keys)
