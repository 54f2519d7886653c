"""A contract on balances moves in with its house: its first ledger opens the claims and is bought no second time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cessie.config.invariants import examine
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.models import Brought, Submission
from cessie.domain.client_ledgers.opened import NotTheOpening
from cessie.domain.client_ledgers.submit import submit
from cessie.domain.contracts.models import Contract
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.ledger.models import Entry
from cessie.workflows.house.moving_in import Report
from tests.domain.client_ledgers.conftest import rows
from tests.domain.conftest import SYSTEM, staff, store_folder
from tests.workflows.test_moving_in import FILES, HEAD, bring

__all__ = ["store_folder"]
CAME, NEXT = date(2026, 3, 1), date(2026, 3, 8)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store_folder")]


def moved(invoices: str = "", balances: str = FILES["balances.csv"]) -> Report:
    clients = FILES["clients.csv"].replace(";american;2026-01-01;80;20", ";confidential_balance;2026-01-01;;")
    return bring(clients_csv=clients, invoices_csv=f"{HEAD}\n{invoices}", balances_csv=balances)


def send(as_of: date, data: bytes) -> Submission:
    at = datetime(as_of.year, as_of.month, as_of.day, 16, tzinfo=UTC)
    row = submit(
        contract_id=Contract.objects.get().pk, data=data, name="l.csv", as_of=as_of, channel="portal", by=SYSTEM, at=at
    )
    return row if row.state != "read" else accept(submission_id=row.pk, note="Seen.", by=staff("an", "credit"), at=at)


def test_the_first_ledger_is_neither_bought_nor_charged_again() -> None:
    assert moved().wrong == ()
    assert ledger.balance("2100").cents == -75_25
    opening = (("F1", "D1", 300_000), ("C1", "D1", -1_000, -1_000, "credit note"), ("F2", "D2", 200_000))
    with pytest.raises(NotTheOpening):
        send(NEXT, rows(*opening))
    assert send(CAME, rows(*opening)).state == "accepted"
    assert (ledger.balance("1100").cents, ledger.balance("2100").cents) == (499_000_00, -75_25)
    assert set(Entry.objects.values_list("rule", flat=True)) == {"P00"}
    send(NEXT, rows(*opening, ("F3", "D1", 1_000)))
    assert ledger.balance("1100").cents == 500_000_00
    assert ledger.balance("2100").cents == -75_25 - 1_000_00 + 1_82, "the next one is bought, at 0.15 percent and VAT"
    assert [f"{r.name}: {b.in_words()}" for r in examine() for b in r.breaches] == []


def test_single_invoices_of_such_a_contract_do_not_come_in() -> None:
    report = moved("FDM;303265045;N-1;02/01/2026;02/04/2026;500,00;500,00;;01/03/2026;\n")
    assert [wrong.reason.code for wrong in report.wrong] == ["house.on_balances"]
    assert not Entry.objects.exists()


ZERO, HOUSES = "client;account;amount;on\nFDM;2100;0;01/03/2026\n", "client;account;amount;on\n;5040;5,00;01/03/2026\n"


@pytest.mark.parametrize("balances", [ZERO, "client;account;amount;on\n;5040;75,25;01/03/2026\n"])
def test_a_contract_that_brings_no_balance_of_its_own_has_moved_in_too(balances: str) -> None:
    """Its account stood at zero: the claims were paid whole, and are neither credited nor charged a second time."""
    assert moved(balances=balances).wrong == ()
    opening = (("F1", "D1", 300_000), ("F2", "D2", 200_000))
    with pytest.raises(NotTheOpening):
        send(NEXT, rows(*opening))
    send(CAME, rows(*opening))
    of = Dims(contract=Contract.objects.get().pk)
    assert (ledger.balance("1100", of).cents, ledger.balance("2100", of).cents) == (500_000_00, 0)
    assert set(Entry.objects.values_list("rule", flat=True)) == {"P00"}
    assert [f"{r.name}: {b.in_words()}" for r in examine() for b in r.breaches] == []


def test_until_the_day_of_its_balances_is_told_no_first_ledger_is_taken() -> None:
    assert moved(balances="client;account;amount;on\n").wrong == ()
    with pytest.raises(NotTheOpening, match="must be told first"):
        send(CAME, rows(("F1", "D1", 300_000)))
    for _again in range(2):
        assert moved(balances=ZERO).wrong == ()
    assert Brought.objects.get().on_date == CAME
    assert send(CAME, rows(("F1", "D1", 300_000))).state == "accepted"


def test_a_contract_that_begins_with_the_move_has_not_come_with_it() -> None:
    clients = FILES["clients.csv"].replace(";american;2026-01-01;80;20", ";confidential_balance;2026-03-02;;")
    assert bring(clients_csv=clients, invoices_csv=HEAD + "\n", balances_csv=HOUSES).wrong == ()
    assert not Brought.objects.exists()
    send(NEXT, rows(("F1", "D1", 300_000)))
    assert "P01" in set(Entry.objects.values_list("rule", flat=True))
