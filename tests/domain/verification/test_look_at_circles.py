"""Two clients who sell to each other, and one who sells to his sister: named once, also as a ledger comes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from cessie.domain.availability.excluded import excluded
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.submit import submit
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.parties.accounts import add_account
from cessie.domain.parties.models import Client, Company, Identifier
from cessie.domain.parties.register import register_client, register_company
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.clear import clear
from cessie.domain.verification.models import Finding, Look
from cessie.workflows.balances import verifying
from tests.domain.client_ledgers.conftest import HEAD, contract, owner, send
from tests.domain.conftest import AT, SYSTEM, of_client

__all__ = ["contract", "owner", "send"]
DAY, NIGHT = date(2026, 8, 31), datetime(2026, 9, 2, 2, tzinfo=UTC)
IBAN = "BE71096123456769"


def _ledger(contract: Contract, by: Viewer, desk: Viewer, *told: tuple[str, str, str]) -> None:
    """A ledger in force: number, VAT number of the customer, amount."""
    lines = "".join(f"{number};{vat};Made up;{vat};2026-08-15;2026-10-01;{n};{n};invoice\n" for number, vat, n in told)
    at = datetime(2026, 8, 31, 16, tzinfo=UTC)
    row = submit(
        contract_id=contract.pk, data=(HEAD + lines).encode(), name="l.csv", as_of=DAY, channel="portal", by=by, at=at
    )
    if row.state == "read":
        accept(submission_id=row.pk, note="Looked at.", by=desk, at=at)


def _second(number: str) -> tuple[Client, Contract]:
    company = register_company(name="Made up Two NV", country="BE", identifiers={"vat": number}, by=SYSTEM, at=AT)
    client = register_client(company_id=company.pk, code="TWO", by=SYSTEM, at=AT)
    return client, open_contract(
        client_id=client.pk, number="B002", preset="confidential_balance", valid_from=date(2026, 1, 1),
        changes={"vat_country": "BE"}, by=SYSTEM, at=AT,
    )  # fmt: skip


def test_two_who_sell_to_each_other_are_named_once(contract: Contract, owner: Viewer, an: Viewer) -> None:
    _other, back = _second("BE0428759497")
    _ledger(contract, owner, an, ("A1", "BE0428759497", "1000.00"), ("A2", "BE0428759497", "500.00"))
    assert verifying.look_at_new(by=SYSTEM, at=NIGHT) == 1
    assert not Finding.objects.exists()
    _ledger(back, of_client(back.client_id), an, ("B1", "BE0403170701", "1400.00"))
    assert verifying.look_at_new(by=SYSTEM, at=NIGHT) == 1  # the ring closes with the second ledger
    finding = Finding.objects.get()
    assert (finding.contract_id, finding.rule, finding.severity) == (back.pk, "F13.circle", "note")
    assert "Fonderie de la Meuse SA → Made up Two NV 1500.00" in str(finding.reason["facts"])
    verifying.night(by=SYSTEM, at=NIGHT)
    assert Finding.objects.count() == 2  # the other client's contract is told at night
    assert excluded(back.pk, DAY) == frozenset()
    clear(finding_id=finding.pk, note="known to us", by=an, at=NIGHT)
    for days in (1, 2):
        verifying.night(by=SYSTEM, at=NIGHT + timedelta(days=days))
    assert (Finding.objects.count(), Look.objects.count()) == (2, 2)
    assert verifying.look_at_new(by=SYSTEM, at=NIGHT) == 0


def test_a_sister_is_named_by_what_they_share(contract: Contract, owner: Viewer, an: Viewer) -> None:
    _ledger(contract, owner, an, ("A1", "BE0428759497", "1000.00"), ("A2", "BE0417497106", "500.00"))
    verifying.night(by=SYSTEM, at=NIGHT)
    assert not Finding.objects.exists()
    sister = Company.objects.get(identifiers__value="BE0428759497")
    for company in (sister.pk, contract.client.company_id):
        add_account(company_id=company, iban=IBAN, holder="Made up", by=an, at=AT)
    verifying.night(by=SYSTEM, at=NIGHT)
    finding = Finding.objects.get()
    assert (finding.rule, finding.debtor.company_id if finding.debtor else None) == ("F13.affiliate", sister.pk)
    assert "BE71 0961 2345 6769" in str(finding.reason["facts"])


def test_who_invoices_under_the_vat_number_of_a_group_is_one_with_its_members(
    contract: Contract, owner: Viewer, an: Viewer
) -> None:
    _ledger(contract, owner, an, ("A1", "BE0428759497", "1000.00"), ("A2", "BE0417497106", "500.00"))
    verifying.night(by=SYSTEM, at=NIGHT)
    assert not Finding.objects.exists()
    other = Company.objects.get(identifiers__value="BE0428759497")
    Identifier.objects.filter(company=other, scheme="be.enterprise").delete()
    Identifier.objects.filter(company=contract.client.company, scheme="be.enterprise").delete()
    Identifier.objects.create(company=contract.client.company, scheme="be.enterprise", value="0428759497")
    Company.objects.filter(identifiers__value="BE0417497106").update(email="Desk@made-up.example")
    verifying.night(by=SYSTEM, at=NIGHT)
    finding = Finding.objects.get()
    assert (finding.rule, finding.severity) == ("F13.affiliate", "note")
    assert finding.debtor is not None
    assert finding.debtor.company_id == other.pk
    assert "BE0428759497" in str(finding.reason["facts"])
    Company.objects.filter(pk=contract.client.company_id).update(email="desk@made-up.example")
    verifying.night(by=SYSTEM, at=NIGHT)
    assert "desk@made-up.example" in str(Finding.objects.order_by("pk").last().reason["facts"])  # type: ignore[union-attr]
