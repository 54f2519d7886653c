"""A month's aged list and allowance sort what is owed on balances by the ledger in force, to the cent of the books."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.charges.aged_list import aged_list
from cessie.domain.charges.allow_month import allow_month
from cessie.domain.charges.allowances import behind
from cessie.domain.charges.before_close import worth_knowing
from cessie.domain.charges.decide_allowance import decide_allowance
from cessie.domain.charges.models import Allowance
from cessie.domain.charges.propose_allowance import propose_allowance
from cessie.domain.charges.rules.allowance import Matrix
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.ages import spread
from cessie.domain.client_ledgers.models import Submission
from cessie.domain.contracts.models import Contract
from cessie.domain.reports.kinds.ageing import make
from cessie.domain.reports.rules.report import Asked
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.chart import BOUGHT
from cessie.ledger.queries import balance
from tests.domain.client_ledgers.conftest import FIRST, Send, at, rows
from tests.domain.conftest import SYSTEM, staff

SEPTEMBER, LAST = date(2026, 9, 1), date(2026, 9, 30)
EVENING = at(date(2026, 10, 1), 6)
RATES = Matrix(
    none=tuple(map(Decimal, ("0.2", "1", "4", "10", "30", "50"))),
    full=tuple(map(Decimal, ("0.2", "1", "4", "10", "30", "50"))),
)
LATE = (
    ("F1", "D1", 3_000),
    ("F2", "D1", 500, 500, "invoice", "2026-08-20"),
    ("C1", "D1", -100, -100, "credit note"),
    ("F3", "D2", 700, 700, "invoice", "2026-05-01"),
)


@given(st.integers(-(10**6), 10**6), st.lists(st.integers(-(10**5), 10**5), min_size=5, max_size=5))
def test_what_is_spread_is_what_is_booked_and_no_age_has_more_than_its_ledger(booked: int, ages: list[int]) -> None:
    found = spread(booked, ages)
    assert sum(found) == booked
    told = [max(0, each) for each in ages]
    assert all(0 <= mine <= theirs for mine, theirs in zip(found[1:], told[1:], strict=True))
    if booked < sum(told):  # money on its way took the oldest: an age is touched only where all older ones are gone
        touched = [n for n in range(1, 5) if found[n] < told[n]]
        assert all(found[older] == 0 for n in touched for older in range(n + 1, 5))


@pytest.fixture
def percents(db: None, bob: Viewer) -> None:
    row = propose_allowance(matrix=RATES, valid_from=SEPTEMBER, note="x", by=staff("eve", "treasury"), at=at(FIRST))
    decide_allowance(policy_id=row.pk, event="confirm", by=bob, at=at(FIRST))


@pytest.fixture
def late(contract: Contract, send: Send, an: Viewer) -> Submission:
    return accept(submission_id=send(FIRST, rows(*LATE)).pk, note="Looked at.", by=an, at=at(FIRST))


def test_the_aged_list_sorts_balances_by_their_ledger_and_agrees_with_the_books(
    contract: Contract, late: Submission, send: Send, an: Viewer
) -> None:
    told = aged_list(LAST, known_at=EVENING).decode().splitlines()
    assert told[1:] == [
        "B001;Fonderie de la Meuse SA;Debtor D1;2900.00;0.00;500.00;0.00;0.00;3400.00;2026-09-01",
        "B001;Fonderie de la Meuse SA;Debtor D2;0.00;0.00;0.00;0.00;700.00;700.00;2026-09-01",
        ";;;2900.00;0.00;500.00;0.00;700.00;4100.00;",
    ]
    assert sum(balance(account, day=LAST).cents for account in BOUGHT) == 4_100_00
    (row,) = make(Asked("contract", LAST, LAST)).rows
    assert [getattr(value, "cents", value) for value in row.values[:5]] == [2_900_00, 0, 500_00, 0, 700_00]
    # a ledger of the month that comes after its list was made sorts the next look alone; the books stay the day's
    accept(submission_id=send(date(2026, 9, 20), rows(*LATE[2:])).pk, note="Seen.", by=an, at=at(date(2026, 10, 2)))
    assert aged_list(LAST, known_at=EVENING).decode().splitlines() == told
    anew = aged_list(LAST).decode().splitlines()
    assert anew[-1] == ";;;3400.00;0.00;0.00;0.00;700.00;4100.00;"


def test_the_allowance_counts_what_a_ledger_says_is_late(contract: Contract, late: Submission, percents: None) -> None:
    (look,) = allow_month(contract_ids=[contract.pk], month=SEPTEMBER, by=SYSTEM, at=EVENING)
    assert [(part["of"], part["open"]) for part in look.parts] == [
        ("not_due", 2_900_00), ("d60", 500_00), ("later", 700_00),
    ]  # fmt: skip
    assert look.needed_cents == 5_80 + 20_00 + 210_00
    _, invoices = behind(viewer=SYSTEM, month=SEPTEMBER, contract_id=contract.pk)
    assert sorted((each.of, each.owed.amount.cents, each.share.cents) for each in invoices) == [
        ("d60", 500_00, 20_00), ("later", 700_00, 210_00), ("not_due", 2_900_00, 5_80),
    ]  # fmt: skip
    assert allow_month(contract_ids=[contract.pk], month=SEPTEMBER, by=SYSTEM, at=EVENING) == ()
    # a look of the time before ledgers told ages stays what it was
    Allowance.objects.update(parts=[{"of": "not_due", "open": 4_100_00, "percent": "0.2", "allowed": 8_20}])
    _, invoices = behind(viewer=SYSTEM, month=SEPTEMBER, contract_id=contract.pk)
    assert {each.of for each in invoices} == {"not_due"}


def test_without_a_ledger_in_force_all_counts_as_not_due_and_the_desk_is_told(
    contract: Contract, late: Submission, percents: None
) -> None:
    assert "month.old_ledger" not in {reason.code for reason in worth_knowing(LAST)}
    (old,) = [reason for reason in worth_knowing(date(2026, 10, 31)) if reason.code == "month.old_ledger"]
    assert old.facts["numbers"] == "B001"
    Submission.objects.update(as_of=date(2026, 12, 1))
    assert aged_list(LAST).decode().splitlines()[-2].endswith(";700.00;0.00;0.00;0.00;0.00;700.00;none")
    (look,) = allow_month(contract_ids=[contract.pk], month=SEPTEMBER, by=SYSTEM, at=EVENING)
    assert [part["of"] for part in look.parts] == ["not_due"]
    assert "month.no_ledger" in {reason.code for reason in worth_knowing(LAST)}
