"""How old a ledger in force is: on the client's overview and in the report, which agrees with the books."""

from __future__ import annotations

from cessie.domain.client_ledgers.accept import accept
from cessie.domain.contracts.models import Contract
from cessie.domain.reports.kinds.ageing import make
from cessie.domain.reports.rules.report import Asked
from cessie.domain.users.rules.viewer import Viewer
from cessie.portals.client.figures import figures_of
from tests.domain.client_ledgers.conftest import FIRST, Send, at, rows

LATE = (
    ("F1", "D1", 3_000),
    ("F2", "D1", 500, 500, "invoice", "2026-08-20"),
    ("C1", "D1", -100, -100, "credit note"),
    ("F3", "D2", 700, 700, "invoice", "2026-05-01"),
)


def test_what_is_overdue_in_a_ledger_is_told_as_that(contract: Contract, send: Send, an: Viewer) -> None:
    accept(submission_id=send(FIRST, rows(*LATE)).pk, note="Looked at.", by=an, at=at(FIRST))
    found = figures_of([contract], at(FIRST, 18))
    assert found.sends
    assert [amount.cents for _, amount in found.ageing] == [2_900_00, 500_00, 0, 0, 700_00]
    assert (found.open.cents, found.overdue.cents, found.invoices) == (4_100_00, 1_200_00, 3)
    made = make(Asked("debtor", FIRST, FIRST))
    assert sorted([getattr(value, "cents", value) for value in row.values[:5]] for row in made.rows) == [
        [0, 0, 0, 0, 700_00], [2_900_00, 500_00, 0, 0, 0],
    ]  # fmt: skip
