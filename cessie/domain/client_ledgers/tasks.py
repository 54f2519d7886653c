"""What waits for a person in the ledgers of clients."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from cessie.domain.banking.models import Line
from cessie.domain.client_ledgers.models import Dedicated, Receipt, Submission, Sweep
from cessie.domain.contracts.models import Contract
from cessie.domain.matching.deadline import due_for_a_person
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

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


def sweep_key(sweep_id: UUID) -> str:
    """The one task about a sweep that does not arrive."""
    return f"ledger.sweep_late:{sweep_id}"


def sweep_order_key(sweep_id: UUID) -> str:
    """The order by which a sweep leaves an account of the house."""
    return f"sweep:{sweep_id}"


def late_key(contract_id: UUID) -> str:
    """The one task about a ledger that is missing."""
    return f"ledger.late:{contract_id}"


def unmatched_key(contract_id: UUID) -> str:
    """The one task about money of a contract that the client does not match."""
    return f"ledger.unmatched:{contract_id}"


def ask_about_money_left(own: Dedicated, line: Line, amount: Money, *, by: Viewer, at: datetime) -> None:
    """Money left a dedicated account and no sweep explains it: a charge of the bank, or the client used it."""
    words = N_("{amount} left the dedicated account for {whom}, and no sweep explains it.")
    reason = Reason("ledgers.money_left", words, {"amount": amount, "whom": line.counterparty_name or "?"})
    _open("ledger.money_left", f"ledger.money_left:{line.pk}", own.contract, [reason], by, at)


def ask_about_sweep(row: Sweep, *, by: Viewer, at: datetime) -> None:
    """A sweep was ordered and does not arrive."""
    facts: dict[str, Fact] = {"amount": Money(row.amount_cents), "day": row.ordered_at.date()}
    reason = Reason("ledgers.sweep_late", N_("{amount}, ordered on {day}, has not arrived."), facts)
    _open("ledger.sweep_late", sweep_key(row.pk), row.contract, [reason], by, at)


def ask_about_refused(row: Sweep, why: Reason, *, by: Viewer, at: datetime) -> None:
    """A sweep was refused or came back: it is ordered anew, or the client is asked."""
    _open("ledger.sweep_late", sweep_key(row.pk), row.contract, [why], by, at)


def ask_about_unmatched(contract: Contract, left: Money, oldest: Receipt, *, by: Viewer, at: datetime) -> None:
    """Money waits too long for the client's word."""
    facts: dict[str, Fact] = {"left": left, "since": oldest.received_date}
    reason = Reason("ledgers.unmatched", N_("{left} is matched to nothing, the oldest of it since {since}."), facts)
    _open("ledger.unmatched", unmatched_key(contract.pk), contract, [reason], by, at)


def ask_about_late(contract: Contract, reason: Reason, *, by: Viewer, at: datetime) -> None:
    """A ledger is missing."""
    _open("ledger.late", late_key(contract.pk), contract, [reason], by, at)


def _open(kind: str, key: str, contract: Contract, reasons: list[Reason], by: Viewer, at: datetime) -> None:
    open_task(
        key=key, kind=kind, subject=contract, reasons=reasons, client_id=contract.client_id,
        due_at=due_for_a_person(at), by=by, at=at,
    )  # fmt: skip
