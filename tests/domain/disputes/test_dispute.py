"""A dispute from the debtor's word to its end: who may say what, and what nobody presses for meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cessie.domain.audit.models import Event
from cessie.domain.disputes.add_evidence import LIMIT, File, add_evidence
from cessie.domain.disputes.answer import answer
from cessie.domain.disputes.models import Dispute, Evidence
from cessie.domain.disputes.queries import dispute, disputed, disputes, evidence, matching, waiting
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.disputes.reopen import reopen
from cessie.domain.disputes.resolve import resolve
from cessie.domain.disputes.waiting import WATCHES
from cessie.domain.disputes.withdraw import withdraw
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from tests.domain.conftest import AT, NOBODY, of_client, staff
from tests.domain.owed import Owed
from tests.formats.test_pictures import a_photo

DAY = timedelta(days=1)


def held(*invoices: object) -> list[int]:
    """Cents of each invoice that nobody presses for."""
    found = disputed([row.pk for row in invoices])  # type: ignore[attr-defined]
    return [found[row.pk].amount.cents if row.pk in found else 0 for row in invoices]  # type: ignore[attr-defined]


def test_the_debtor_contests_one_invoice_with_a_photo_and_the_client_credits_it(owed: Owed, client_: Client) -> None:
    first, second = owed.invoice("1"), owed.invoice("2")
    debtor, client = owed.visitor(), of_client(client_.pk)
    photo = File("IMG_1.jpg", a_photo())
    one = raise_dispute(invoice_id=first.pk, ground="quality", words="Broken", files=[photo], by=debtor, at=AT)
    assert (one.state, one.answer_by) == ("open", date(2026, 3, 12))
    assert held(first, second) == [100_00, 0]
    assert waiting(viewer=client, client_id=client_.pk) == 1
    (kept,) = Evidence.objects.all()
    for viewer in (debtor, client, staff("cleo", "collection")):
        assert b"Peeters" not in evidence(viewer=viewer, evidence_id=kept.pk)[1]
    answer(dispute_id=one.pk, words="Which part?", by=client, at=AT + DAY)
    assert held(first) == [100_00]
    resolve(dispute_id=one.pk, how="resolve_partly", credit=Money(30_00), words="Sorry", by=client, at=AT + 2 * DAY)
    assert held(first) == [30_00]
    assert waiting(viewer=client, client_id=client_.pk) == 0
    owed.less(first, 10_00, AT + 3 * DAY)
    assert held(first) == [30_00], "money that came is no credit note"
    owed.less(first, 30_00, AT + 3 * DAY, credited=True)
    assert held(first) == [0]
    said = dispute(viewer=debtor, dispute_id=one.pk).turns
    assert [(turn.side, turn.event) for turn in said] == [
        ("debtor", "raise"), ("client", "answer"), ("client", "resolve_partly"),
    ]  # fmt: skip
    assert Event.objects.filter(action__startswith="disputes.").count() == 4


def test_a_part_is_contested_and_the_rest_is_owed(owed: Owed) -> None:
    invoice, debtor = owed.invoice("1"), owed.visitor()
    act = {"invoice_id": invoice.pk, "ground": "price", "words": "Too much", "by": debtor, "at": AT}
    for cents in (0, 100_01):
        with pytest.raises(Refusal, match="at most what is open"):
            raise_dispute(**act, amount=Money(cents))
    first = raise_dispute(**act, amount=Money(40_00))
    assert raise_dispute(**act).pk == first.pk, "again, also at once, is the same dispute"
    assert held(invoice) == [40_00]
    owed.less(invoice, 80_00)
    assert held(invoice) == [20_00], "never more than is open"
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.create(invoice=invoice, ground="price", raised_at=AT, answer_by=AT.date())


def test_what_is_paid_or_said_badly_is_not_contested(owed: Owed) -> None:
    paid, other = owed.invoice("1"), owed.invoice("2")
    owed.less(paid, 100_00)
    debtor = owed.visitor()
    for invoice, ground, words, no in (
        (paid, "price", "x", "Nothing is open"),
        (other, "weather", "x", "Choose what is wrong"),
        (other, "price", "  ", "Say in a few words"),
        (other, "price", "x" * 2001, "at most 2000"),
    ):
        with pytest.raises(Refusal, match=no):
            raise_dispute(invoice_id=invoice.pk, ground=ground, words=words, by=debtor, at=AT)
    assert not Dispute.objects.exists()


def test_only_photos_and_papers_are_kept(owed: Owed) -> None:
    invoice, debtor = owed.invoice("1"), owed.visitor()
    act = {"invoice_id": invoice.pk, "ground": "price", "words": "x", "by": debtor, "at": AT}
    for data, no in (
        (b"<script>", "no photo"),
        (b"\xff\xd8\xffbroken", "cannot be read"),
        (b"%PDF-" + bytes(LIMIT), "larger than"),
    ):
        with pytest.raises(Refusal, match=no):
            raise_dispute(**act, files=[File("a.jpg", data)])
    one = raise_dispute(**act, files=[File("a.pdf", b"%PDF-1"), File("again.pdf", b"%PDF-1"), File("empty", b"")])
    assert Evidence.objects.count() == 1
    with pytest.raises(Refusal, match="at most 8"):
        add_evidence(dispute_id=one.pk, files=[File("x", b"%%PDF-%d" % n) for n in range(8)], by=debtor, at=AT)
    withdraw(dispute_id=one.pk, words="Found it", by=debtor, at=AT)
    with pytest.raises(Refusal, match="open it again"):
        add_evidence(dispute_id=one.pk, files=[File("x", b"%PDF-2")], by=debtor, at=AT)


def test_a_debtor_opens_it_again_once(owed: Owed, client_: Client) -> None:
    invoice, debtor, client = owed.invoice("1"), owed.visitor(), of_client(client_.pk)
    one = raise_dispute(invoice_id=invoice.pk, ground="price", words="x", by=debtor, at=AT)
    for by, at in ((debtor, AT + 20 * DAY), (client, AT + 30 * DAY)):
        resolve(dispute_id=one.pk, how="resolve_pay", words="The price was agreed", by=client, at=at)
        assert held(invoice) == [0]
        again = reopen(dispute_id=one.pk, words="It was not", by=by, at=at)
        assert again.answer_by == (at + 10 * DAY).date()
        assert held(invoice) == [100_00]
    resolve(dispute_id=one.pk, how="resolve_pay", words="Really", by=client, at=AT + 31 * DAY)
    with pytest.raises(Refusal, match="please call us"):
        reopen(dispute_id=one.pk, words="No", by=debtor, at=AT + 32 * DAY)


def test_what_went_to_court_stays_contested_until_it_ends(owed: Owed) -> None:
    invoice, cleo = owed.invoice("1"), staff("cleo", "collection")
    one = raise_dispute(invoice_id=invoice.pk, ground="contra", words="x", by=cleo, at=AT)
    resolve(dispute_id=one.pk, how="go_legal", words="To the lawyer", by=cleo, at=AT)
    assert held(invoice) == [100_00]
    with pytest.raises(WrongState):
        answer(dispute_id=one.pk, words="x", by=cleo, at=AT)
    resolve(dispute_id=one.pk, how="resolve_credit", words="Lost", by=cleo, at=AT + DAY)
    resolve(dispute_id=one.pk, how="resolve_credit", words="Lost", by=cleo, at=AT + DAY)
    assert one.turns.count() == 3


def strangers(owed: Owed, other: Client) -> list[Viewer]:
    return [
        NOBODY,
        of_client(other.pk),
        Viewer(key="link:x", kind="debtor", owes=(other.pk, owed.debtor.pk)),
        Viewer(key="link:y", kind="debtor", owes=(owed.client.pk, other.pk)),
    ]


def test_for_strangers_there_is_nothing(owed: Owed, other_client: Client) -> None:
    invoice = owed.invoice("1")
    act = {"invoice_id": invoice.pk, "ground": "price", "words": "x", "at": AT}
    for stranger in strangers(owed, other_client):
        with pytest.raises(NotFound):
            raise_dispute(**act, by=stranger)
    one = raise_dispute(**act, by=owed.visitor(), files=[File("a.pdf", b"%PDF-1")])
    for stranger in strangers(owed, other_client):
        assert not disputes(viewer=stranger).exists()
        for no in (
            lambda by: answer(dispute_id=one.pk, words="x", by=by, at=AT),
            lambda by: withdraw(dispute_id=one.pk, words="x", by=by, at=AT),
            lambda by: resolve(dispute_id=one.pk, how="resolve_pay", words="x", by=by, at=AT),
            lambda by: dispute(viewer=by, dispute_id=one.pk),
            lambda by: evidence(viewer=by, evidence_id=Evidence.objects.get().pk),
        ):
            with pytest.raises(NotFound):
                no(stranger)


def test_a_reader_and_the_debtor_decide_nothing(owed: Owed, client_: Client) -> None:
    one = raise_dispute(invoice_id=owed.invoice("1").pk, ground="price", words="x", by=owed.visitor(), at=AT)
    reader = Viewer(key="user:reader", kind="client", client_ids=frozenset([client_.pk]))
    for who in (reader, owed.visitor(), staff("tom", "treasury")):
        with pytest.raises(NotAllowed):
            resolve(dispute_id=one.pk, how="resolve_credit", words="x", by=who, at=AT)
    assert Dispute.objects.get().state == "open"


def test_the_desk_is_asked_when_the_clients_time_runs_out(owed: Owed) -> None:
    one = raise_dispute(invoice_id=owed.invoice("A1").pk, ground="price", words="x", by=owed.visitor(), at=AT)
    due = next(watch for watch in WATCHES if watch.kind == "dispute.due")
    assert list(due.look(AT + 6 * DAY)) == []
    (waits,) = due.look(AT + 7 * DAY)
    assert waits.subject == ("disputes.Dispute", str(one.pk))
    answer(dispute_id=one.pk, words="We look at it", by=staff("cleo", "collection"), at=AT + 7 * DAY)
    assert list(due.look(AT + 20 * DAY)) == []


def test_the_list_is_found_and_sorted(owed: Owed, client_: Client) -> None:
    client = of_client(client_.pk)
    for number in ("B-2", "A-10"):
        raise_dispute(invoice_id=owed.invoice(number).pk, ground="price", words="x", by=client, at=AT)
    find = {"viewer": client, "client_id": client_.pk}
    assert [row.invoice.number for row in matching(**find, sort="invoice")] == ["A-10", "B-2"]
    assert [row.invoice.number for row in matching(**find, sort="-invoice")] == ["B-2", "A-10"]
    assert [row.invoice.number for row in matching(**find, text="b-2")] == ["B-2"]
    assert not matching(**find, states=["legal"])
