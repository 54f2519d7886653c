"""What a step costs in the trial of a ladder is what the price table of the day says."""

from __future__ import annotations

from datetime import date

import pytest

from cessie.domain.correspondence.prices import tariff
from cessie.domain.dunning.prices import prices_on

DAY = date(2026, 11, 2)


@pytest.mark.django_db
def test_the_cheapest_letter_stands_for_the_cheapest_way_and_registered_ones_cost_more() -> None:
    found, table = prices_on(DAY, "BE"), tariff(DAY)
    assert found["post"] == table.piece("post", country="BE", grams=20, pages=1)
    assert found[""] == min(found["post"], found.get("print_partner", found["post"]))
    assert found["registered_post"] == table.piece("registered_post", country="NL", grams=20, pages=1)  # Belgium: none
    assert found["registered_post"] > found["post"]
    assert "sms" not in found  # what depends on a contract is known nowhere yet
