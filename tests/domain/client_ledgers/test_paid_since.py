"""What the client matched is paid: nothing is financed on it from that moment, whatever money and ledgers do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cessie.domain.availability.models import Run
from cessie.domain.availability.replay import replay
from cessie.domain.availability.run import run
from cessie.domain.client_ledgers.match import match
from cessie.domain.client_ledgers.sweep import sweep
from cessie.domain.client_ledgers.unmatch import unmatch
from cessie.domain.contracts.models import Contract
from cessie.domain.users.rules.viewer import Viewer
from cessie.workflows import money_in
from tests.bank_files import COLLECTION, Row
from tests.domain.client_ledgers.conftest import NEXT, OPENING, Send, at, bank, receipts, rows, say
from tests.domain.conftest import SYSTEM


@pytest.mark.usefixtures("opened")
def test_matched_money_lowers_what_is_open_at_once_and_once(send: Send, contract: Contract, owner: Viewer) -> None:
    def look(hour: int, day: date = NEXT) -> Run:
        return run(contract_id=contract.pk, by=owner, at=at(day, hour))

    (first,) = receipts(118_500_00)
    before = look(13)
    assert (before.pool.gross_cents, before.unmatched_cents) == (500_000_00, 118_500_00)
    (row,) = match(contract_id=contract.pk, words=[say(first.pk, "F1", 118_500)], by=owner, at=at(NEXT, 14))
    paid = look(14)
    assert (paid.pool.gross_cents, paid.unmatched_cents) == (381_500_00, 0)
    assert paid.in_use_cents == before.in_use_cents, "the money is not the house's yet"
    assert look(15).pk == paid.pk
    unmatch(match_id=row.pk, by=owner, at=at(NEXT, 15))
    assert look(15).pool_id == before.pool_id
    match(contract_id=contract.pk, words=[say(first.pk, "F1", 118_500)], by=owner, at=at(NEXT, 16))

    ordered = sweep(contract_id=contract.pk, by=owner, at=at(NEXT, 16))
    later = NEXT + timedelta(days=1)
    bank(COLLECTION, later, 0, Row(118_500_00, ordered.reference))
    money_in.run(by=SYSTEM, at=at(later))
    swept = look(13, later)
    assert (swept.pool.gross_cents, swept.in_use_cents) == (381_500_00, before.in_use_cents - 118_500_00)
    sent = send(later, rows(("F1", "D1", 181_500, 300_000), OPENING[1]))
    assert sent.state == "accepted"
    counted = look(17, later)
    assert counted.pool.gross_cents == 381_500_00, "taken off once"
    assert [replay(each.pk) for each in Run.objects.all()] == [()] * Run.objects.count()
