"""A client collects under his own identifier on his own account: what comes is his, and settles what is managed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from cessie.domain.banking.read_account import read_account
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.documents.queries import content
from cessie.domain.invoices.models import Invoice
from cessie.domain.mandates import queries
from cessie.domain.mandates.activate import activate
from cessie.domain.mandates.drop import drop
from cessie.domain.mandates.invite import invite
from cessie.domain.mandates.models import Batch, Collection, Mandate
from cessie.domain.mandates.prepare import NothingToCollect, prepare
from cessie.domain.mandates.propose import MayNotCollect, propose
from cessie.domain.mandates.register import register
from cessie.domain.mandates.release import release
from cessie.domain.mandates.revoke import revoke
from cessie.domain.mandates.set_up_creditor import set_up_creditor
from cessie.domain.mandates.tell import tell
from cessie.domain.users.rules.viewer import NotFound
from cessie.formats.payments import pain008
from cessie.lib.money import Money
from cessie.workflows.direct_debit.debiting import propose_due
from cessie.workflows.follow_up import managing
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.domain.mandates.conftest import sound
from tests.stories.creditor import Creditor, build, still_open
from tests.stories.road import books, moment

DAY, DUE, CAME, BACK = date(2026, 3, 2), date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 3)


@dataclass
class Own:
    """The creditor with his identifier, an invoice and his debtor's mandate."""

    creditor: Creditor
    mandate: Mandate
    invoice_id: UUID


@pytest.fixture
def own(db: None, store_folder: Path) -> Own:
    creditor, at = build(), moment(DAY)
    sale = creditor.sale("2026-101", "1000.00", issued=DAY, due=DUE)
    invoice = Invoice.objects.get(pk=creditor.hand_in(sale, DAY))
    account = read_account(client_id=creditor.client_id, iban=creditor.seller.iban, by=creditor.owner, at=at)
    his = set_up_creditor(
        account_id=account.pk, identifier="BE81ZZZ0123456749", by=staff("founder", "administrator"), at=at
    )
    assert invoice.debtor_id is not None
    mandate = register(
        creditor_id=his.pk, debtor_id=invoice.debtor_id, scheme="CORE", iban="BE68539007547034", holder="Jan",
        signed_date=DAY, scan=b"signed", name="m.pdf", by=creditor.collector, at=at,
    )  # fmt: skip
    return Own(creditor, activate(mandate_id=mandate.pk, by=creditor.second, at=at), invoice.pk)


def _ask(own: Own) -> Collection:
    return propose(
        invoice_id=own.invoice_id, mandate_id=own.mandate.pk, notified_date=DAY, by=SYSTEM, at=moment(DAY)
    )  # fmt: skip


def _leave(own: Own) -> Collection:
    row, at = _ask(own), moment(DAY)
    batch = prepare(creditor_id=own.mandate.creditor_id, by=own.creditor.second, at=at)
    release(batch_id=batch.pk, by=staff("other", "treasury"), at=at)
    return row


def test_what_comes_settles_what_is_managed_and_passes_no_books_of_ours(own: Own) -> None:
    row = _leave(own)
    (file,) = pain008.read(content(str(Batch.objects.values_list("document_id", flat=True).get()), SYSTEM))
    assert (file.batches[0].creditor.iban, file.batches[0].creditor.name) == (
        own.creditor.seller.iban,
        own.creditor.seller.name,
    )
    own.creditor.bank(CAME, Row(1210_00, row.end_to_end_id, text="collected"))
    managing.look_at_lines(by=SYSTEM, at=moment(CAME))
    row.refresh_from_db()
    assert (row.state, still_open(own.invoice_id)) == ("settled", ["0.00"])
    assert books().splitlines()[1:] == ["2026-04-02 P40 managed_settled: 9021 1210.00 / 9020 1210.00"]
    own.creditor.bank(BACK, Row(-1210_00, row.end_to_end_id, reason="MD06"))
    row.refresh_from_db()
    own.mandate.refresh_from_db()
    assert (row.state, row.failure_code, own.mandate.state) == ("returned", "MD06", "paused")
    assert still_open(own.invoice_id) == ["1210.00"]
    assert len(books().splitlines()) == 3, "P40 is reversed, and nothing else is booked"
    sound()


def test_what_is_contested_is_not_collected(own: Own) -> None:
    raise_dispute(
        invoice_id=own.invoice_id, ground="quality", amount=Money(210_00), words="Broken.", by=own.creditor.owner,
        at=moment(DAY),
    )  # fmt: skip
    assert _ask(own).amount_cents == 1_000_00


def test_the_night_proposes_in_time_once_and_nothing_leaves_before_the_debtor_was_told(own: Own) -> None:
    """Due on 1 April with fourteen days of notice: a week before those it is proposed."""
    assert propose_due(by=SYSTEM, at=moment(date(2026, 3, 10))) == 0
    at = moment(date(2026, 3, 11))
    assert [propose_due(by=SYSTEM, at=at) for _ in range(2)] == [1, 0]
    (waits,) = queries.proposed(SYSTEM, at=at, on=at.date())
    assert [reason.code for reason in waits.holds] == ["mandates.no_notice"]
    with pytest.raises(NothingToCollect):
        prepare(creditor_id=own.mandate.creditor_id, by=own.creditor.second, at=at)
    tell(collection_id=waits.row.id, notified_date=date(2026, 3, 12), by=own.creditor.collector, at=at)
    prepare(creditor_id=own.mandate.creditor_id, by=own.creditor.second, at=at)


def test_what_a_person_left_is_not_proposed_again(own: Own) -> None:
    drop(collection_id=_ask(own).pk, by=own.creditor.collector, at=moment(DAY))
    assert propose_due(by=SYSTEM, at=moment(DUE)) == 0


def test_what_was_paid_meanwhile_is_not_collected(own: Own) -> None:
    own.creditor.bank(CAME, Row(1210_00, text="2026-101"))
    with pytest.raises(MayNotCollect, match="nothing to collect"):
        _ask(own)


def test_a_client_asks_enters_and_revokes_for_his_own_identifier_alone(own: Own) -> None:
    """Whoever else comes finds no such creditor, mandate or collection."""
    row, owner, stranger = _ask(own), own.creditor.owner, of_client(uuid4())
    asked = {"creditor_id": own.mandate.creditor_id, "debtor_id": own.mandate.debtor_id, "scheme": "CORE"}
    invite(**asked, email="jan@peeters.example", by=owner, at=moment(DAY))
    with pytest.raises(NotFound):
        invite(**asked, email="jan@peeters.example", by=stranger, at=moment(DAY))
    with pytest.raises(NotFound):
        revoke(mandate_id=own.mandate.pk, note="x", by=stranger, at=moment(DAY))
    for viewer, seen in ((owner, 1), (stranger, 0), (SYSTEM, 1)):
        kinds = (
            queries.mandates(viewer),
            queries.collections(viewer),
            queries.signings(viewer),
            queries.creditors(viewer),
        )
        assert [each.count() for each in kinds] == [seen] * 4
    assert not queries.proposed(owner, at=moment(DAY), on=DAY)
    (shown,) = queries.fetched(queries.collections(owner), on=DAY)
    assert (shown.id, shown.amount, shown.state) == (row.pk, Money(1210_00), "proposed")
    assert revoke(mandate_id=own.mandate.pk, note="he left", by=owner, at=moment(DAY)).state == "revoked"
