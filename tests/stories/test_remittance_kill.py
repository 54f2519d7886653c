"""kill -9 anywhere between a debtor's payment and the principal's money: the same books at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.test_payout_kill import drive


@pytest.mark.django_db(transaction=True)
def test_killed_at_every_point_third_party_money_is_what_was_reckoned_by_hand(tmp_path: Path) -> None:
    result, died = drive("remittance_driver", str(tmp_path))
    assert result["found"] == []
    # a statement, its lines, the remittance, its papers, the batch and its release; then what left
    assert died["before commit"] >= 3
    assert died["after commit"] >= 3
    assert died["before replace"] >= 2
    assert died["statement"] >= 2
