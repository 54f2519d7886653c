"""What verification keeps is checked each night: every breach is named, and nothing is where all is well."""

from __future__ import annotations

from uuid import UUID

import pytest

from cessie.domain.availability.models import Excluded
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification import invariants
from cessie.domain.verification.draw_sample import draw_sample
from cessie.domain.verification.enquire import enquire
from cessie.domain.verification.find import find
from cessie.domain.verification.hand_in import hand_in
from cessie.domain.verification.models import Enquiry, Item, Sample
from cessie.lib.reasons import Reason
from tests.domain.availability.conftest import LATER
from tests.domain.verification.test_verification import PDF, bought

__all__ = ["bought"]


def codes() -> list[str]:
    return sorted(breach.code for check in invariants.CHECKS for breach in check())


@pytest.fixture
def looked(bought: UUID, owner: Viewer, an: Viewer) -> UUID:
    """A sample with one proof handed in, a finding that holds, a balance asked."""
    sample = draw_sample(contract_id=bought, seed="x", by=an, at=LATER)
    first, second = sample.items.order_by("number")
    hand_in(item_id=second.pk, kind="delivery", files=[PDF], by=owner, at=LATER)
    find(
        contract_id=bought, debtor_id=first.debtor_id, rule="visit", severity="hold", key="visit:1",
        reason=Reason("verification.visit", "The hall is empty.", {}), by=an, at=LATER,
    )  # fmt: skip
    enquire(contract_id=bought, debtor_id=first.debtor_id, by=an, at=LATER)
    assert codes() == []
    return bought


def test_a_finding_that_holds_nothing_is_named(looked: UUID) -> None:
    Excluded.objects.update(ended_at=LATER, ended_by="user:x")
    assert codes() == ["verification.not_held"]


def test_a_proof_without_its_paper_and_a_wrong_one_without_its_finding_are_named(looked: UUID) -> None:
    Item.objects.filter(state="asked").update(state="handed_in")
    assert codes() == ["verification.nothing_behind"]
    Item.objects.filter(number="A1").update(state="wrong", judged_by="user:x", judged_at=LATER)
    assert codes() == ["verification.nothing_behind"]


def test_a_sample_of_more_than_there_was_is_named(looked: UUID) -> None:
    Sample.objects.update(population_cents=9_999_99)
    assert codes() == ["verification.sample"]


def test_an_answer_that_is_not_what_was_said_is_named(looked: UUID) -> None:
    Enquiry.objects.update(state="agreed", stated_cents=1, answered_by="user:x", answered_at=LATER, way="letter")
    assert codes() == ["verification.answer"]
