"""The desk accepts a ledger that was in doubt."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.client_ledgers.force import put_in_force
from cessie.domain.client_ledgers.models import Submission
from cessie.domain.client_ledgers.prove import prove
from cessie.domain.client_ledgers.rules.states import SUBMISSION
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


class Unexplained(Refusal):
    """The ledger has more than its former one and its movements explain: it must be sent anew."""


def accept(*, submission_id: UUID, note: str, by: Viewer, at: datetime) -> Submission:
    """Put it in force, with the words of whoever looked at it; again gives the same. What it lacks is dilution (P14).

    The proof is worked out anew: what was matched may have changed since. Locks: the contract, the ledger. Refused: no
    right, no such ledger (``NotFound``), no note, one that gave way to another (``WrongState``), one that has more than
    is explained beyond the tolerance (``Unexplained``).
    """
    by.require("ledgers.decide")
    if not note.strip():
        raise Refusal("ledgers.no_note", N_("Please say in a few words why."))
    with transaction.atomic():
        row = _locked(submission_id)
        if row.state == "accepted":
            return row
        SUBMISSION.after(row.state, "accept")
        contract = lock(row.contract_id)
        terms = terms_on(row.contract_id, row.as_of)[1]
        proof = prove(row)
        if proof.figures.difference > (terms.roll_forward_tolerance or Money(0)).cents:
            words = N_("The ledger has {amount} more than is explained: ask for it anew.")
            raise Unexplained("ledgers.unexplained", words, amount=Money(proof.figures.difference))
        return put_in_force(row, proof, contract=contract, terms=terms, note=note.strip(), by=by, at=at)


def _locked(submission_id: UUID) -> Submission:
    contract_id = Submission.objects.filter(pk=submission_id).values_list("contract_id", flat=True).first()
    if contract_id is None:
        raise NotFound("ledgers.unknown", N_("There is no such ledger."))
    lock(contract_id)
    return Submission.objects.select_for_update(of=("self",)).get(pk=submission_id)
