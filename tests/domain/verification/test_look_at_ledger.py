"""The night looks over two ledgers of a client: what was changed in them is found once, and held, also where the desk
took the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime

from cessie.domain.availability.excluded import excluded
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.contracts.models import Contract
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.clear import clear
from cessie.domain.verification.models import Finding
from cessie.workflows.balances import verifying
from tests.domain.client_ledgers.conftest import Send, contract, owner, rows, send
from tests.domain.conftest import SYSTEM

__all__ = ["contract", "owner", "send"]
FIRST, SECOND = date(2026, 8, 31), date(2026, 9, 30)
AT = datetime(2026, 10, 1, 2, tzinfo=UTC)


def test_a_moved_due_day_is_found_once_and_held_until_it_is_cleared(contract: Contract, send: Send, an: Viewer) -> None:
    first = send(FIRST, rows(("A1", "C1", "100.00", "100.00", "invoice", "2026-09-15"), ("A2", "C1", "50.00")))
    accept(submission_id=first.pk, note="Looked at.", by=an, at=datetime(2026, 9, 1, 9, tzinfo=UTC))
    verifying.night(by=SYSTEM, at=datetime(2026, 9, 2, 2, tzinfo=UTC))
    assert not Finding.objects.exists(), "there is nothing yet beside which it could be laid"
    second = send(SECOND, rows(("A1", "C1", "100.00", "100.00", "invoice", "2026-12-15"), ("A2", "C1", "50.00")))
    assert [finding["code"] for finding in second.findings] == ["ledgers.due_moved"]
    accept(submission_id=second.pk, note="The sum holds.", by=an, at=datetime(2026, 9, 30, 18, tzinfo=UTC))
    for _twice in range(2):
        verifying.night(by=SYSTEM, at=AT)
    finding = Finding.objects.get()
    assert (finding.rule, finding.number, finding.severity) == ("F06.aged", "A1", "hold")
    assert [out.number for out in excluded(contract.pk, SECOND)] == ["A1"]
    clear(finding_id=finding.pk, note="agreed in writing", by=an, at=AT)
    verifying.night(by=SYSTEM, at=AT)
    assert (Finding.objects.count(), excluded(contract.pk, SECOND)) == (1, frozenset())
