"""A broker of whom nobody of the house knows the customers: one with a ledger, two offers and a finished comparison."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cessie.domain.comparison.ask import ask
from cessie.domain.comparison.brokers import add_broker, invite_person
from cessie.domain.comparison.customers import take_up
from cessie.domain.comparison.lay_ledger import lay_ledger
from cessie.domain.comparison.models import Result
from cessie.domain.comparison.offering import make_offer
from cessie.domain.comparison.score_customer import score_customer, show_the_house
from cessie.domain.comparison.work import work
from cessie.domain.onboarding.models import Applicant
from cessie.domain.parties.models import Company
from cessie.domain.parties.queries import viewer_for
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer, system

EMAIL = "makelaar@broker.example"
LEDGER = b"""kind,number,debtor,debtor_name,date,due_date,amount,of
invoice,F1,D1,Made up BV,2026-03-02,2026-04-01,12100.00,
invoice,F2,D2,Made up NV,2026-03-10,2026-04-09,6050.00,
payment,,D1,Made up BV,2026-04-07,,12100.00,F1
"""


def brokered(chief: Viewer, at: datetime) -> dict[str, Any]:
    """The keys of everything that a broker's pages show; ``chief`` lets him in."""
    company = Company.objects.create(name="Makelaar BV", sort_name="makelaar bv", country="BE", created_at=at)
    broker = add_broker(company_id=company.pk, by=chief, at=at)
    invite_person(broker_id=broker.pk, email=EMAIL, name="GEHEIM Makelaar", language="en", by=chief, at=at)
    by = viewer_for(User.objects.get(email=EMAIL))
    customer = take_up(name="GEHEIM Klant NV", number="0417.497.106", by=by, at=at)
    ledger = lay_ledger(customer_id=customer.pk, data=LEDGER, name="GEHEIM.csv", days=30, by=by, at=at)
    offers = [
        make_offer(
            customer_id=customer.pk, by=by, at=at,
            told={"name": name, "product": "american", "commission_percent": percent, "yearly_minimum": "0.00"},
        )
        for name, percent in (("GEHEIM one", "1.5"), ("GEHEIM two", "2"))
    ]  # fmt: skip
    run = ask(
        customer_id=customer.pk, ledger_id=ledger.pk, offer_ids=[each.pk for each in offers], first=None, last=None,
        need=None, by=by, at=at,
    )  # fmt: skip
    work(run_id=run.pk, processes=1, by=system("test"), now=lambda: at)
    score = score_customer(
        customer_id=customer.pk, typed={"equity": 30_00, "total_assets": 100_00}, accounts=b"", name="",
        ledger_id=ledger.pk, by=by, at=at,
    )  # fmt: skip
    show_the_house(customer_id=customer.pk, by=by, at=at)
    chart = {"1300": {"name": "GEHEIM debtors", "code": "BVor"}, "1600": {"name": "GEHEIM creditors", "code": ""}}
    Applicant.objects.filter(pk=score.applicant_id).update(chart=chart)
    return {
        "applicant_id": score.applicant_id, "assessment_id": score.pk,
        "broker_id": broker.pk, "customer_id": customer.pk, "sales_id": ledger.pk, "offer_id": offers[0].pk,
        "comparison_id": run.pk, "outcome_id": Result.objects.filter(run=run).order_by("name")[0].pk,
    }  # fmt: skip
