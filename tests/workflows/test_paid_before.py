"""An invoice whose money is here already is not financed (M33)."""

from __future__ import annotations

from datetime import date

import pytest

from cessie.domain.invoices.models import Finding
from cessie.lib.references import make_ogm, shown_ogm
from cessie.workflows import money_in
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.workflows.money import paying
from cessie.world.papers import invoice
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM
from tests.stories.road import Road, moment

DAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)
OGM = make_ogm(20260042)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (Row(1_210_00, text=OGM), ("rejected", ["M33.paid"])),
        (Row(600_00, text="op rekening van factuur 2026-0042, met dank"), ("held", ["M33"])),
        (Row(1_210_00, text="factuur 2026-00421"), ("accepted", [])),
    ],
)
def test_money_that_was_here_before_the_invoice(road: Road, row: Row, expected: tuple[str, list[str]]) -> None:
    road.book(road.collection, DAY, row)
    paying.collect(channel=road.channel, by=SYSTEM, at=moment(DAY, 20))
    money_in.run(by=SYSTEM, at=moment(DAY, 21))
    sale = road.sale("2026-0042", "1000.00", issued=DAY, due=date(2026, 4, 1), reference=shown_ogm(OGM))
    (outcome,) = take_in_invoice(
        data=invoice(sale, road.house),
        name="2026-0042.xml",
        channel="portal",
        client_id=road.client_id,
        by=road.owner,
        at=moment(NEXT, 9),
    )
    codes = Finding.objects.filter(invoice=outcome.invoice_id).values_list("code", flat=True)
    assert (outcome.state, sorted(codes)) == expected
