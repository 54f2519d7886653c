"""Two offers cannot both take the last euro of a limit, and it is the lock that prevents it.

The race is arranged: both threads read what is left, and only then go on. With the lock the second reads after the
first has written; without it, which the second case shows by taking the lock away, both see the same room.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.credit import exposure, invariants, locks
from cessie.domain.credit.models import Reservation
from cessie.domain.credit.reserve import OverLimit, reserve
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Client, Debtor
from cessie.lib.money import Money
from tests.domain.conftest import AT, SYSTEM
from tests.domain.credit.conftest import DAY, EUR, LATER, Make, decide

pytestmark = pytest.mark.django_db(transaction=True)


def both_read_before_either_writes(monkeypatch: pytest.MonkeyPatch, question: str, *, locked: bool) -> None:
    """Whoever has read waits for the other, under the lock not for long, for the other cannot come."""
    meet, place = Barrier(2), f"cessie.domain.credit.{question}"
    ask = pkgutil.resolve_name(place)

    def wait_after(*args: Any, **more: Any) -> Any:
        answer = ask(*args, **more)
        with suppress(BrokenBarrierError):
            meet.wait(timeout=1.5 if locked else 30)
        return answer

    monkeypatch.setattr(place, wait_after)


def race(invoices: list[Invoice]) -> list[str]:
    """Each invoice is reserved in a thread of its own; what became of them."""

    def one(row: Invoice) -> str:
        try:
            reserve(
                key=f"K-{row.number}", invoice_id=row.pk, approved=EUR("10000"), financed=EUR("9000"),
                expires_at=LATER, by=SYSTEM, at=AT,
            )  # fmt: skip
        except OverLimit as no:
            return no.code
        else:
            return "held"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, invoices))


def no_lock(*, contract_ids: Any, debtor_ids: Any) -> None:
    """What ``locks.take`` would be if somebody took it out."""
    list(contract_ids), list(debtor_ids)


@pytest.fixture
def of_two_clients(contract: Contract, other_client: Client, invoice: Make) -> list[Invoice]:
    """Two clients, so that only the debtor's lock can keep them apart."""
    other = open_contract(
        client_id=other_client.pk, number="F-002", preset="american", valid_from=DAY, changes={}, by=SYSTEM, at=AT
    )
    return [invoice(of=contract), invoice(of=other)]


@pytest.mark.parametrize(
    ("locked", "outcome"), [(True, ["credit.no_room", "held"]), (False, ["held", "held"])], ids=["lock", "no lock"]
)
def test_the_last_euro_of_a_debtors_limit(
    locked: bool, outcome: list[str], of_two_clients: list[Invoice], debtor: Debtor, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(debtor, "19999.99")
    if not locked:
        monkeypatch.setattr(locks, "take", no_lock)
    both_read_before_either_writes(monkeypatch, "reserve.room_under", locked=locked)
    assert race(of_two_clients) == outcome
    overrun = [reason.code for reason in invariants.no_limit_was_overrun()]
    assert overrun == ([] if locked else ["credit.limit_overrun"])


@pytest.mark.parametrize(
    ("locked", "outcome"), [(True, ["credit.no_facility", "held"]), (False, ["held", "held"])], ids=["lock", "no lock"]
)
def test_the_last_euro_of_a_facility(
    locked: bool, outcome: list[str], client_: Client, invoice: Make, debtor: Debtor, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(debtor, "900000")
    tight = {"limits": {"facility": EUR("17999.99")}}
    Contract.objects.filter(client=client_).update(ended_date="2026-12-31", state="ending")
    contract = open_contract(
        client_id=client_.pk, number="F-003", preset="american", valid_from=DAY, changes=tight, by=SYSTEM, at=AT
    )
    if not locked:
        monkeypatch.setattr(locks, "take", no_lock)
    both_read_before_either_writes(monkeypatch, "exposure.facility", locked=locked)
    assert race([invoice(of=contract), invoice(of=contract)]) == outcome
    assert Reservation.objects.filter(state="held").count() == outcome.count("held")


def test_offers_over_the_same_debtors_in_other_orders_do_not_wait_for_each_other(
    invoice: Make, debtor: Debtor, client_: Client, of_two_clients: list[Invoice]
) -> None:
    """The locks are taken by key, whatever the order of the invoices: no deadlock in many rounds."""
    second = Debtor.objects.create(company=client_.company)
    decide(debtor, "900000")
    decide(second, "900000")
    meet = Barrier(2)

    def one(order: Callable[[list[UUID]], list[UUID]]) -> None:
        try:
            for _ in range(10):
                meet.wait()
                with transaction.atomic():
                    locks.take(
                        contract_ids=order([i.contract_id for i in of_two_clients]),
                        debtor_ids=order([debtor.pk, second.pk]),
                    )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, (list, lambda keys: list(reversed(keys)))))
    assert exposure.room(debtor.pk, DAY).reserved == Money(0)
