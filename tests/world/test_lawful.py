"""The look at every message that left finds what the law forbids and what names the house, whoever decided it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from cessie.domain.correspondence.models import Message
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.dunning.models import TouchItem
from cessie.domain.dunning.rules.presets import preset
from cessie.domain.dunning.set_ladder import set_ladder
from cessie.domain.parties.mark import mark
from cessie.domain.parties.models import Company, Debtor
from cessie.workflows import sending
from cessie.workflows.follow_up import chasing
from cessie.world.lawful import breaches
from cessie.world.silence import betrayals
from tests.domain.conftest import SYSTEM, staff, store_folder
from tests.stories.road import Road, build, moment

__all__ = ["store_folder"]

DUE = date(2026, 4, 9)
DAY = DUE + timedelta(days=4)


@pytest.fixture
def reminded(db: None, store_folder: Path, tmp_path: Path, settings: Settings) -> Road:
    """An invoice that the house bought, and its first reminder in the post."""
    road = build(tmp_path, advance=90, fee="3.5", minimum=50_00)
    settings.POST_FOLDER, settings.SMTP_URL = tmp_path / "post", ""
    Company.objects.filter(name=road.house.name).update(
        street="Voorbeeldstraat", building="1", postcode="9000", town="Gent", email="debiteuren@huis.example"
    )
    road.hand_in(road.sale("2026-1", "1000.00", issued=date(2026, 3, 2), due=DUE), date(2026, 3, 2))
    road.approve(date(2026, 3, 2))
    desk = staff("desk", "collection")
    set_ladder(
        client_id=None, ladder=preset("BE", "b2b"), mode="automatic", valid_from=date(2026, 1, 1), by=desk,
        at=moment(date(2026, 3, 1)),
    )  # fmt: skip
    chasing.turn(by=SYSTEM, at=moment(DAY, 8))
    sending.run(by=SYSTEM, now=lambda: moment(DAY, 16))
    Message.objects.filter(state="to_post").update(state="sent", told_at=moment(DAY, 17))
    return road


def note(kind: str) -> Callable[[Road], object]:
    """Somebody notes it about the debtor, an hour before the message leaves."""

    def act(road: Road) -> object:
        company = Debtor.objects.get(pk=road.debtor_id).company_id
        return mark(company_id=company, kind=kind, note="x", by=staff("noter", "credit"), at=moment(DAY, 15))

    return act


def contest(road: Road) -> object:
    item, by = TouchItem.objects.get(), staff("listener", "collection")
    return raise_dispute(
        invoice_id=item.invoice_id, ground="price", words="Too dear.", by=by, at=moment(DAY, 15)
    )  # fmt: skip


def ask_more(road: Road) -> object:
    item = TouchItem.objects.get()
    return TouchItem.objects.update(asked_cents=item.asked_cents + 1, costs_cents=40_01, interest_cents=1_000_00)


#: What is done before the message leaves, or to what it says, and what it is found to break.
WRONG: dict[Callable[[Road], object], list[str]] = {
    note("insolvent"): ["LAW-GEN-03", "he is to be left alone: insolvent"],
    note("consumer"): ["LAW-BE-05"],
    contest: ["LAW-GEN-04"],
    ask_more: [
        "LAW-GEN-04",
        "121001 cents asked, 121000 open, 0 agreed for later",
        "costs of 4001 cents, more than the law gives",
        "interest of 100000 cents, more than the law gives",
    ],
}


def test_a_lawful_message_breaks_nothing_and_each_wrong_one_is_found(reminded: Road) -> None:
    assert Message.objects.get(kind="reminder").told_at == moment(DAY, 17)
    assert breaches(DAY, DAY) == []
    for wrong, against in WRONG.items():
        with transaction.atomic():
            wrong(reminded)
            assert [breach.against for breach in breaches(DAY, DAY)] == against
            transaction.set_rollback(True)
    assert betrayals(DAY, DAY) == []
    message = Message.objects.get(kind="reminder")
    Message.objects.filter(pk=message.pk).update(
        sender=message.sender | {"confidential": True}
    )  # as if nobody had looked at it
    (told,) = betrayals(DAY, DAY)
    assert (told.message, told.against.split(":")[0]) == (message.reference, "LAW-ASG-03")
