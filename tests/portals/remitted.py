"""A remittance of the first client, as its page shows it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cessie.domain.collection.models import PrincipalMonth
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.store_own import Paper, store_own
from cessie.domain.trust.models import Remittance
from cessie.domain.users.rules.viewer import system
from cessie.lib.ids import uuid7

if TYPE_CHECKING:
    from tests.portals.house import Stage


def remitted(stage: Stage) -> dict[str, Any]:
    """Its keys; ``of``: of a receipt that there is none of."""
    contract = Contract.objects.filter(client_id=stage.own.client_id).order_by("pk")[0]
    (paper,) = store_own(
        papers=[Paper(b"%PDF-1 GEHEIM", "remittance.pdf", stage.own.client_id)], by=system("test"), at=stage.at
    )
    row = Remittance.objects.create(
        id=uuid7(), number=1, contract=contract, client_id=stage.own.client_id, until_date=stage.today,
        collected_cents=100_00, base_cents=100_00, net_cents=12_00, vat_cents=2_52, vat_percent=Decimal(21),
        set_off_cents=14_52, paid_cents=0, left_cents=85_48, document_id=paper, made_at=stage.at, made_by="test",
    )  # fmt: skip
    month = PrincipalMonth.objects.create(
        number="K1/2026-10", client_id=stage.own.client_id, month=date(2026, 10, 1), opening_cents=0,
        closing_cents=85_48, document_id=paper, csv_document_id=paper, known_at=stage.at, told_at=stage.at,
        made_at=stage.at, made_by="test",
        moves=[{"kind": "trust_receipt", "day": "2026-10-06", "dossier": "", "cents": 85_48}],
    )  # fmt: skip
    return {"remittance_id": row.pk, "of": uuid7(), "collected_id": month.pk, "sheet_kind": "pdf"}
