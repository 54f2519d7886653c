"""The first client's own insurance, a limit on his debtor, and what did not reach the insurer, for the pages."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cessie.domain.contracts.models import Contract
from cessie.domain.credit.declare import Unpaid, declare
from cessie.domain.credit.delegate import decide_policy, delegate
from cessie.domain.credit.models import NamedLimit, Telling
from cessie.domain.credit.name_limits import Named
from cessie.domain.credit.rules.conditions import Conditions
from cessie.domain.credit.tell import move_telling
from cessie.domain.users.rules.viewer import system
from cessie.lib.money import Money
from cessie.workflows.purchases.limits import look_at_named, name

if TYPE_CHECKING:
    from tests.portals.house import Stage


def covered(stage: Stage) -> dict[str, Any]:
    """The key of the policy: noted by one, confirmed by another; and of what did not reach its insurer."""
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
    waits = Named(stage.buyer.debtor_id, Money(45_000_00), begin, source="GEHEIM cover 2")
    keys = [each.pk for each in NamedLimit.objects.filter(state="noted")]
    look_at_named(policy_id=row.pk, limit_ids=keys, event="confirm", by=staff.second_credit, at=stage.at)
    name(policy_id=row.pk, named=[waits], by=staff.credit, at=stage.at)
    contract = Contract.objects.filter(client_id=stage.own.client_id).order_by("pk")[0]
    unpaid = Unpaid(stage.buyer.debtor_id, "GEHEIM-9", begin, Money(700_00))
    (said,) = declare(contract_id=contract.pk, policy=row, items=[unpaid], by=staff.credit, at=stage.at)
    telling = Telling.objects.get(declaration=said)
    for event in ("send", "fail"):
        move_telling(telling_id=telling.pk, event=event, words="GEHEIM buyer", by=system("covers"), at=stage.at)
    return {"policy_id": row.pk, "telling_id": telling.pk}
