"""What really happens in a month raises its fees: a purchase, its letter to the debtor, a credit note, a new debtor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cessie.domain.charges.agreed import agreed
from cessie.domain.charges.month_facts import facts_of
from cessie.domain.contracts.amend import amend
from cessie.domain.correspondence.models import Message
from cessie.lib.money import Money
from cessie.lib.references import make_ogm, shown_ogm
from cessie.terms.fees import FeeRule, FeeTerms
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.world.papers import credit_note
from tests.domain.conftest import SYSTEM
from tests.stories.road import Road, moment

DAY, MARCH, LAST = date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 31)


def test_a_month_is_counted_from_what_happened(road: Road) -> None:
    each = FeeTerms(amount=Money(1_00))
    plan = [
        FeeRule("DOCUMENT_FEE", "DOCUMENT", "COUNT", each, "SERVICE", account="4020"),
        FeeRule("DEBTOR_FEE", "DEBTOR_CHECK", "COUNT", each, "SERVICE", account="4020"),
        FeeRule("CREDITS", "CREDIT_NOTE", "FACE", each, "SERVICE", account="4020"),
        FeeRule("SALES", "MONTH", "NET", each, "SERVICE", account="4020"),
    ]
    amend(contract_id=road.contract_id, valid_from=DAY, changes={"fee_plan": plan}, by=SYSTEM, at=moment(DAY, 8))
    sale = road.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1), reference=shown_ogm(make_ogm(20260042)))
    road.hand_in(sale, DAY)
    road.approve(DAY)
    note = replace(sale, number="CN1", net=Money(200_00), rate=Decimal(0), reference="")
    data = credit_note(note, road.house, "2026-1")
    at = moment(DAY, 12)
    take_in_invoice(data=data, name="CN1.xml", channel="portal", client_id=road.client_id, by=road.owner, at=at)
    Message.objects.update(told_at=moment(DAY, 13))
    rows = agreed([road.contract_id])
    facts = facts_of(rows, MARCH, LAST, {})[road.contract_id]
    assert (facts.bought_net, facts.credited) == (Money(1_000_00), Money(200_00))
    told = {name: facts.counts[name] for name in ("DOCUMENT", "CREDIT_NOTE", "DEBTOR_CHECK")}
    assert told == {"DOCUMENT": 1, "CREDIT_NOTE": 1, "DEBTOR_CHECK": 0}, "he brought the debtor before"
    empty = facts_of(rows, date(2026, 4, 1), date(2026, 4, 30), {})[road.contract_id]
    assert (empty.bought_net, empty.credited, empty.counts.get("DOCUMENT", 0)) == (Money(0), Money(0), 0)
