"""A creditor's file of collections is prepared by the clock; two people let it go all the same."""

from __future__ import annotations

from datetime import date

import pytest

from cessie.domain.mandates.agree_batch import agree_batch
from cessie.domain.mandates.discard import discard
from cessie.domain.mandates.models import Batch, Creditor
from cessie.domain.mandates.propose import propose
from cessie.domain.mandates.release import NotAgreed, release
from cessie.domain.payments.vouch import SamePerson
from cessie.lib.reasons import Refusal
from cessie.workflows.direct_debit.filing import prepare_due
from tests.domain.conftest import SYSTEM, staff
from tests.domain.mandates.conftest import sound
from tests.stories.road import moment
from tests.workflows.test_collecting import DAY, Own, own

__all__ = ["own"]

#: Collected on 1 April: the bank takes it until noon of 31 March, and a day before that it presses.
EVE = date(2026, 3, 30)
EARLY, TIME = moment(EVE, 10), moment(EVE, 13)


@pytest.fixture
def waiting(own: Own) -> Own:
    """Something is to be collected, and its creditor wants his files prepared by themselves."""
    propose(invoice_id=own.invoice_id, mandate_id=own.mandate.pk, notified_date=DAY, by=SYSTEM, at=moment(DAY))
    Creditor.objects.update(by_itself=True)
    return own


def test_the_clock_prepares_one_file_in_time_and_two_people_let_it_go(waiting: Own) -> None:
    assert prepare_due(by=SYSTEM, at=EARLY) == 0
    assert [prepare_due(by=SYSTEM, at=TIME) for _ in range(2)] == [1, 0]
    batch, first, second = Batch.objects.get().pk, waiting.creditor.second, staff("other", "treasury")
    with pytest.raises(NotAgreed):
        release(batch_id=batch, by=second, at=TIME)
    for _ in range(2):
        agree_batch(batch_id=batch, by=first, at=TIME)
    with pytest.raises(Refusal, match="before"):
        agree_batch(batch_id=batch, by=second, at=TIME)
    with pytest.raises(SamePerson):
        release(batch_id=batch, by=first, at=TIME)
    assert release(batch_id=batch, by=second, at=TIME).collections == 1
    sound()


def test_what_a_person_took_apart_is_not_gathered_again_at_once(waiting: Own) -> None:
    prepare_due(by=SYSTEM, at=TIME)
    discard(batch_id=Batch.objects.get().pk, by=waiting.creditor.second, at=TIME)
    assert prepare_due(by=SYSTEM, at=moment(EVE, 14)) == 0


def test_nobody_elses_file_is_prepared_by_itself(waiting: Own) -> None:
    Creditor.objects.update(by_itself=False)
    assert prepare_due(by=SYSTEM, at=TIME) == 0
