"""What the clock does for contracts on which clients draw: reckon, draw where the contract says so, stop what is not
borne."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from cessie.domain.availability.draw import draw_all
from cessie.domain.availability.queries import drawn_contracts, last_runs
from cessie.domain.availability.run import run
from cessie.domain.availability.stop import stop_what_is_not_borne
from cessie.domain.client_ledgers.queries import moved_since
from cessie.domain.contracts.models import Contract
from cessie.domain.matching.deadline import due_for_a_person
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.domain.work.open_task import open_task
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal

log = logging.getLogger(__name__)

#: How far back a turn of the clock looks for what moved: three turns.
RENEWED: Final = timedelta(minutes=15)


def night(*, by: Viewer, at: datetime) -> int:
    """A run for each contract that clients draw on; how many. One that fails keeps no other back: a person is told, and
    his task goes with the next run that succeeds."""
    contracts = drawn_contracts(booking_day(at))
    for contract in contracts:
        with _told(contract, by, at):
            found = run(contract_id=contract.pk, by=by, at=at)
            if found.over_cents:
                stop_what_is_not_borne(contract_id=contract.pk, by=by, at=at)
            elif found.net_cents > 0:
                draw_all(contract_id=contract.pk, by=by, at=at)
    return len(contracts)


def renew(*, by: Viewer, at: datetime) -> int:
    """Reckon anew where a ledger came into force, or money came or was matched, since the last run; how many.

    What moves at any moment is seen within minutes: the state is asked, so a turn that was killed is made up by the
    next. What is older is the night's.
    """
    moved = moved_since(at - RENEWED)
    if not moved:
        return 0
    known = {row.contract_id: row.made_at for row in last_runs().filter(contract_id__in=list(moved))}
    stale = [
        contract for contract in drawn_contracts(booking_day(at))
        if contract.pk in moved and (contract.pk not in known or known[contract.pk] < moved[contract.pk])
    ]  # fmt: skip
    for contract in stale:
        with _told(contract, by, at):
            run(contract_id=contract.pk, by=by, at=at)
    return len(stale)


@contextmanager
def _told(contract: Contract, by: Viewer, at: datetime) -> Iterator[None]:
    """Whatever happens with one contract is that contract's alone; what is no expected no is told to a person."""
    key = f"availability.failed:{contract.pk}"
    try:
        yield
    except Refusal as no:
        log.warning("no availability", extra={"contract": contract.number, "reason": no.reason.code})
    except Exception as error:
        log.exception("no availability", extra={"contract": contract.number})
        words = N_("What can be drawn was not reckoned: {error}.")
        _ask(key, contract, Reason("availability.failed", words, {"error": type(error).__name__}), by, at)
    else:
        close(key=key, decision="reckoned", by=by, at=at)


def _ask(key: str, contract: Contract, why: Reason, by: Viewer, at: datetime) -> None:
    open_task(
        key=key, kind="availability.failed", subject=contract, reasons=[why], client_id=contract.client_id,
        due_at=due_for_a_person(at), by=by, at=at,
    )  # fmt: skip
