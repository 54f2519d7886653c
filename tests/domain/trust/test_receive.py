"""Each cent on the third-party account is somebody's the night it comes, or nobody's by name; nobody else books it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from cessie.domain.banking.book_other import book_other
from cessie.domain.banking.offered import NotOffered
from cessie.domain.matching.receive import receive as as_own
from cessie.domain.trust.assign import assign
from cessie.domain.trust.models import Receipt
from cessie.domain.trust.queries import received, standings
from cessie.domain.trust.receive import Part, receive, receive_parts
from cessie.domain.trust.remit import remit
from cessie.domain.trust.waiting import WATCHES
from cessie.domain.work.models import Task
from cessie.ledger.rules.trust import NOBODY
from cessie.ledger.third_party import owed_by_claim
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM
from tests.trust_money import Agency, books, breaches, noon

DAY = date(2026, 3, 3)


def part(on: Agency, cents: int, other: bool = False) -> Part:
    """For a new claim of the first principal, or of the other."""
    contract = on.other if other else on.contract
    return Part(contract.client_id, contract.pk, uuid4(), Money(cents))


def test_money_that_nobody_knows_is_in_the_books_and_waits(on: Agency) -> None:
    row = on.paid(DAY, 300_00)
    assert (row.client_id, row.state) == (None, "waiting")
    assert owed_by_claim() == {NOBODY: {row.line_id: Money(300_00)}}
    assert Task.objects.filter(kind="trust.unknown", closed_at__isnull=True).count() == 1
    assert breaches() == []


def test_a_person_says_whose_it_is(on: Agency) -> None:
    row = on.paid(DAY, 300_00)
    parts = [part(on, 120_00), part(on, 180_00, other=True)]
    mine = assign(receipt_id=row.pk, parts=parts, note="letter of the debtor", by=on.desk, at=noon(DAY))
    assert assign(receipt_id=row.pk, parts=parts, note="again", by=on.desk, at=noon(DAY)) == mine
    assert owed_by_claim() == {one.principal_id: {one.reference: one.amount} for one in parts}
    assert not Task.objects.filter(kind="trust.unknown", closed_at__isnull=True).exists()
    found = received([one.reference for one in parts])
    assert [[each.amount for each in found[one.reference]] for one in parts] == [[Money(120_00)], [Money(180_00)]]
    assert breaches() == []


def test_a_wrong_claim_is_put_right(on: Agency) -> None:
    wrong, right = uuid4(), part(on, 300_00, other=True)
    row = on.paid(DAY, 300_00, wrong)
    assign(receipt_id=row.pk, parts=[right], note="namesake", by=on.desk, at=noon(DAY + timedelta(days=1)))
    assert owed_by_claim() == {right.principal_id: {right.reference: Money(300_00)}}
    assert received([wrong])[wrong] == ()
    assert [each.day for each in received([right.reference])[right.reference]] == [DAY]  # he paid when he paid
    assert breaches() == []


def test_one_line_for_several_claims_and_the_rest_for_nobody(on: Agency) -> None:
    (line,) = on.bank(DAY, Row(500_00, "E1"))
    parts = [part(on, 200_00), part(on, 250_00, other=True)]
    rows = receive_parts(line_id=line.pk, parts=parts, by=SYSTEM, at=noon(DAY))
    assert [row.amount_cents for row in rows] == [200_00, 250_00, 50_00]
    assert set(receive_parts(line_id=line.pk, parts=parts, by=SYSTEM, at=noon(DAY))) == set(rows)
    assert books("1020", "2200") == {"1020": Money(500_00), "2200": Money(-500_00)}
    assert breaches() == []


@pytest.mark.parametrize("cents", [500_01, 0, -1])
def test_never_more_than_came(on: Agency, cents: int) -> None:
    (line,) = on.bank(DAY, Row(500_00, "E1"))
    with pytest.raises(Refusal):
        receive_parts(line_id=line.pk, parts=[part(on, cents)], by=SYSTEM, at=noon(DAY))
    assert not Receipt.objects.exists()
    assert books("1020")["1020"] == Money(0)


def test_another_principals_contract_is_refused(on: Agency) -> None:
    (line,) = on.bank(DAY, Row(500_00, "E1"))
    with pytest.raises(Refusal, match="no such contract"):
        receive(
            line_id=line.pk, principal_id=on.client.pk, contract_id=on.other.pk, reference=uuid4(),
            amount=Money(500_00), by=SYSTEM, at=noon(DAY),
        )  # fmt: skip


def test_nobody_books_it_as_money_of_the_house(on: Agency) -> None:
    (line,) = on.bank(DAY, Row(500_00, "E1"))
    with pytest.raises(NotOffered):
        as_own(line_id=line.pk, by=on.treasurer, at=noon(DAY))
    with pytest.raises(NotOffered):
        book_other(line_id=line.pk, account="3000", note="ours", by=on.treasurer, at=noon(DAY))
    (own,) = on.bank(DAY, Row(5_00, "E2"), iban=on.office.iban)
    with pytest.raises(NotOffered):
        receive_parts(line_id=own.pk, parts=(), by=SYSTEM, at=noon(DAY))


def test_money_that_waits_too_long_becomes_a_task(on: Agency) -> None:
    """A principal's after his month and ten days, nobody's after ten; the page says from when the oldest waits."""
    on.paid(date(2026, 5, 4), 100_00, uuid4())
    on.paid(date(2026, 5, 20), 50_00)
    old = next(watch for watch in WATCHES if watch.kind == "trust.old")
    found = {day: {each.client_id for each in old.look(noon(day))} for day in (date(2026, 5, 30), date(2026, 6, 1))}
    assert found == {date(2026, 5, 30): set(), date(2026, 6, 1): {None}}
    assert {each.client_id for each in old.look(noon(date(2026, 6, 15)))} == {None, on.client.pk}
    (mine,) = (each for each in standings(SYSTEM) if each.client_id == on.client.pk)
    assert mine.since == date(2026, 5, 4)
    remit(contract_id=on.contract.pk, until=date(2026, 6, 15), by=SYSTEM, at=noon(date(2026, 6, 15)))
    assert {each.client_id for each in old.look(noon(date(2026, 6, 15)))} == {None}
