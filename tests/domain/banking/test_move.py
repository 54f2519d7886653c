"""A transfer between own accounts is on its way until both statements have shown it."""

from __future__ import annotations

import pytest

from cessie.domain.banking.models import Account
from cessie.domain.banking.move import move
from cessie.domain.banking.queries import waiting_lines
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.ledger.queries import balance
from cessie.lib.money import Money
from tests.bank_files import COLLECTION, PAYOUT, Page, Row
from tests.domain.banking.test_take_in import MONDAY, breaches, take
from tests.domain.conftest import AT, SYSTEM

OUT = Page(MONDAY, 1_000_00, (Row(-200_00, iban=COLLECTION), Row(-1_00)), number=1)
IN = Page(MONDAY, 0, (Row(200_00, iban=PAYOUT),), number=1, iban=COLLECTION)


@pytest.mark.parametrize("pages", [(OUT, IN), (IN, OUT)])
def test_through_transit_whichever_side_comes_first(
    payout: Account, collection: Account, pages: tuple[Page, ...]
) -> None:
    take(pages[0])
    moved = {line.pk: move(line_id=line.pk, by=SYSTEM, at=AT) for line in waiting_lines()}
    assert abs(balance("1035")) == Money(200_00)
    take(pages[1], message="M2")
    for line in waiting_lines():
        move(line_id=line.pk, by=SYSTEM, at=AT)
    assert (balance("1035"), balance("1000"), balance("1005")) == (Money(0), Money(200_00), Money(800_00))
    assert [move(line_id=key, by=SYSTEM, at=AT) for key in moved] == list(moved.values())
    assert [line.amount_cents for line in waiting_lines()] == [-1_00]  # the other side is a stranger
    assert breaches() == []


def test_only_who_takes_in_statements(payout: Account, collection: Account, an: Viewer) -> None:
    take(IN)
    with pytest.raises(NotAllowed):
        move(line_id=waiting_lines().get().pk, by=an, at=AT)
