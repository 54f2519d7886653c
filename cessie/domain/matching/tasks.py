"""What waits for a person once money stands to a debtor's credit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.matching.deadline import due_for_a_person
from cessie.domain.matching.models import Match
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.open_task import open_task
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


def credit_task_key(match_id: UUID) -> str:
    """The task that asks what becomes of a debtor's credit."""
    return f"debtor.credit:{match_id}"


def ask_about_credit(match: Match, by: Viewer, at: datetime) -> None:
    """Somebody refunds what a debtor has to his credit, or undoes the match to use it for an invoice."""
    for use in match.uses.filter(kind="overpayment"):
        amount = Money(use.amount_cents, match.receipt.currency)
        words = N_("{amount} was paid too much or twice: refund it, or undo this to use it for an invoice.")
        open_task(
            key=credit_task_key(match.pk),
            kind="debtor.credit",
            subject=match.receipt,
            reasons=[Reason("matching.debtor_credit", words, {"amount": amount})],
            due_at=due_for_a_person(at),
            by=by,
            at=at,
        )
