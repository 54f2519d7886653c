"""Two people change the limits of contact; what is proposed holds for nobody yet."""

from __future__ import annotations

import pytest

from cessie.domain.collection.rules.contact import Contact
from cessie.domain.collection.set_contact import confirm_contact, propose_contact
from cessie.domain.collection.standing import contact_in_force
from cessie.domain.users.rules.viewer import NotAllowed
from cessie.lib.reasons import Refusal
from tests.domain.collection.life import BEGUN
from tests.domain.conftest import SYSTEM, staff


def test_two_people_change_the_limits(db: None) -> None:
    cis, dan, gentle = staff("cis", "collection"), staff("dan", "collection"), Contact(a_week=2, calls_a_week=1)
    row = propose_contact(rule=gentle, note="zachter", by=cis, at=BEGUN)
    assert propose_contact(rule=gentle, note="zachter", by=cis, at=BEGUN) == row
    assert contact_in_force() == Contact()
    with pytest.raises(Refusal):
        confirm_contact(number=row.number, by=cis, at=BEGUN)
    with pytest.raises(NotAllowed):
        confirm_contact(number=row.number, by=SYSTEM, at=BEGUN)
    assert confirm_contact(number=row.number, by=dan, at=BEGUN) == confirm_contact(number=row.number, by=cis, at=BEGUN)
    assert contact_in_force() == gentle
