"""The first client's own insurance, with a limit on his debtor, for whoever looks at pages."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cessie.domain.credit.delegate import decide_policy, delegate
from cessie.domain.credit.name_limits import Named
from cessie.domain.credit.rules.conditions import Conditions
from cessie.lib.money import Money
from cessie.workflows.limits import name

if TYPE_CHECKING:
    from tests.portals.house import Stage


def covered(stage: Stage) -> dict[str, Any]:
    """The key of the policy: noted by one, confirmed by another."""
    staff, begin = stage.house.staff, stage.today - timedelta(days=30)
    conditions = Conditions(
        insurer="GEHEIM Verzekering", number="POL-77", iban="NL91ABNA0417164300", insured_percent=Decimal(90),
        basis="NET", arrears_days=60, waiting_months=5, valid_from=begin, extension_days=60,
        deductible=Money(500_00), discretionary=Money(10_000_00), maximum=Money(1_000_000_00),
    )  # fmt: skip
    row = delegate(
        client_id=stage.own.client_id, conditions=conditions, delegated_from=begin,
        paper=("a.pdf", b"GEHEIM acceptance"), by=staff.credit, at=stage.at,
    )  # fmt: skip
    decide_policy(policy_id=row.pk, event="confirm", by=staff.second_credit, at=stage.at)
    named = Named(stage.buyer.debtor_id, Money(40_000_00), begin, source="GEHEIM cover 1")
    name(policy_id=row.pk, named=[named], by=staff.credit, at=stage.at)
    return {"policy_id": row.pk}
