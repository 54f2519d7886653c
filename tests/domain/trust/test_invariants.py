"""What is planted behind the verbs' back is found by the night's proof."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from cessie.domain.banking.models import Line, Statement
from cessie.domain.payments.models import Order, OrderPart
from cessie.domain.trust.models import Receipt, Remittance
from cessie.domain.trust.remit import remit
from tests.domain.conftest import SYSTEM
from tests.trust_money import Agency, breaches, noon


def _more_at_the_bank() -> None:
    Statement.objects.filter(following__isnull=True).update(closing_cents=1_400_01)


def _other_receipt() -> None:
    Receipt.objects.update(amount_cents=1_399_99)


def _other_part() -> None:
    OrderPart.objects.update(amount_cents=1)


def _too_much_promised() -> None:
    Order.objects.filter(rule="P33").update(amount_cents=2_000_00)
    OrderPart.objects.update(amount_cents=2_000_00)


def _taken_by_another() -> None:
    Line.objects.filter(taken_by="trust").update(taken_by="matching")


def _other_statement() -> None:
    Remittance.objects.update(net_cents=1)


@pytest.mark.parametrize(
    ("plant", "code"),
    [
        (_more_at_the_bank, "trust.three_way"),
        (_other_receipt, "trust.line"),
        (_other_receipt, "trust.principal_differs"),
        (_other_part, "trust.parts"),
        (_too_much_promised, "trust.promised"),
        (_taken_by_another, "trust.stranger"),
        (_other_statement, "trust.remittance"),
    ],
)
def test_planted(on: Agency, plant: Callable[[], None], code: str) -> None:
    on.paid(date(2026, 5, 6), 1_400_00, uuid4())
    remit(contract_id=on.contract.pk, until=date(2026, 5, 31), by=SYSTEM, at=noon(date(2026, 6, 1)))
    assert breaches() == []
    plant()
    assert code in breaches()
