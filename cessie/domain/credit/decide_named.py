"""A second person looks at limits under a client's policy that somebody noted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit import locks
from cessie.domain.credit.delegated import limits_under
from cessie.domain.credit.models import NamedLimit, Policy
from cessie.domain.credit.rules.states import NAMED
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


class SamePerson(Refusal):
    """He noted the limit himself; another person looks at the insurer's word."""


@transaction.atomic
def decide_named(
    *, policy_id: UUID, limit_ids: Collection[UUID], event: str, by: Viewer, at: datetime
) -> list[NamedLimit]:
    """``confirm`` or ``decline`` limits that were noted under a policy; those decided so already are passed over.

    Locks: their debtors and groups. Refused, all together: no right, none chosen, no such policy or limit of it
    (``NotFound``), one's own note confirmed (``SamePerson``), one decided otherwise (``WrongState``).
    """
    by.require("credit.insure")
    policy = Policy.objects.filter(pk=policy_id, client__isnull=False).first()
    if policy is None or event not in ("confirm", "decline"):
        raise NotFound("credit.unknown_policy", N_("There is no such policy."))
    if not limit_ids:
        raise Refusal("credit.none_chosen", N_("Choose the limits first."))
    rows = limits_under(policy).filter(pk__in=limit_ids)
    locks.take(contract_ids=(), debtor_ids=sorted(set(rows.values_list("debtor_id", flat=True))))
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if len(found) != len(set(limit_ids)):
        raise NotFound("credit.unknown_limit", N_("There is no such limit."))
    done = [row for row in found if row.state != NAMED.moves["noted", event]]
    for row in done:
        row.state = NAMED.after(row.state, event)
        if event == "confirm" and row.decided_by == by.key:
            raise SamePerson(
                "credit.same_limit", N_("You noted this limit: another person looks at the insurer's word.")
            )
        row.seen_at, row.seen_by = at, by.key
        row.save(update_fields=["state", "seen_at", "seen_by"])
    if done:
        total = Money(sum(row.amount_cents for row in done))
        facts = {"number": policy.number, "debtors": len(done), "sum": total}
        record(action=f"credit.{event}_limits", subject=policy, by=by, at=at, client_id=policy.client_id, data=facts)
    return done
