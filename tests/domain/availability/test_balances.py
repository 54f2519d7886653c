"""What may be drawn on a ledger that the client sent: its debtors, of whom consumers count for nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cessie.domain.availability.debtors import _left
from cessie.domain.availability.exclude import exclude
from cessie.domain.availability.leaving import leaving
from cessie.domain.availability.queries import opened
from cessie.domain.availability.replay import replay
from cessie.domain.availability.run import run
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.credit.rules.limits import GroupRoom, Room
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.terms.eligibility import leaves_on
from tests.domain.client_ledgers.conftest import HEAD, Send, contract, owner, send
from tests.domain.conftest import SYSTEM

__all__ = ["contract", "owner", "send"]
pytestmark = pytest.mark.django_db
FIRST, DESK = date(2026, 9, 1), datetime(2026, 9, 1, 17, tzinfo=UTC)


def test_a_ledger_in_force_is_the_pool_and_a_consumer_is_not_financed(
    send: Send, contract: Contract, an: Viewer
) -> None:
    head = HEAD.replace("Kind", "Kind;Consumer")
    lines = (
        "F1;D1;Een;;2026-08-15;2026-10-01;3000;3000;invoice;\nF2;D2;Twee;;2026-08-15;2026-10-01;900;900;invoice;yes\n"
    )
    row = send(FIRST, (head + lines).encode())
    accept(submission_id=row.pk, note="Looked at.", by=an, at=DESK)
    found = run(contract_id=contract.pk, by=SYSTEM, at=DESK)
    assert (found.pool.source, found.pool.gross_cents) == ("submission", 3_900_00)
    assert found.pool.eligible_cents <= 3_000_00, "what a consumer owes is not financed"
    assert run(contract_id=contract.pk, by=SYSTEM, at=DESK).pk == found.pk
    exclude(contract_id=contract.pk, debtor_id=None, number="f-0001", source="finding:1", note="?", by=SYSTEM, at=DESK)
    without = run(contract_id=contract.pk, by=SYSTEM, at=DESK)
    assert without.pool.eligible_cents == 0
    assert {step[0]: step[1] for step in without.pool.steps}["HOLD"] == 3_000_00
    assert [line.number for line in opened(without, "HOLD").invoices] == ["F1"]
    assert replay(without.pk) == ()
    out = leaves_on(terms_on(contract.pk, FIRST)[1], date(2026, 10, 1))
    assert out is not None
    told = leaving(contract, out - timedelta(days=14))
    assert [(row.number, row.leaves, row.open) for row in told] == [
        ("F1", out, Money(3_000_00)), ("F2", out, Money(900_00)),
    ]  # fmt: skip
    assert [leaving(contract, out + timedelta(days=days)) for days in (-15, 15)] == [[], []]


@pytest.mark.parametrize(("limit", "left"), [(50, 30), (25, 17), (5, 0)])
def test_the_clients_own_insurance_bounds_what_is_left_of_a_debtor(limit: int, left: int) -> None:
    room = Room(Money(50), Money(32), Money(0), None, GroupRoom(Money(limit), Money(20)))
    assert _left(room, 12) == left
