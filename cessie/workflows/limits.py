"""A limit changes: offers that it does not bear any more are made anew or blocked, and the client reads why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.contracts.queries import terms_on
from cessie.domain.credit.exposure import room
from cessie.domain.credit.models import Limit, Reservation
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.parties.groups import debtor_groups
from cessie.domain.parties.queries import names
from cessie.domain.purchase.block import block
from cessie.domain.purchase.queries import offered_on
from cessie.domain.purchase.supersede import supersede
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal

LIMITS = system("limits")


def decide(
    *,
    debtor_id: UUID,
    kind: str,
    amount: Money,
    valid_from: date,
    valid_until: date | None = None,
    covered_until: date | None = None,
    source: str = "",
    by: Viewer,
    at: datetime,
) -> Limit:
    """Decide on a limit and look at the open offers again. Refused as ``credit.set_limit``."""
    with transaction.atomic():
        limit = set_limit(
            debtor_id=debtor_id,
            kind=kind,
            amount=amount,
            valid_from=valid_from,
            valid_until=valid_until,
            covered_until=covered_until,
            source=source,
            by=by,
            at=at,
        )
        look_again(debtor_id=debtor_id, at=at)
    return limit


def look_again(*, debtor_id: UUID, at: datetime) -> int:
    """Replace or block the open offers that the limits of a debtor (and of his group) do not bear now; how many.

    The newest go first, so that those who came before keep what room there is.
    """
    count = 0
    group = debtor_groups([debtor_id]).get(debtor_id, frozenset({debtor_id}))
    for proposal_id, held in offered_on(group):
        tight = _too_tight(held, at)
        if tight is None:
            continue
        words = N_("What we can finance on {debtor} changed.")
        reason = Reason("limits.changed", words, {"debtor": names([tight]).get(tight, "")})
        try:
            with transaction.atomic():
                supersede(proposal_id=proposal_id, reasons=[reason], by=LIMITS, at=at)
        except Refusal as no:
            block(proposal_id=proposal_id, reasons=[reason], for_the_desk=[no.reason], by=LIMITS, at=at)
        count += 1
    return count


def _too_tight(held: Sequence[Reservation], at: datetime) -> UUID | None:
    """The debtor on whom the room of now, without the offer's own reservations, does not bear the offer; or None."""
    day, own = booking_day(at), [row.invoice_id for row in held]
    for debtor_id in sorted({row.debtor_id for row in held}):
        of_debtor = [row for row in held if row.debtor_id == debtor_id]
        cover = terms_on(of_debtor[0].contract_id, day)[1].cover_required
        left = room(debtor_id, day, cover_required=cover, at=at, but=own)
        if sum(row.approved_cents for row in of_debtor) > left.room.cents:
            return debtor_id
    return None
