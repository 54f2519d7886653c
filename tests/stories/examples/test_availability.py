"""EX04, which has no events: its ledger is sent, its limits set, its money drawn, all through the public verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cessie.config.invariants import examine
from cessie.domain.availability.draw import draw
from cessie.domain.availability.models import Part, Run
from cessie.domain.availability.run import run
from cessie.domain.availability.tell_contra import tell_contra
from cessie.domain.charges.accrue import accrue
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.contracts.amend import amend
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.parties.set_parent import set_parent
from cessie.ledger.examples.case import Case
from cessie.lib.money import Money
from cessie.terms.contract import ELIGIBILITY_ORDER, EligibilityRule
from cessie.terms.eligibility import ELIGIBLE
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM
from tests.stories.examples.events_balances import give_account, send
from tests.stories.examples.play import cases
from tests.stories.examples.story import Story

BEGIN, DAY = date(2026, 6, 1), date(2026, 7, 1)
AGREED: dict[str, dict[str, Any]] = {
    "OVERDUE": {"days": 90},
    "CROSS_AGE": {"percent": Decimal(50)},
    "CONCENTRATION": {"percent": Decimal(40)},
}
NAMED = {"DISPUTED", "AFFILIATE", "CREDITS", "CONTRA", "OVER_LIMIT", *AGREED}
RULES = tuple(EligibilityRule(code, **AGREED.get(code, {})) for code in ELIGIBILITY_ORDER if code in NAMED)
#: Sold before and credited since: with the credit note that is open, 6.5 percent of all that was sold in the year.
DILUTED = Decimal("26684.49")
#: The step of the house after which the file tells what is left, in its order.
STEPS = ("AFFILIATE", "CROSS_AGE", "CREDITS", "CONTRA", "OVER_LIMIT", "CONCENTRATION")


@pytest.mark.parametrize("drawn", ["150000.00", "200000.00"])
def test_every_class_of_ineligible_and_what_may_be_drawn(
    drawn: str, tmp_path: Path, db: None, store_folder: Path
) -> None:
    case = cases()["EX04"]
    story = Story.build(_as_story(case, case.money(drawn)), tmp_path)
    _agree(story, case)
    give_account(story, BEGIN)
    first = send(story, BEGIN, *_rows(case), ("X1", "G", DILUTED, DILUTED, "invoice", "", BEGIN))
    accept(submission_id=first.pk, note="compared with the accounts", by=story.credit, at=story.at(BEGIN))
    left = run(contract_id=story.contract_id, by=story.owner, at=story.at(BEGIN)).net
    act: dict[str, Any] = {"contract_id": story.contract_id, "by": story.owner, "at": story.at(BEGIN)}
    draw(**act, amount=case.money(drawn), seen=left)
    story.pay_run(BEGIN)
    story.bank_executes(BEGIN)
    found = _a_month_later(story, case)
    _agrees(found, story, case, Money.parse(drawn))
    assert [breach.in_words() for result in examine() for breach in result.breaches] == []


def _as_story(case: Case, drawn: Money) -> Case:
    """The stage needs the debtors and a first day; money on a dedicated account asks for a contract on balances. Thirty
    days of what is drawn earn what the example says has accrued."""
    margin = Decimal(case.money(case.inputs["accrued_unbilled"]).cents) * 12 * 100 / drawn.cents
    contract = {
        "product": "CONFIDENTIAL_BALANCE", "advance_rate": case.contract["advance_rate"], "margin": str(margin),
        "floor": "0", "reference_rate": "EURIBOR_3M", "reference_value": "0",
    }  # fmt: skip
    return replace(case, contract=contract, inputs={"invoices": case.inputs["invoices"]}, events=[{"date": f"{BEGIN}"}])


def _agree(story: Story, case: Case) -> None:
    """Terms, limits, kin."""
    told, before = case.contract, story.at(story.first)
    changes = {
        "eligibility": RULES, "draw_mode": "ON_REQUEST", "fee_plan": (),
        "limits": {"facility": case.money(told["facility_limit"])}, "dilution_included": told["dilution_included_pct"],
    }  # fmt: skip
    amend(contract_id=story.contract_id, valid_from=BEGIN, changes=changes, by=SYSTEM, at=before)
    for name, facts in case.inputs["debtors"].items():
        _, debtor_id = story.debtor(name)
        for kind in ("own", "insured"):
            limit = case.money(facts["limit"])
            set_limit(debtor_id=debtor_id, kind=kind, amount=limit, valid_from=BEGIN, by=SYSTEM, at=before)
        if facts.get("affiliate"):
            own = Client.objects.get(pk=story.client_id).company_id
            theirs = Debtor.objects.get(pk=debtor_id).company_id
            set_parent(company_id=theirs, parent_id=own, by=story.credit, at=before)


def _a_month_later(story: Story, case: Case) -> Run:
    """Interest has accrued, the client owes a debtor, nobody matched what came, and a ledger with credits comes."""
    for name, facts in case.inputs["debtors"].items():
        if "contra_payable" in facts:
            amount, (_, debtor_id) = case.money(facts["contra_payable"]), story.debtor(name)
            tell: dict[str, Any] = {"contract_id": story.contract_id, "debtor_id": debtor_id, "amount": amount}
            tell_contra(**tell, by=story.owner, at=story.at(BEGIN))
    last = DAY - timedelta(days=1)
    cash = case.money(case.inputs["unmatched_dedicated_cash"])
    story.bank_books(story.dedicated, last, Row(cash.cents, text="thank you"))
    accrue(contract_ids=[story.contract_id], until=last, by=SYSTEM, at=story.at(DAY))
    credited = [
        (f"N{name}", name, f"-{facts['open_credit_notes']}", f"-{facts['open_credit_notes']}", "credit note", "", last)
        for name, facts in case.inputs["debtors"].items()
        if "open_credit_notes" in facts
    ]
    row = send(story, DAY, *_rows(case), *credited, ("NX1", "G", 0, -DILUTED, "credit note", "", last))
    assert row.state == "accepted", row.findings
    return run(contract_id=story.contract_id, by=story.owner, at=story.at(DAY))


def _rows(case: Case) -> list[tuple[Any, ...]]:
    """The invoices of the example as lines of the client's ledger."""
    return [
        (
            facts["id"], facts["debtor"], facts["open"], facts["open"], "invoice", "yes" if facts["disputed"] else "",
            DAY - timedelta(days=facts["days_overdue"]),
        )
        for facts in case.inputs["invoices"]
    ]  # fmt: skip


def _agrees(found: Run, story: Story, case: Case, drawn: Money) -> None:
    expected, left = case.expected, {code: cents for code, _out, cents in found.pool.steps}
    steps = [found.pool.gross_cents, *(left[code] for code in STEPS)]
    assert steps == [case.money(amount).cents for amount in expected["steps"].values()]
    parts = dict(Part.objects.filter(pool=found.pool, bucket=ELIGIBLE).values_list("debtor_id", "cents"))
    by_debtor = {name: Money(parts.get(story.debtor(name)[1], 0)) for name in expected["eligible_by_debtor"]}
    assert by_debtor == {name: case.money(amount) for name, amount in expected["eligible_by_debtor"].items()}
    assert found.pool.cap_cents == case.money(expected["concentration_cap"]).cents
    assert (found.in_use_cents, found.gross_cents) == (drawn.cents, case.money(expected["gross_availability"]).cents)
    over = case.money(expected["overadvance_fiu_200000"]) if drawn.cents > 150_000_00 else Money(0)
    net = -over if over else case.money(expected["net_available_fiu_150000"])
    assert (found.net_cents, found.over_cents) == (net.cents, over.cents)
