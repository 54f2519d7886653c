"""The client ends a dispute: the debtor pays after all, or is credited; or it goes to court."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.disputes.amounts import disputed_of
from cessie.domain.disputes.door import locked, move, refuse, require_owner
from cessie.domain.disputes.models import Dispute
from cessie.domain.disputes.rules.raising import credit_of
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal

How = Literal["resolve_pay", "resolve_credit", "resolve_partly", "go_legal"]
HOW: Final[tuple[How, ...]] = ("resolve_pay", "resolve_credit", "resolve_partly", "go_legal")


@transaction.atomic
def resolve(
    *, dispute_id: UUID, how: str, words: str, credit: Money | None = None, by: Viewer, at: datetime
) -> Dispute:
    """End it, with words that the debtor reads. The credit note itself is the client's to send; until it is in the
    books the credited part is not pressed for.

    ``credit``: of ``resolve_partly`` what is credited; the rest is to be paid. The same outcome again does nothing.
    Refused: another's dispute (``NotFound``), who may not act for the client (``NotAllowed``), one that is over
    (``WrongState``), no words, no part.
    """
    if how not in HOW:
        raise Refusal("disputes.no_outcome", N_("Choose how the dispute ends."))
    dispute = locked(dispute_id, by)
    require_owner(dispute.invoice, by)
    if dispute.state == OUTCOMES[how]:
        return dispute
    if how == "go_legal":
        return move(dispute, how, words, by=by, at=at)
    credited = credit_of(how, disputed_of(dispute), credit)
    if isinstance(credited, Reason):
        refuse(credited)
    return move(dispute, how, words, credit=credited, by=by, at=at)


#: The state in which each outcome ends.
OUTCOMES: Final = {
    "resolve_pay": "resolved_pay",
    "resolve_credit": "resolved_credit",
    "resolve_partly": "resolved_partly",
    "go_legal": "legal",
}
