"""The one door through which a proposal changes its state, under the fixed order of locks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from cessie.domain.credit import locks
from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.rules.states import PROPOSAL
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Reason


def visible(proposal_id: UUID, by: Viewer) -> Proposal:
    """The proposal as far as it exists for the viewer; ``NotFound`` else."""
    found = Proposal.objects.filter(pk=proposal_id).first()
    if found is None or not by.sees_client(found.client_id):
        raise NotFound("purchase.unknown", N_("There is no such proposal."))
    return found


def locked(proposal_id: UUID, by: Viewer, *, debtor_ids: Collection[UUID] = ()) -> Proposal:
    """The same under the locks of its contract, of debtors, and of its row, in this order (``credit.locks``)."""
    locks.take(contract_ids=[visible(proposal_id, by).contract_id], debtor_ids=debtor_ids)
    return Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)


def move(proposal: Proposal, event: str, by: Viewer, at: datetime, reasons: Sequence[Reason] = ()) -> None:
    """Change the state of a locked proposal; refused (``WrongState``) where the table has no such move.

    ``reasons``: why, for the client too; those of before stay where none are given.
    """
    proposal.state = PROPOSAL.after(proposal.state, event)
    proposal.decided_at, proposal.decided_by = at, by.key
    proposal.reasons = [reason.to_json() for reason in reasons] or proposal.reasons
    proposal.save(update_fields=["state", "decided_at", "decided_by", "reasons"])
