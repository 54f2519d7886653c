"""What may be drawn on a ledger that the client sent: its debtors, of whom consumers count for nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from cessie.domain.availability.debtors import _left
from cessie.domain.availability.exclude import exclude
from cessie.domain.availability.leaving import leaving
from cessie.domain.availability.queries import opened
from cessie.domain.availability.replay import replay
from cessie.domain.availability.run import run
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.models import Position
from cessie.domain.contracts.amend import amend
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.credit.declare import Unpaid, declare
from cessie.domain.credit.insure import insure
from cessie.domain.credit.rules.conditions import Conditions
from cessie.domain.credit.rules.limits import GroupRoom, Room
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.terms.eligibility import leaves_on
from tests.domain.client_ledgers.conftest import HEAD, Send, contract, owner, rows, send
from tests.domain.conftest import AT, SYSTEM

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


def test_what_was_not_declared_in_time_has_lost_its_cover_and_counts_for_nothing(
    send: Send, contract: Contract, an: Viewer
) -> None:
    """Within 25 days after the due date, and each is 31 late: one was told, one too late, one not at all."""
    terms = {"recourse": "NONE", "insurance": "FACTOR_POLICY"}
    amend(contract_id=contract.pk, valid_from=date(2026, 3, 2), changes=terms, by=SYSTEM, at=AT)
    conditions = Conditions(
        insurer="Verzekering", number="P-1", iban="NL91ABNA0417164300", insured_percent=Decimal(90), basis="NET",
        arrears_days=10, declare_days=15, waiting_months=5, valid_from=date(2026, 1, 1),
    )  # fmt: skip
    policy = insure(conditions=conditions, by=an, at=AT)
    due = date(2026, 8, 1)
    told = [
        (number, "D1", 1_000 + n, 1_000 + n, "invoice", due) for n, number in enumerate(("F-1", "F-2", "F-3", "F-4"))
    ]
    row = send(FIRST, rows(*told[:3], (*told[3][:5], "2026-08-20")))
    accept(submission_id=row.pk, note="Looked at.", by=an, at=DESK)
    debtor = Position.objects.filter(submission=row)[0].debtor_id
    for number, day in (("F-1", date(2026, 8, 26)), ("f2", date(2026, 8, 27))):
        unpaid = Unpaid(debtor, number, due, Money(1_000_00))
        declare(contract_id=contract.pk, policy=policy, items=[unpaid], on=day, by=an, at=DESK)
    found = run(contract_id=contract.pk, by=SYSTEM, at=DESK)
    assert {step[0]: step[1] for step in found.pool.steps}["COVER"] == 1_001_00 + 1_002_00
    assert [line.number for line in opened(found, "COVER").invoices] == ["F-2", "F-3"]
    assert replay(found.pk) == ()
    terms = {"recourse": "FULL", "insurance": "NONE"}
    amend(contract_id=contract.pk, valid_from=FIRST, changes=terms, by=SYSTEM, at=DESK)
    without = run(contract_id=contract.pk, by=SYSTEM, at=DESK)
    assert "COVER" not in [step[0] for step in without.pool.steps], "with recourse no cover is needed"


@pytest.mark.parametrize(("limit", "left"), [(50, 30), (25, 17), (5, 0)])
def test_the_clients_own_insurance_bounds_what_is_left_of_a_debtor(limit: int, left: int) -> None:
    room = Room(Money(50), Money(32), Money(0), None, GroupRoom(Money(limit), Money(20)))
    assert _left(room, 12) == left
