"""Each invariant of matching sees the breach that it is for."""

from __future__ import annotations

import pytest

from cessie.domain.banking.models import Line
from cessie.domain.matching import invariants
from cessie.domain.matching.models import Allocation, Match, Receipt
from tests.bank_files import Row
from tests.domain.matching.conftest import Bought, Receives
from tests.domain.matching.test_verbs import OGM, arrive


@pytest.fixture(autouse=True)
def _sound() -> None:
    """These tests break things on purpose."""


def codes() -> set[str]:
    return {breach.code for check in invariants.CHECKS for breach in check()}


def test_every_breach_is_named(bought: Bought, receives: Receives) -> None:
    bought("2026-0451", 500_00, reference=OGM)
    line, other = receives(Row(500_00, text=OGM), Row(5_00))
    arrive(line)
    assert codes() == set()
    Match.objects.update(state="reversed")
    assert codes() == {"matching.state"}
    Match.objects.update(state="posted")
    Allocation.objects.update(amount_cents=499_00)
    assert codes() == {"matching.allocation_and_books", "matching.receipt_and_books"}
    Allocation.objects.update(amount_cents=500_00)
    Line.objects.filter(pk=other.pk).update(taken_by="matching", taken_at=line.statement.imported_at)
    assert codes() == {"matching.line_and_receipt"}
    Line.objects.filter(pk=other.pk).update(taken_by="", taken_at=None)
    Receipt.objects.update(amount_cents=501_00)
    assert codes() == {"matching.line_and_receipt", "matching.receipt_and_books"}
