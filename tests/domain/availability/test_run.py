"""Runs of availability: reckoned from the books, kept with what they stood on, reckoned again to the cent."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection

from cessie.domain.availability.models import Facts, Part, Pool, Run
from cessie.domain.availability.queries import opened
from cessie.domain.availability.replay import replay
from cessie.domain.availability.run import run
from cessie.domain.availability.set_aside import set_aside
from cessie.domain.availability.stand import diluted
from cessie.domain.availability.tell_contra import tell_contra
from cessie.domain.charges.agreed import agreed
from cessie.domain.charges.month_facts import facts_of
from cessie.domain.charges.rules.month_fees import fees_of_month
from cessie.domain.contracts.amend import amend
from cessie.domain.contracts.models import Version
from cessie.domain.invoices.models import Finding, Invoice
from cessie.domain.parties.models import Company, Debtor
from cessie.domain.purchase.models import Deed
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules.dilution import credit_note
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.terms.contract import Terms
from cessie.terms.fees import FeeRule, FeeTerms
from tests.domain.availability.conftest import LATER, Sell
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.domain.purchase.conftest import Agree, give_limit

QUIET = {"disclosure": "CONFIDENTIAL", "collector": "CLIENT_MANDATE", "account_model": "DEDICATED_CLIENT",
         "matcher": "CLIENT"}  # fmt: skip


def net(contract: UUID, later: timedelta = timedelta(0)) -> int:
    return run(contract_id=contract, by=SYSTEM, at=LATER + later).net_cents


def test_what_is_bought_may_be_drawn_less_fund_and_fees(drawing_contract: UUID, sell: Sell) -> None:
    """15,000.00 bought: 1,500.00 in the fund, 150.00 commission with 31.50 VAT."""
    sell(drawing_contract, A1=6_000_00, B1=9_000_00)
    found = run(contract_id=drawing_contract, by=SYSTEM, at=LATER)
    assert found.net_cents == 15_000_00 - 1_500_00 - 181_50
    assert (found.in_use_cents, found.outstanding_cents, found.bound) == (181_50, 15_000_00, "FORMULA")
    assert found.pool.steps[-1] == ["OVER_LIMIT", 0, 15_000_00]
    (part,) = Part.objects.all()
    assert (part.bucket, part.cents, part.documents) == ("ELIGIBLE", 15_000_00, 2)


def test_the_same_facts_make_one_run_and_each_gives_the_same_again(drawing_contract: UUID, sell: Sell) -> None:
    sell(drawing_contract, A1=6_000_00)
    first = run(contract_id=drawing_contract, by=SYSTEM, at=LATER)
    assert run(contract_id=drawing_contract, by=SYSTEM, at=LATER + timedelta(minutes=1)).pk == first.pk
    tomorrow = run(contract_id=drawing_contract, by=SYSTEM, at=LATER + timedelta(days=1))
    assert (Pool.objects.count(), Facts.objects.count(), Run.objects.count()) == (2, 1, 2)
    give_limit(Debtor.objects.get().pk, 1_000_00)  # what is known today changes nothing of yesterday
    assert replay(first.pk) == replay(tomorrow.pk) == ()


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("update availability_run set net_cents = net_cents - 1", "availability.replay"),
        ("update availability_pool set gross_cents = gross_cents + 1", "availability.replay"),
        ("update availability_part set cents = cents - 1", "availability.parts"),
        ("update availability_part set bucket = 'HOLD'", "availability.parts"),
        ("update availability_run set rules_version = 99", "availability.other_rules"),
    ],
)
def test_a_cent_more_is_seen(drawing_contract: UUID, sell: Sell, sql: str, code: str) -> None:
    sell(drawing_contract, A1=6_000_00)
    found = run(contract_id=drawing_contract, by=SYSTEM, at=LATER)
    with connection.cursor() as cursor:
        cursor.execute("savepoint whole")
        cursor.execute(sql)
    assert code in [reason.code for reason in replay(found.pk)]
    with connection.cursor() as cursor:
        cursor.execute("rollback to savepoint whole")


def test_a_doubt_a_late_invoice_and_a_limit_take_out(
    drawing_contract: UUID, sell: Sell, debtor: Debtor, an: Viewer
) -> None:
    """Three invoices of 1,000.00: one is doubted, one 91 days late, of the third the limit bears 400.00."""
    sell(drawing_contract, A1=1_000_00, B1=1_000_00, C1=1_000_00)
    Finding.objects.create(
        invoice=Invoice.objects.get(number="A1"), code="M20", severity="hold", reason={}, found_at=LATER
    )
    Invoice.objects.filter(number="B1").update(due_date=LATER.date() - timedelta(days=91))
    give_limit(debtor.pk, 400_00)
    net(drawing_contract)
    parts = {row.bucket: row.cents for row in Part.objects.all()}
    assert parts == {"HOLD": 1_000_00, "OVERDUE": 1_000_00, "OVER_LIMIT": 600_00, "ELIGIBLE": 400_00}


def test_what_the_client_owes_his_customer_counts_and_he_cannot_lower_it(
    drawing_contract: UUID, sell: Sell, debtor: Debtor, owner: Viewer, an: Viewer
) -> None:
    sell(drawing_contract, A1=6_000_00)
    before = net(drawing_contract)
    act = {"contract_id": drawing_contract, "debtor_id": debtor.pk, "at": LATER}
    tell_contra(amount=Money(2_000_00), by=owner, **act)
    assert net(drawing_contract) == before - 2_000_00
    with pytest.raises(Refusal):
        tell_contra(amount=Money(0), by=owner, **act)
    with pytest.raises(NotFound):
        tell_contra(amount=Money(9_000_00), by=of_client(debtor.pk), **act)
    tell_contra(amount=Money(500_00), by=an, **{**act, "at": LATER + timedelta(minutes=1)})
    assert net(drawing_contract, timedelta(minutes=2)) == before - 500_00


def test_what_a_person_sets_aside_another_lowers(drawing_contract: UUID, sell: Sell, an: Viewer) -> None:
    sell(drawing_contract, A1=6_000_00)
    before = net(drawing_contract)
    act = {"contract_id": drawing_contract, "at": LATER}
    set_aside(amount=Money(1_000_00), until=date(2026, 3, 3), note="a rumour", by=an, **act)
    assert net(drawing_contract) == before - 1_000_00
    with pytest.raises(NotAllowed):
        set_aside(amount=Money(0), note="gone", by=an, **{**act, "at": LATER + timedelta(minutes=1)})
    with pytest.raises(NotAllowed):
        set_aside(amount=Money(1), note="a job", by=SYSTEM, **act)
    assert net(drawing_contract, timedelta(days=2)) == before  # its last day is over
    other = staff("else", "credit")
    set_aside(amount=Money(0), note="cleared up", by=other, **{**act, "at": LATER + timedelta(minutes=1)})
    assert net(drawing_contract, timedelta(minutes=2)) == before


def test_only_who_sees_the_client_and_only_where_something_is_drawn(
    agree: Agree, drawing_contract: UUID, debtor: Debtor
) -> None:
    with pytest.raises(NotFound):
        run(contract_id=drawing_contract, by=of_client(debtor.pk), at=LATER)


def test_dilution_is_measured_on_what_was_bought(drawing_contract: UUID, sell: Sell, debtor: Debtor) -> None:
    sell(drawing_contract, A1=6_000_00)
    assert diluted(drawing_contract, LATER.date(), "EUR") == 0
    invoice = Invoice.objects.get()
    of = Dims(drawing_contract, invoice.client_id, debtor.pk, invoice.pk)
    post([credit_note(event=Event("c", LATER.date()), amount=Money(400_00), of=of)], by="test", at=LATER)
    assert diluted(drawing_contract, LATER.date(), "EUR") == Decimal("6.6667")
    assert diluted(drawing_contract, LATER.date() + timedelta(days=366), "EUR") == 0


def test_what_no_registered_deed_transferred_does_not_count(
    drawing_contract: UUID, sell: Sell, more: dict[str, object]
) -> None:
    """The client is Dutch and no debtor hears: 5,000.00 count as soon as their deed is registered, not before."""
    sell(drawing_contract, A1=6_000_00)
    Company.objects.update(country="NL")
    amend(contract_id=drawing_contract, valid_from=date(2026, 3, 2), changes=QUIET, by=SYSTEM, at=LATER)
    sell(drawing_contract, B1=5_000_00)
    found = run(contract_id=drawing_contract, by=SYSTEM, at=LATER)
    assert {code: out for code, out, _ in found.pool.steps}["DEED"] == 5_000_00
    assert [line.number for line in opened(found, "DEED").invoices] == ["B1"]
    Deed.objects.filter(state="unregistered").update(state="standing")
    later = run(contract_id=drawing_contract, by=SYSTEM, at=LATER + timedelta(hours=1))
    assert (later.pool.eligible_cents, "DEED" in [step[0] for step in later.pool.steps]) == (11_000_00, False)
    assert replay(found.pk) == replay(later.pk) == ()


def test_the_commission_on_what_counts_is_on_the_last_run_of_the_month(drawing_contract: UUID, sell: Sell) -> None:
    """0.1 percent of 6,000.00; in a month without a run it waits, as nobody knows what counted."""
    rule = FeeRule("FACTORING_COMMISSION", "MONTH", "ELIGIBLE", FeeTerms(percent=Decimal("0.1")), "COMMISSION")
    plan = Terms.from_json(Version.objects.get(contract_id=drawing_contract).terms).fee_plan
    terms = {"fee_plan": (*plan, rule)}
    amend(contract_id=drawing_contract, valid_from=date(2026, 3, 2), changes=terms, by=SYSTEM, at=LATER)
    sell(drawing_contract, A1=6_000_00)
    run(contract_id=drawing_contract, by=SYSTEM, at=LATER)
    month, last = date(2026, 3, 1), date(2026, 3, 31)
    facts = facts_of(agreed([drawing_contract]), month, last, {})[drawing_contract]
    assert facts.eligible == Money(6_000_00)
    assert [due.net for due in fees_of_month([rule], facts, last)] == [Money(6_00)]
    april = facts_of(agreed([drawing_contract]), date(2026, 4, 1), date(2026, 4, 30), {})[drawing_contract]
    with pytest.raises(Refusal, match="ELIGIBLE"):
        fees_of_month([rule], april, date(2026, 4, 30))
