"""What waits for a person in the ledgers of clients."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from cessie.domain.client_ledgers.models import Submission
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.lib.reasons import Reason

#: A client waits for money that he may draw.
PROMPT: Final = 4  # staffed hours
#: So many reasons stand on a task; the page of the ledger has all that are kept.
SHOWN: Final = 10


def task_key(contract_id: UUID) -> str:
    """The one task about a contract's ledger that is in doubt."""
    return f"ledger.doubtful:{contract_id}"


def ask(row: Submission, doubts: list[Reason], *, by: Viewer, at: datetime) -> None:
    """The desk must decide about a ledger."""
    open_task(
        key=task_key(row.contract_id),
        kind="ledger.doubtful",
        subject=row,
        reasons=doubts[:SHOWN],
        client_id=row.client_id,
        due_at=due_after(at, PROMPT),
        by=by,
        at=at,
    )
