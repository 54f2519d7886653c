"""What falls due under a mandate is written to the debtor in time, and counts as told once the letter has left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from cessie.connectors.channels import Piece
from cessie.domain.correspondence.confirm_posted import confirm_posted
from cessie.domain.correspondence.models import Batch as Post
from cessie.domain.correspondence.models import Message
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.mandates.discard import discard
from cessie.domain.mandates.hear_notices import hear_notices
from cessie.domain.mandates.models import Collection
from cessie.domain.mandates.prepare import NothingToCollect, prepare
from cessie.domain.mandates.release import Changed, release
from cessie.domain.parties.mark import mark
from cessie.domain.parties.models import Company
from cessie.lib.money import Money
from cessie.workflows import sending
from cessie.workflows.direct_debit.debiting import announce_due, propose_due
from cessie.workflows.letters import notifying
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, staff
from tests.stories.road import moment
from tests.workflows.test_collecting import DUE, Own, own

__all__ = ["own"]

#: Three weeks before the due date: a week before the notice must be given.
NIGHT = moment(date(2026, 3, 11), 3)


class Server:
    """A mail server that takes everything, and remembers."""

    name, at_once, safe_again = "email", 1, False

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    def deliver(self, name: str, pieces: Sequence[Piece]) -> str:
        self.mails.append(pieces[0].wire)
        return "250 OK"


@pytest.fixture
def server(own: Own, settings: Settings, tmp_path: Path) -> Server:
    """The debtor and the creditor have mail addresses, the house a server and a machine for letters."""
    settings.SMTP_URL, settings.POST_FOLDER = "smtp://127.0.0.1:9", tmp_path / "post"
    buyer, seller = own.creditor.buyer.name, own.creditor.seller.name
    Company.objects.filter(name=buyer).update(
        email="ap@buyer.example", street="Kaai", building="2", postcode="9000", town="Gent"
    )
    Company.objects.filter(name=seller).update(email="facturen@seller.example")
    return Server()


def night(at: datetime = NIGHT) -> int:
    propose_due(by=SYSTEM, at=at)
    return announce_due(by=SYSTEM, at=at)


def send(server: Server, at: datetime) -> int:
    """The mails leave, and the clock hears of it."""
    sent = sending.run(by=SYSTEM, now=lambda: at, mail=server)
    hear_notices(by=SYSTEM, at=at)
    return sent.mails + sent.letters


def only(invoice_id: UUID) -> Collection:
    return Collection.objects.get(invoice_id=invoice_id, state__in=("proposed", "batched"))


def gather(own: Own, at: datetime) -> UUID:
    return prepare(creditor_id=own.mandate.creditor_id, by=own.creditor.second, at=at).pk


def contest(own: Own) -> None:
    """The debtor says that a part of it is not right."""
    raise_dispute(
        invoice_id=own.invoice_id, ground="quality", amount=Money(210_00), words="Broken.", by=own.creditor.owner,
        at=NIGHT,
    )  # fmt: skip


def test_a_night_tells_the_debtor_in_one_letter_of_his_creditor_and_nobody_notes_anything(
    own: Own, server: Server
) -> None:
    later = own.creditor.sale("2026-102", "10.00", issued=date(2026, 3, 3), due=DUE)
    other = own.creditor.hand_in(later, date(2026, 3, 3))
    assert [night() for _ in range(2)] == [1, 0]
    letter = Message.objects.get()
    assert (letter.kind, letter.purpose, letter.sender["client"]) == (
        "prenotification",
        "prenotification",
        str(own.creditor.client_id),
    )
    said = [(number, day, cents) for number, _, day, cents, _ in letter.says["items"]]
    assert said == [("2026-101", "2026-04-01", 1210_00), ("2026-102", "2026-04-01", 12_10)]
    with pytest.raises(NothingToCollect):
        gather(own, NIGHT)
    assert send(server, NIGHT) == 1
    assert {only(key).notified_date for key in (own.invoice_id, other)} == {NIGHT.date()}
    batch = gather(own, NIGHT)
    assert release(batch_id=batch, by=staff("other", "treasury"), at=NIGHT).collections == 2


def test_a_letter_that_came_back_keeps_the_file_and_the_next_one_tells(own: Own, server: Server) -> None:
    night()
    send(server, NIGHT)
    batch, desk = gather(own, NIGHT), staff("desk", "collection")
    notifying.came_back(message_id=Message.objects.get().pk, note="unknown", by=desk, at=NIGHT)
    assert hear_notices(by=SYSTEM, at=NIGHT) == 1
    assert only(own.invoice_id).notified_date is None
    with pytest.raises(Changed, match="not been told"):
        release(batch_id=batch, by=staff("other", "treasury"), at=NIGHT)
    discard(batch_id=batch, by=own.creditor.second, at=NIGHT)
    afternoon = moment(NIGHT.date(), 16)
    assert send(server, afternoon) == 1
    assert only(own.invoice_id).notified_date is None, "it lies ready, and nobody has posted it"
    confirm_posted(batch_id=Post.objects.get().pk, by=desk, at=afternoon)
    assert hear_notices(by=SYSTEM, at=afternoon) == 1
    assert only(own.invoice_id).notified_date == afternoon.date()
    assert only(own.invoice_id).collection_date == DUE


def test_a_letter_posted_too_late_for_its_day_is_written_anew_with_another(own: Own, server: Server) -> None:
    Company.objects.filter(name=own.creditor.buyer.name).update(email="")
    night()
    send(server, moment(NIGHT.date(), 16))
    late = moment(date(2026, 3, 20), 16)
    confirm_posted(batch_id=Post.objects.get().pk, by=staff("desk", "collection"), at=late)
    assert hear_notices(by=SYSTEM, at=late) == 1
    assert only(own.invoice_id).notified_date is None
    assert announce_due(by=SYSTEM, at=late) == 1
    assert only(own.invoice_id).collection_date == date(2026, 4, 7), "told by 23 March, and Easter is no bank day"


def test_what_became_less_before_the_letter_left_is_told_at_what_is_left(own: Own, server: Server) -> None:
    night()
    contest(own)
    assert send(server, NIGHT) == 0
    assert Message.objects.get().state == "dropped"
    tomorrow = NIGHT + timedelta(days=1)
    assert announce_due(by=SYSTEM, at=tomorrow) == 1
    assert send(server, tomorrow) == 1
    assert (only(own.invoice_id).amount_cents, only(own.invoice_id).notified_date) == (1_000_00, tomorrow.date())


def test_what_became_less_after_the_letter_is_told_again_and_what_was_paid_is_left(own: Own, server: Server) -> None:
    night()
    send(server, NIGHT)
    contest(own)
    assert announce_due(by=SYSTEM, at=NIGHT) == 1
    send(server, NIGHT)
    assert (only(own.invoice_id).amount_cents, only(own.invoice_id).notified_date) == (1_000_00, NIGHT.date())
    own.creditor.bank(NIGHT.date(), Row(1210_00, text="2026-101"))
    assert announce_due(by=SYSTEM, at=NIGHT) == 0
    assert Collection.objects.get().state == "dropped"


def test_an_insolvent_debtor_is_neither_told_nor_collected_from(own: Own, server: Server) -> None:
    night()
    debtor = own.mandate.debtor
    mark(company_id=debtor.company_id, kind="insolvent", note="judgment of today", by=own.creditor.credit, at=NIGHT)
    assert send(server, NIGHT) == 0
    assert announce_due(by=SYSTEM, at=NIGHT) == 0
    with pytest.raises(NothingToCollect):
        gather(own, NIGHT)
