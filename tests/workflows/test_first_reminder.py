"""A Belgian consumer's first reminder says what was delivered (Code of Economic Law, XIX.2), as it was invoiced."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from cessie.domain.correspondence.models import Message
from cessie.domain.dunning.rules.presets import preset
from cessie.domain.dunning.set_ladder import set_ladder
from cessie.workflows.follow_up import chasing
from tests.domain.conftest import SYSTEM
from tests.stories.creditor import Creditor, build
from tests.stories.road import moment

DAY, DUE = date(2026, 3, 2), date(2026, 4, 1)
SHEET = (
    "number;issue date;due date;gross;debtor;patient number;street;postcode;city;payable;iban;description\n"
    "H1;2026-03-02;2026-04-01;120.00;Jan Peeters;P-77;Dorpstraat 1;9000;Gent;120.00;{iban};Kamer, drie nachten\n"
    "H2;2026-03-02;2026-04-01;80.00;Jan Peeters;P-77;Dorpstraat 1;9000;Gent;80.00;{iban};Verband\n"
    "H3;2026-03-02;2026-04-01;80.00;Els Claes;P-78;Dorpstraat 2;9000;Gent;80.00;{iban};\n"
)


@pytest.fixture
def creditor(db: None, store_folder: Path, tmp_path: Path, settings: Settings) -> Creditor:
    settings.POST_FOLDER, settings.SMTP_URL = tmp_path / "post", ""
    return build()


def test_what_was_delivered_stands_in_the_first_reminder_of_each(creditor: Creditor) -> None:
    """His own words from the sheet, both invoices of a patient in one sentence; where nothing was said, none."""
    creditor.bring(SHEET.format(iban=creditor.seller.iban).encode(), "bills.csv", DAY)
    at = moment(date(2026, 3, 3))
    set_ladder(
        client_id=creditor.client_id, ladder=preset("BE", "b2c"), mode="automatic", valid_from=at.date(),
        by=creditor.owner, at=at,
    )  # fmt: skip
    for days in range(1, 20):
        chasing.turn(by=SYSTEM, at=moment(DUE + timedelta(days=days), 9))
    rows = Message.objects.filter(kind="reminder", says__tone="friendly").order_by("debtor__company__name")
    said = [row.says["describes"] for row in rows]
    assert said == ["", "Kamer, drie nachten, Verband"]
