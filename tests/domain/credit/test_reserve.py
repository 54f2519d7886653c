"""Room under the limits is held by an offer, used by a purchase, or given back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cessie.domain.audit.models import Event as Act
from cessie.domain.contracts.amend import amend
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.credit import exposure
from cessie.domain.credit.models import Reservation
from cessie.domain.credit.reserve import (
    AlreadyReserved,
    OverLimit,
    Part,
    ReservationGone,
    expire,
    free,
    reserve,
    reserve_all,
    use,
)
from cessie.domain.invoices.models import Finding, Invoice
from cessie.domain.parties.mark import mark
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.users.rules.viewer import NotFound
from cessie.ledger.entry import Event
from cessie.ledger.post import post
from cessie.ledger.rules.receipts import allocate
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client, staff
from tests.domain.credit.conftest import DAY, EUR, LATER, Make, bought, decide, dims

pytestmark = pytest.mark.django_db


def held(row: Invoice, approved: str = "10000", key: str = "K1", **more: Any) -> Reservation:
    facts: dict[str, Any] = {"financed": EUR(approved).percent(90), "expires_at": LATER, "by": SYSTEM, "at": AT} | more
    return reserve(key=key, invoice_id=row.pk, approved=EUR(approved), **facts)


def test_an_offer_takes_its_part_of_the_limit(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "25000")
    held(invoice(), key="K1")
    row = held(invoice(), key="K2")
    room = exposure.room(debtor.pk, DAY, cover_required=True)
    assert (room.reserved, room.room) == (EUR("20000"), EUR("5000"))
    assert (row.limit_cents, row.taken_cents) == (2_500_000, 1_000_000)
    with pytest.raises(OverLimit) as no:
        held(invoice(), "5000.01", key="K3")
    assert no.value.code == "credit.no_room"
    assert no.value.reason.facts["room"] == EUR("5000")
    held(invoice(), "5000", key="K3")


def test_the_limit_is_one_over_all_clients(invoice: Make, debtor: Debtor, other_client: Client) -> None:
    decide(debtor, "15000")
    other = open_contract(
        client_id=other_client.pk, number="F-002", preset="american", valid_from=DAY, changes={}, by=SYSTEM, at=AT
    )
    held(invoice(of=other), key="K1")
    with pytest.raises(OverLimit):
        held(invoice(), key="K2")


def test_the_same_again_holds_once(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "25000")
    row = invoice()
    assert held(row) == held(row)
    assert Reservation.objects.count() == Act.objects.filter(action="credit.reserve").count() == 1


def test_an_invoice_is_held_by_one_offer(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "25000")
    row = invoice()
    held(row, key="K1")
    for key, approved in (("K2", "10000"), ("K1", "9000")):
        with pytest.raises(AlreadyReserved):
            held(row, approved, key=key)
    free(key="K1", by=SYSTEM, at=AT)
    assert held(row, key="K2").state == "held"


def test_all_invoices_of_an_offer_or_none(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "15000")
    parts = [Part(invoice().pk, EUR("10000"), EUR("9000")) for _ in range(2)]
    with pytest.raises(OverLimit):
        reserve_all(key="K1", parts=parts, expires_at=LATER, by=SYSTEM, at=AT)
    assert not Reservation.objects.exists()
    decide(debtor, "20000")
    assert len(reserve_all(key="K1", parts=parts, expires_at=LATER, by=SYSTEM, at=AT)) == 2


def test_without_a_limit_only_nothing_can_be_approved(invoice: Make, debtor: Debtor) -> None:
    with pytest.raises(OverLimit):
        held(invoice(), "0.01")
    assert held(invoice(), "0").approved_cents == 0
    decide(debtor, "50000", kind="own")  # the contract asks for the insurer's
    with pytest.raises(OverLimit):
        held(invoice(), "0.01", key="K2")


def test_the_facility_counts_what_is_financed_and_owed(invoice: Make, debtor: Debtor, contract: Contract) -> None:
    decide(debtor, "900000")
    amend(
        contract_id=contract.pk,
        valid_from=DAY + timedelta(days=1),
        changes={"limits": {"facility": EUR("20000")}},
        by=SYSTEM,
        at=AT,
    )
    at = AT + timedelta(days=1)
    first = invoice()
    held(first, at=at)
    use(key="K1", by=SYSTEM, at=at)
    bought(first, holdback="1000")  # 9,000.00 is owed to the client, not yet paid out
    held(invoice(), key="K2", at=at)
    with pytest.raises(OverLimit) as no:
        held(invoice("3000"), "3000", key="K3", at=at)
    assert (no.value.code, no.value.reason.facts["room"]) == ("credit.no_facility", EUR("2000"))


def test_use_becomes_what_is_open_in_the_books(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "15500")
    row = invoice("30250")
    held(row, "15500")  # EX16: the limit leaves part of the invoice
    assert [r.state for r in use(key="K1", by=SYSTEM, at=AT)] == ["used"]
    bought(row, holdback="16300")
    assert exposure.room(debtor.pk, DAY).used == EUR("15500")
    post([allocate(event=Event("r1", DAY), amount=EUR("20250"), of=dims(row, reference=uuid7()))], by="t", at=AT)
    assert exposure.room(debtor.pk, DAY).used == EUR("10000")
    post([allocate(event=Event("r2", DAY), amount=EUR("10000"), of=dims(row, reference=uuid7()))], by="t", at=AT)
    assert exposure.room(debtor.pk, DAY).room == EUR("15500")


def test_an_invoice_in_the_books_without_reservation_counts_whole(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "15500")
    bought(invoice("8000"))
    assert exposure.room(debtor.pk, DAY).used == EUR("8000")


def test_use_again_does_nothing(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "10000")
    row = invoice()
    held(row)
    use(key="K1", by=SYSTEM, at=AT)
    bought(row)
    assert [r.state for r in use(key="K1", by=SYSTEM, at=LATER + timedelta(days=9))] == ["used"]
    assert Act.objects.filter(action="credit.use").count() == 1
    with pytest.raises(WrongState):
        free(key="K1", by=SYSTEM, at=AT)


def test_what_ran_out_cannot_be_used_and_leaves_room(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "10000")
    row = invoice()
    held(row)
    with pytest.raises(ReservationGone):
        use(key="K1", by=SYSTEM, at=LATER)
    assert exposure.room(debtor.pk, DAY).room == Money(0)
    assert exposure.room(debtor.pk, DAY, at=LATER).room == EUR("10000")
    assert held(row, key="K2", at=LATER, expires_at=LATER + timedelta(days=3)).state == "held"
    assert Reservation.objects.get(key="K1").state == "freed"


def test_the_clock_gives_back_what_ran_out(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "30000")
    held(invoice(), key="K1")
    held(invoice(), key="K2", expires_at=LATER + timedelta(hours=1))
    assert [expire(by=SYSTEM, at=at) for at in (LATER - timedelta(seconds=1), LATER, LATER)] == [0, 1, 0]
    assert exposure.room(debtor.pk, DAY).reserved == EUR("10000")


def test_free_again_does_nothing(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "10000")
    held(invoice())
    assert [len(free(key="K1", by=SYSTEM, at=AT)) for _ in range(2)] == [1, 0]
    with pytest.raises(ReservationGone):
        use(key="K1", by=SYSTEM, at=AT)
    with pytest.raises(ReservationGone):
        use(key="unknown", by=SYSTEM, at=AT)


def test_a_limit_lowered_since_the_offer_stops_its_acceptance(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "20000")
    held(invoice(), key="K1")
    held(invoice(), key="K2")
    decide(debtor, "19999.99")
    for key in ("K1", "K2"):
        with pytest.raises(OverLimit):
            use(key=key, by=SYSTEM, at=AT)
    free(key="K2", by=SYSTEM, at=AT)
    assert [r.state for r in use(key="K1", by=SYSTEM, at=AT)] == ["used"]


def test_what_an_insolvent_debtor_owes_is_not_bought_unless_people_said_so(invoice: Make, debtor: Debtor) -> None:
    """Noted after the offer, it stops the acceptance; what was cleared on the invoice itself may go on."""
    decide(debtor, "25000")
    row = invoice()
    held(row)
    mark(company_id=debtor.company_id, kind="insolvent", note="judgment", by=staff("risk", "credit"), at=AT)
    with pytest.raises(OverLimit, match="insolvent"):
        use(key="K1", by=SYSTEM, at=AT)
    with pytest.raises(OverLimit, match="insolvent"):
        held(invoice(), key="K2")
    Finding.objects.create(
        invoice=row, code="M24.insolvent", severity="hold", people=2, reason={}, found_at=AT, cleared_at=AT
    )
    assert [each.state for each in use(key="K1", by=SYSTEM, at=AT)] == ["used"]


def test_a_facility_lowered_since_the_offer_stops_it_too(invoice: Make, debtor: Debtor, contract: Contract) -> None:
    decide(debtor, "20000")
    held(invoice())
    tomorrow = AT + timedelta(days=1)
    amend(
        contract_id=contract.pk,
        valid_from=date(2026, 3, 3),
        changes={"limits": {"facility": EUR("8999.99")}},
        by=SYSTEM,
        at=AT,
    )
    use_now = {"key": "K1", "by": SYSTEM}
    with pytest.raises(OverLimit) as no:
        use(**use_now, at=tomorrow)  # type: ignore[arg-type]
    assert no.value.code == "credit.no_facility"
    assert use(**use_now, at=AT)  # type: ignore[arg-type]  # today the old terms hold


@pytest.mark.parametrize("to", ["nobody", "nothing"])
def test_what_cannot_be_held(invoice: Make, to: str) -> None:
    key = invoice(to=None).pk if to == "nobody" else uuid7()
    with pytest.raises(Refusal) as no:
        reserve(key="K", invoice_id=key, approved=Money(0), financed=Money(0), expires_at=LATER, by=SYSTEM, at=AT)
    assert no.value.code == ("credit.no_debtor" if to == "nobody" else "credit.unknown_invoice")
    assert isinstance(no.value, NotFound) == (to == "nothing")


def test_the_database_holds_the_limit_of_each_decision(invoice: Make, debtor: Debtor) -> None:
    decide(debtor, "10000")
    row = held(invoice())
    for broken in ({"limit_cents": 999_999}, {"taken_cents": 1}, {"financed_cents": 1_000_001}, {"state": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reservation.objects.filter(pk=row.pk).update(**broken)


def test_who_sees_a_reservation(invoice: Make, debtor: Debtor, other_client: Client, client_: Client) -> None:
    decide(debtor, "10000")
    held(invoice())
    seen = [
        exposure.reservations(viewer=v, key="K1").count()
        for v in (SYSTEM, of_client(client_.pk), of_client(other_client.pk), NOBODY)
    ]
    assert seen == [1, 1, 0, 0]


def test_room_of_many_debtors_takes_a_fixed_number_of_statements(
    invoice: Make, debtor: Debtor, django_assert_num_queries: Any
) -> None:
    decide(debtor, "100000")
    for n in range(3):
        row = invoice()
        held(row, key=f"K{n}")
        use(key=f"K{n}", by=SYSTEM, at=AT)
        bought(row)
    with django_assert_num_queries(5):
        exposure.rooms([debtor.pk, uuid7(), uuid7()], DAY)
