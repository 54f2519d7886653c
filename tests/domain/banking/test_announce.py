"""What the bank announces is shown and explains the statement's lines; it is never booked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cessie.domain.banking.models import Account, Detail, Notice
from cessie.domain.banking.queries import notices, waiting_lines
from cessie.domain.banking.take_in import take_in
from cessie.domain.users.rules.viewer import Viewer
from tests.bank_files import Page, Row, camt053, camt054
from tests.domain.banking.test_take_in import breaches
from tests.domain.conftest import AT, NOBODY, SYSTEM

DAY = date(2026, 3, 2)
DETAILS = (("E2E-1", 30_00), ("E2E-2", 70_00))


def come(data: bytes) -> None:
    take_in(data=data, name="s.xml", by=SYSTEM, at=AT)


@pytest.mark.parametrize("notice_first", [True, False])
def test_a_batch_line_gets_its_payments_whichever_comes_first(
    payout: Account, bob: Viewer, notice_first: bool, store_folder: Path
) -> None:
    line = camt053(Page(DAY, 1_000_00, (Row(100_00, reference="BULK-1", batch="P-1"),)))
    notice = camt054(Page(DAY, 0, (Row(100_00, reference="BULK-1", details=DETAILS), Row(9_99))))
    for data in (notice, line) if notice_first else (line, notice):
        come(data)
    come(notice)  # again changes nothing
    assert [(row.end_to_end_id, row.amount_cents) for row in Detail.objects.order_by("position")] == list(DETAILS)
    assert waiting_lines().count() == 1  # the other announced one is on no statement yet
    assert breaches() == []
    (shown,) = notices(bob)
    assert (shown.format, len(shown.entries), list(notices(NOBODY))) == ("camt054", 2, [])


@pytest.mark.parametrize(
    "row",
    [
        Row(100_01, reference="BULK-1", details=(("A", 30_00), ("B", 70_01))),
        Row(100_00, reference="BULK-2", details=DETAILS),
        Row(100_00, reference="BULK-1", details=(("A", 30_00), ("B", 70_01))),
    ],
)
def test_what_is_not_exactly_the_line_explains_nothing(payout: Account, row: Row) -> None:
    come(camt053(Page(DAY, 1_000_00, (Row(100_00, reference="BULK-1", batch="P-1"),))))
    come(camt054(Page(DAY, 0, (row,))))
    assert not Detail.objects.exists()


def test_a_notice_of_a_stranger_s_account_is_not_kept(payout: Account) -> None:
    come(camt054(Page(DAY, 0, (Row(1_00),), iban="NL91ABNA0417164300")))
    assert not Notice.objects.exists()
