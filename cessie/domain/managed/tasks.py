"""Money on a creditor's account that waits for a person."""

from __future__ import annotations

from datetime import datetime

from cessie.domain.managed.models import Receipt
from cessie.domain.matching.deadline import due_for_a_person
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.open_task import open_task
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


def task_key(receipt: Receipt) -> str:
    """The one task about money that waits."""
    return f"managed.receipt:{receipt.pk}"


def ask(receipt: Receipt, left: Money, *, by: Viewer, at: datetime) -> None:
    """A person must say what (the rest of) the money is for: the creditor's bookkeeper sees it, and the desk."""
    reasons = [Reason("managed.left", N_("{left} of this payment is given to no invoice."), {"left": left})]
    reasons += [Reason.from_json(reason) for reason in receipt.reasons]
    open_task(
        key=task_key(receipt),
        kind="managed.receipt",
        subject=receipt,
        reasons=reasons,
        client_id=receipt.client_id,
        due_at=due_for_a_person(at),
        by=by,
        at=at,
    )
