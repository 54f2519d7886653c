"""Two people change some terms of a contract from a day on: one proposes, another agrees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.agreed import agreed
from cessie.domain.contracts.amend import BackDated, amend
from cessie.domain.contracts.models import TermsChange
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.contracts.rules.states import ENDING
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.terms import codec


@transaction.atomic
def propose_terms(
    *,
    contract_id: UUID,
    valid_from: date,
    changes: Mapping[str, Any],
    note: str,
    trigger: str = "",
    registered: bool = False,
    by: Viewer,
    at: datetime,
) -> TermsChange:
    """Propose ``changes`` (as in ``amend``) from ``valid_from`` on; the same again is the proposal that waits.
    ``trigger``, ``registered``: of a disclosure (``disclose``).

    Refused: no right or no person (``NotAllowed``), no note, a day that is over (``BackDated``), terms that cannot
    stand (``BadTerms``) or stand so already, another proposal that waits. Lock: the contract.
    """
    by.require("contracts.amend")
    _person, said = by.person, codec.pack(changes)
    if not note.strip():
        raise Refusal("contracts.no_note", N_("Say why you decide so."))
    contract = lock(contract_id)
    if valid_from < booking_day(at):
        raise BackDated("contracts.back_dated", N_("A contract changes from today at the earliest."))
    _version, terms = terms_on(contract_id, valid_from)
    if agreed(terms.changed(changes), valid_from) == terms:
        raise Refusal("contracts.no_change", N_("The contract says so already."))
    waiting = TermsChange.objects.filter(contract=contract, state="proposed").first()
    if waiting is not None:
        asked = (said, valid_from, note.strip(), trigger, registered)
        if (waiting.changes, waiting.valid_from, waiting.note, waiting.trigger, waiting.registered) == asked:
            return waiting
        raise Refusal("contracts.change_waits", N_("Another change waits for its second person: decide that first."))
    row = TermsChange.objects.create(
        contract=contract, changes=said, valid_from=valid_from, note=note.strip(), trigger=trigger,
        registered=registered, proposed_at=at, proposed_by=by.key,
    )  # fmt: skip
    facts = {"change": row.pk, "changes": said, "valid_from": valid_from, "trigger": trigger}
    record(action="contracts.propose_terms", subject=contract, by=by, at=at, client_id=contract.client_id, data=facts)
    return row


@transaction.atomic
def decide_terms(*, change_id: UUID, event: Literal["agree", "decline"], by: Viewer, at: datetime) -> TermsChange:
    """Agree (another person than who proposed it), so that it holds from its day, or from today if that is over; or
    decline (he too). The same decision again changes nothing. Locks: the contract, the proposal.

    Refused: no right or no person (``NotAllowed``), an unknown proposal (``NotFound``), the same person, one that was
    decided otherwise (``WrongState``), as ``amend``.
    """
    by.require("contracts.amend")
    _person, known = by.person, TermsChange.objects.filter(pk=change_id).values_list("contract_id", flat=True).first()
    if known is None:
        raise NotFound("contracts.no_ending", N_("There is no such proposal."))
    contract = lock(known)
    row = TermsChange.objects.select_for_update(of=("self",)).get(pk=change_id)
    if row.state == ENDING.moves["proposed", event]:
        return row
    row.state, row.decided_at, row.decided_by = ENDING.after(row.state, event), at, by.key
    if event == "agree":
        if row.proposed_by == by.key:
            raise Refusal("contracts.same_person", N_("You proposed it yourself: another person must agree."))
        valid_from = max(row.valid_from, booking_day(at))
        amend(contract_id=contract.pk, valid_from=valid_from, changes=row.changes, by=by, at=at)
    row.save(update_fields=["state", "decided_at", "decided_by"])
    action = f"contracts.{event}_terms"
    facts = {"change": row.pk}
    record(action=action, subject=contract, by=by, at=at, client_id=contract.client_id, data=facts)
    return row
