"""kill -9 anywhere in the end of a month, and whoever goes on with it makes the same books."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.test_payout_kill import drive


@pytest.mark.django_db(transaction=True)
def test_killed_at_every_point_the_month_is_what_was_told_before(tmp_path: Path) -> None:
    result, died = drive("month_driver", str(tmp_path))
    assert result["found"] == []
    # the contracts are charged, numbered, written and provided for; the list is kept; the month closed; the statements
    # frozen, their papers made; a last look finds nothing
    assert {name: died[name] for name in ("before commit", "after commit")} == {"before commit": 9, "after commit": 9}
    # two invoices, two statements and their two papers; the list is each month the same, and there already
    assert died["before replace"] == 6
