"""A confidential client who sends balances is disclosed: each debtor of the ledger in force gets one notice of what it
lists, and whoever comes with a later ledger gets his."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cessie.domain.banking.models import Account
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.set_apart import set_apart
from cessie.domain.contracts.disclose import disclose
from cessie.domain.contracts.models import Contract
from cessie.domain.correspondence.models import Message
from cessie.domain.parties.found_house import found_house
from cessie.domain.parties.models import Debtor
from cessie.domain.parties.register import register_company
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.workflows.purchases import disclosing
from tests.domain.client_ledgers.conftest import FIRST, NEXT, Send, at, collection, contract, owner, rows, send
from tests.domain.conftest import AT, SYSTEM, an, client_, seller, staff

__all__ = ["an", "client_", "collection", "contract", "owner", "seller", "send"]
LEDGER = (("F1", "D1", 3_000), ("F2", "D2", 2_000), ("F3", "D1", 1_000), ("C1", "D2", -500, -500, "credit_note"))


@pytest.fixture
def house(collection: Account) -> None:
    company = register_company(name="Het Huis NV", country="BE", identifiers={"vat": "BE0123456749"}, by=SYSTEM, at=AT)
    found_house(company_id=company.pk, simulated=True, by=SYSTEM, at=AT)


def told() -> dict[str, list[str]]:
    """By debtor the numbers that his notices list."""
    return {
        row.debtor.company.name: [item[0] for item in row.says["items"]]
        for row in Message.objects.select_related("debtor__company").filter(kind="assignment_notice")
    }


def test_each_debtor_of_the_last_ledger_is_told_once_of_all_that_it_lists(
    house: None, send: Send, contract: Contract, an: Viewer, collection: Account
) -> None:
    row = send(FIRST, rows(*LEDGER))
    accept(submission_id=row.pk, note="Looked at.", by=an, at=at(FIRST))
    shown = disclosing.preview(contract_id=contract.pk, by=an, at=at(FIRST, 17))
    assert [(each.count, each.open, each.told) for each in shown.rows] == [
        (2, Money(4_000_00), False), (1, Money(2_000_00), False),
    ]  # fmt: skip
    assert (shown.count, shown.open) == (2, Money(6_000_00))
    wish = {"contract_id": contract.pk, "trigger": "unproved", "valid_from": FIRST, "note": "It cannot be proved."}
    change = disclose(**wish, by=an, at=at(FIRST, 17))  # type: ignore[arg-type]
    assert not Message.objects.exists()
    disclosing.decide(change_id=change.pk, event="agree", by=staff("mia", "credit"), at=at(FIRST, 18))
    assert told() == {"Debtor D1": ["F1", "F3"], "Debtor D2": ["F2"]}
    assert {row.iban for row in Message.objects.all()} == {collection.iban}, "they pay the house from now on"
    assert [disclosing.look(by=SYSTEM, at=at(FIRST, 19) + timedelta(hours=n)) for n in range(2)] == [0, 0]
    later = send(NEXT, rows(*LEDGER, ("F9", "D3", 700)))
    if later.state == "read":
        accept(submission_id=later.pk, note="Looked at.", by=an, at=at(NEXT, 17))
    assert disclosing.look(by=SYSTEM, at=at(NEXT, 18)) == 1
    assert told()["Debtor D3"] == ["F9"]
    assert Message.objects.count() == 3


def test_what_went_back_to_the_client_is_no_debt_to_the_house(
    house: None, send: Send, contract: Contract, an: Viewer, collection: Account
) -> None:
    row = send(FIRST, rows(*LEDGER))
    accept(submission_id=row.pk, note="Looked at.", by=an, at=at(FIRST))
    debtor, late = Debtor.objects.get(company__name="Debtor D1"), FIRST + timedelta(days=150)
    set_apart(
        contract_id=contract.pk, debtor_id=debtor.pk, numbers=["F3"], cause="charged_back", note="90 days", by=an,
        at=at(late),
    )  # fmt: skip
    shown = disclosing.preview(contract_id=contract.pk, by=an, at=at(late))
    assert [(each.count, each.open) for each in shown.rows] == [(1, Money(3_000_00)), (1, Money(2_000_00))]
