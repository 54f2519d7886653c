"""Third-party money lowers what its debtor owes in the books: each invoice and claim by the share the law gives it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.collection.door import locked, move, soon
from cessie.domain.collection.known import Known, known
from cessie.domain.collection.models import Dossier
from cessie.domain.collection.received import paid_on
from cessie.domain.collection.rules.build_up import build_up
from cessie.domain.collection.rules.divided import Divided, divided
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.collection.rules.states import LIVE
from cessie.domain.collection.tasks import ask, settled
from cessie.domain.managed.collect_off import Share, collect_off
from cessie.domain.managed.rules.kinds import Towards
from cessie.domain.statutes.rates import rates_in_force
from cessie.domain.users.rules.viewer import Viewer
from cessie.law.facts import Part
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

_TOWARDS: Final[Mapping[Part, Towards]] = {"principal": "", "interest": "interest", "costs": "costs"}


@transaction.atomic
def settle_claims(*, dossier_id: UUID, by: Viewer, at: datetime) -> Dossier:
    """Divide what came for a dossier on the third-party account, or to the principal as he told; book it (P40, P42).

    Follows from the state alone: what was divided otherwise before is reversed, again changes nothing. A dossier that
    was closed as paid and is not any more lives again; what is over waits for a person to give it back. Locks: the
    dossier, its invoices. Refused: not there (``NotFound``), a day whose rate is not known (``Unlawful``).
    """
    dossier = locked(dossier_id, by)
    found = known([dossier], booking_day(at))[dossier.pk]
    told = divided(found.facts, rates_in_force())
    collect_off(reference=dossier.pk, shares=shares(found, told), by=by, at=at)
    dossier.divided_at = at
    former, now = dossier.divided_cents, sum(each.amount.cents for each in paid_on([dossier.pk])[dossier.pk])
    dossier.divided_cents = now
    dossier.save(update_fields=["divided_at", "divided_cents"])
    _over(dossier, told.over, by, at)
    if dossier.state in LIVE:
        soon(dossier, at)
    elif dossier.state == "closed_paid" and now < former:
        _again_open(dossier, found, by, at)
    return dossier


def shares(found: Known, told: Divided) -> dict[Share, Money]:
    """The same by invoice, as the books keep it; titles, which are no invoices, stand in the build-up alone."""
    invoices = {row.pk: row.invoice_id for row in found.rows}
    wanted: dict[Share, Money] = defaultdict(lambda: Money(0, found.dossier.currency))
    for (claim, part, day), amount in told.settled.items():
        invoice = invoices[claim]
        if invoice is not None:
            wanted[invoice, _TOWARDS[part], day] += amount
    return dict(wanted)


def _over(dossier: Dossier, over: Money, by: Viewer, at: datetime) -> None:
    if not over:
        settled(dossier, "dossier.over", by=by, at=at)
        return
    words = N_("Dossier {number}: {over} was paid too much.")
    reason = Reason("collection.over", words, {"number": shown(dossier.number), "over": over})
    ask("dossier.over", dossier, [reason], by=by, at=at)


def _again_open(dossier: Dossier, found: Known, by: Viewer, at: datetime) -> None:
    """Money went back: what was paid is owed again. Where another dossier of the same two lives, a person decides."""
    up = build_up(found.facts, booking_day(at), rates_in_force())
    if up.open.total.cents <= 0:
        return
    why = Reason("collection.owed_again", N_("{amount} is owed again: money went back."), {"amount": up.open.total})
    same = {"client": dossier.client_id, "debtor": dossier.debtor_id, "contract": dossier.contract_id}
    if Dossier.objects.filter(state__in=LIVE, **same).exists():
        ask("dossier.decide", dossier, [why], by=by, at=at)
        return
    move(dossier, "reopen", reasons=[why], by=by, at=at)
