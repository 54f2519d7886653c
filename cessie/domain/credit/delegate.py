"""A client's own credit insurance is noted, with the insurer's word that the house is paid under it; a second person
sees the paper before it counts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.insure import told_of
from cessie.domain.credit.models import Policy
from cessie.domain.credit.rules.conditions import PAYEES, Conditions
from cessie.domain.credit.rules.states import POLICY
from cessie.domain.documents.store import store
from cessie.domain.parties import queries as parties
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


class SamePerson(Refusal):
    """He noted the policy himself; another person looks at it."""


def delegate(
    *,
    client_id: UUID,
    conditions: Conditions,
    delegated_from: date,
    loss_payee: str = "HOUSE",
    paper: tuple[str, bytes],
    by: Viewer,
    at: datetime,
) -> Policy:
    """The client's policy, or its new conditions, as somebody noted it; it counts once ``decide_policy`` confirms it.

    ``paper``: name and bytes of the insurer's acceptance; ``loss_payee``: whom he pays, the house or the client.
    The same again is the same. Refused: no right, an unknown client (``NotFound``), what ``Conditions.checked``
    refuses, no paper, a policy that stands from that day with other conditions.
    """
    by.require("credit.insure")
    parties.client(viewer=by, client_id=client_id)
    conditions = conditions.checked()
    if loss_payee not in PAYEES:
        raise Refusal("credit.policy_payee", N_("Say whom the insurer pays: the house or the client."))
    with transaction.atomic():
        kept = store(data=paper[1], name=paper[0], channel="portal", client_id=client_id, by=by, at=at).document
        wanted = conditions.columns() | {
            "loss_payee": loss_payee, "delegated_date": delegated_from, "document_id": kept.pk,
        }  # fmt: skip
        rows = Policy.objects.filter(client_id=client_id).exclude(state="declined")
        row, is_new = rows.get_or_create(
            client_id=client_id, number=conditions.number, valid_from=conditions.valid_from,
            defaults=wanted | {"state": POLICY.initial, "made_at": at, "made_by": by.key},
        )  # fmt: skip
        if any(getattr(row, name) != value for name, value in wanted.items()):
            text = N_("Policy {number} stands from {day} with other conditions.")
            raise Refusal("credit.policy_taken", text, number=row.number, day=row.valid_from)
        if is_new:
            record(action="credit.delegate", subject=row, by=by, at=at, client_id=client_id, data=told_of(row))
    return row


@transaction.atomic
def decide_policy(*, policy_id: UUID, event: str, by: Viewer, at: datetime) -> Policy:
    """``confirm`` or ``decline`` what another person noted; again does nothing.

    Refused: no right, no such policy (``NotFound``), one's own note confirmed (``SamePerson``), one decided otherwise
    (``WrongState``).
    """
    by.require("credit.insure")
    row = _locked(policy_id)
    if row.state == POLICY.moves.get(("noted", event)):
        return row
    after = POLICY.after(row.state, event)
    if event == "confirm" and row.made_by == by.key:
        raise SamePerson("credit.same_policy", N_("You noted this policy: another person looks at the paper."))
    row.state, row.decided_at, row.decided_by = after, at, by.key
    row.save(update_fields=["state", "decided_at", "decided_by"])
    record(action=f"credit.{event}_policy", subject=row, by=by, at=at, client_id=row.client_id, data=told_of(row))
    return row


@transaction.atomic
def end_policy(*, policy_id: UUID, last_day: date, by: Viewer, at: datetime) -> Policy:
    """A client's policy, or its delegation, ends with a day; it may only become earlier. Again does nothing.

    Refused: no right, no such confirmed policy of a client (``NotFound``), a day before it began or after its end.
    """
    by.require("credit.insure")
    row = _locked(policy_id)
    if row.state != "confirmed":
        raise NotFound("credit.unknown_policy", N_("There is no such policy."))
    if row.valid_until == last_day:
        return row
    if last_day < row.valid_from or (row.valid_until is not None and last_day > row.valid_until):
        raise Refusal("credit.policy_end", N_("It ends between its first and its last day."))
    row.valid_until = last_day
    row.save(update_fields=["valid_until"])
    facts = {"number": row.number, "last_day": last_day}
    record(action="credit.end_policy", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row


def _locked(policy_id: UUID) -> Policy:
    """A policy of a client under its lock."""
    rows = Policy.objects.select_for_update(of=("self",)).filter(client__isnull=False)
    row = rows.filter(pk=policy_id).first()
    if row is None:
        raise NotFound("credit.unknown_policy", N_("There is no such policy."))
    return row
