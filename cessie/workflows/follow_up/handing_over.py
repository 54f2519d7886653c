"""Where reminders end the collection begins: what a ladder handed over becomes claims of a dossier, history and all."""

from __future__ import annotations

import logging
from datetime import date, datetime
from uuid import UUID

from cessie.domain.banking.models import Account
from cessie.domain.collection.account import TRUST
from cessie.domain.collection.models import Claim, Dossier
from cessie.domain.collection.open_dossier import NewClaim, NotTaken, open_dossier
from cessie.domain.collection.take_out import take_out, taken_back
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.dunning.models import HandedOver, HandOver
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.chart import MANAGED
from cessie.ledger.models import Balance
from cessie.lib.days import booking_day
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


def give_back(*, by: Viewer, at: datetime) -> int:
    """What principals took back from hand-overs leaves the dossiers: no two hands ask for it. How many dossiers."""
    keys = taken_back()
    for key in keys:
        take_out(dossier_id=key, by=by, at=at)
    return len(keys)


def take_in_late(*, by: Viewer, at: datetime) -> int:
    """What principals handed in under a contract that an agency collects, once it is late: a dossier for each debtor.

    Nothing was asked by a ladder before; our first letter is the first reminder. How many dossiers were opened or grew;
    what cannot be collected (time-barred, insolvent) stays out and is said in the log. What was once taken out of a
    dossier, or recalled, does not come back by itself.
    """
    today = booking_day(at)
    known = Claim.objects.filter(invoice__isnull=False).values("invoice_id")
    open_now = Balance.objects.filter(open=True, account__in=MANAGED, amount_cents__gt=0).values("invoice_id")
    rows = Invoice.objects.filter(pk__in=open_now, kind="invoice", due_date__lt=today, debtor__isnull=False)
    rows = rows.filter(contract_id__in=_collected(today)).exclude(pk__in=known).order_by("due_date", "pk")
    groups: dict[tuple[UUID, UUID, UUID], list[UUID]] = {}
    for invoice_id, client_id, debtor_id, contract_id in rows.values_list(
        "pk", "client_id", "debtor_id", "contract_id"
    ):
        if debtor_id is not None:
            groups.setdefault((client_id, debtor_id, contract_id), []).append(invoice_id)
    return sum(_opened(*group, invoices, by, at) for group, invoices in groups.items())


def _collected(today: date) -> list[UUID]:
    """The contracts of which an agency collects what is late."""
    found = []
    for contract in Contract.objects.exclude(state="closed"):
        try:
            terms = terms_on(contract.pk, today)[1]
        except NotFound:  # it has not begun
            continue
        if terms.collector == "AGENCY":
            found.append(contract.pk)
    return found


def _opened(
    client_id: UUID, debtor_id: UUID, contract_id: UUID, invoices: list[UUID], by: Viewer, at: datetime
) -> bool:
    taken = False
    for invoice_id in invoices:
        try:
            open_dossier(
                client_id=client_id, debtor_id=debtor_id, contract_id=contract_id, claims=[NewClaim(invoice_id)],
                source="upload", by=by, at=at,
            )  # fmt: skip
            taken = True
        except NotTaken as no:
            log.info("claim is not taken in", extra={"invoice": str(invoice_id), "why": no.reason.code})
    return taken
