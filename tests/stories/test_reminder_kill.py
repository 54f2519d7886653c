"""kill -9 anywhere in a run of reminders or a file of collections: nothing is sent twice, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.test_payout_kill import drive


@pytest.mark.django_db(transaction=True)
def test_killed_at_every_point_each_debtor_hears_once_and_is_debited_once(tmp_path: Path) -> None:
    result, died = drive("reminder_driver", str(tmp_path))
    assert result["found"] == []
    # the folder of letters and the file of collections each come to their place by one rename
    assert (died["before rename"], died["after rename"]) == (2, 2)
    assert died["after commit"] >= 18
    assert died["statement"] >= 5
