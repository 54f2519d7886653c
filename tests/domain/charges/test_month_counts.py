"""Events of a month that no posting tells are counted for the contracts that are charged for them, and charged once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cessie.domain.charges.agreed import agreed
from cessie.domain.charges.charge_month import charge_month
from cessie.domain.charges.month_counts import counts_of
from cessie.domain.contracts.models import Contract
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.parties.register import relate
from cessie.lib.money import Money
from cessie.terms.fees import FeeRule, FeeTerms
from tests.domain.charges.conftest import Sign
from tests.domain.charges.test_worked_examples import morning
from tests.domain.conftest import AT, SYSTEM

pytestmark = pytest.mark.django_db
MARCH, LAST = date(2026, 3, 1), date(2026, 3, 31)


def test_a_debtor_that_was_brought_is_charged_once(sign: Sign, client_: Client, debtor: Debtor) -> None:
    relate(client_id=client_.pk, debtor_id=debtor.pk, by=SYSTEM, at=AT)
    fee = FeeRule("DEBTOR_FEE", "DEBTOR_CHECK", "COUNT", FeeTerms(amount=Money(15_00)), "SERVICE", account="4020")
    free = sign(fee_plan=())
    assert counts_of(agreed([free.pk]), MARCH, LAST) == {free.pk: {}}
    Contract.objects.update(state="ending", ended_date=date(2027, 1, 1))
    charging = sign(fee_plan=(fee,))
    assert counts_of(agreed([charging.pk]), MARCH, LAST) == {charging.pk: {"DEBTOR_CHECK": 1}}
    assert counts_of(agreed([charging.pk]), date(2026, 4, 1), date(2026, 4, 30)) == {charging.pk: {"DEBTOR_CHECK": 0}}
    for hour in (0, 1):
        at = morning(date(2026, 4, 1)) + timedelta(hours=hour)
        found = charge_month(contract_ids=[charging.pk], month=MARCH, by=SYSTEM, at=at)
        assert [(row.kind, row.net_cents) for row in found.charges] == ([("service_fee", 15_00)] if hour == 0 else [])
