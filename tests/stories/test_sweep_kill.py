"""kill -9 anywhere between money on a dedicated account and the house's own: the same books at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.test_payout_kill import drive


@pytest.mark.django_db(transaction=True)
def test_killed_at_every_point_swept_money_is_what_was_reckoned_by_hand(tmp_path: Path) -> None:
    result, died = drive("sweep_driver", str(tmp_path))
    assert result["found"] == []
    # a statement, its line, the match, the file of the sweep and the sweep; then what left and what arrived
    assert died["before commit"] >= 6
    assert died["after commit"] >= 3
    assert died["before replace"] >= 2
    assert died["statement"] >= 2


@pytest.mark.django_db(transaction=True)
def test_killed_at_every_point_a_sweep_of_an_account_of_the_house_leaves_once(tmp_path: Path) -> None:
    result, died = drive("sweep_house_driver", str(tmp_path))
    assert result["found"] == []
    # a statement and its line, the match, the order, the batch, its release, that it was sent; then what came back
    assert died["before commit"] >= 9
    assert min(died[f"{when} {what}"] for when in ("before", "after") for what in ("rename", "link")) >= 1
