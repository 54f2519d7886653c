"""A file arrives: what becomes of it, and that it becomes of it once."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from cessie.domain.audit.models import Event
from cessie.domain.documents.models import Arrival, Document
from cessie.domain.invoices.models import Invoice
from cessie.domain.purchase.models import Proposal
from cessie.domain.purchase.queries import offers
from cessie.domain.users.rules.viewer import NotFound
from cessie.domain.work.models import Task
from cessie.lib.correlation import correlated
from cessie.lib.reasons import Refusal
from cessie.workflows.incoming.intake import Outcome, take_in_invoice
from cessie.world.papers import Sale, invoice
from tests.domain.conftest import of_client
from tests.stories.road import Road, moment
from tests.workflows.together import together

DAY = date(2026, 3, 2)
DUE = date(2026, 4, 1)


def sale(road: Road, number: str = "2026-1", net: str = "1000.00") -> Sale:
    return road.sale(number, net, issued=DAY, due=DUE)


def hand_in(road: Road, data: bytes, name: str = "invoice.xml") -> tuple[Outcome, ...]:
    return take_in_invoice(
        data=data, name=name, channel="portal", client_id=road.client_id, by=road.owner, at=moment(DAY)
    )


def test_a_good_invoice_is_accepted_and_offered(road: Road) -> None:
    (outcome,) = hand_in(road, invoice(sale(road), road.house))
    assert (outcome.state, outcome.number, outcome.reasons) == ("accepted", "2026-1", ())
    (offer,) = offers(viewer=road.owner)
    assert [item.invoice_id for item in offer.items] == [outcome.invoice_id]
    assert not Task.objects.exists()


def test_the_same_file_again_is_the_same_invoice_and_offer(road: Road) -> None:
    data = invoice(sale(road), road.house)
    (first,), (again,) = hand_in(road, data), hand_in(road, data, "copy.xml")
    assert again.invoice_id == first.invoice_id
    assert (Document.objects.count(), Arrival.objects.count()) == (1, 2)
    assert (Invoice.objects.count(), Proposal.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_file_in_two_windows_at_once_is_one_invoice(road: Road) -> None:
    data = invoice(sale(road), road.house)
    outcomes = [one for (one,) in together(lambda: hand_in(road, data), times=3)]  # type: ignore[misc]
    assert {(one.state, one.invoice_id) for one in outcomes} == {("accepted", Invoice.objects.get().pk)}
    assert Proposal.objects.count() == 1
    assert not Task.objects.exists()


def test_a_held_invoice_waits_for_a_person_with_every_reason(road: Road) -> None:
    other = replace(road.house, iban="BE68539007547034")  # money would go to an account that is not the house's
    (outcome,) = hand_in(road, invoice(sale(road), other))
    assert outcome.state == "held"
    assert "M07.account" in {reason.code for reason in outcome.reasons}
    task = Task.objects.get()
    assert (task.kind, task.subject_id, task.client_id) == (
        "invoice.held", str(outcome.invoice_id), road.client_id,
    )  # fmt: skip
    assert {reason["code"] for reason in task.reasons} == {reason.code for reason in outcome.reasons}
    assert not offers(viewer=road.owner)
    hand_in(road, invoice(sale(road), other))
    assert Task.objects.count() == 1


@pytest.mark.parametrize(("type_code", "code"), [("384", "invoice.corrects"), ("751", "invoice.no_claim")])
def test_what_its_reader_doubts_waits_for_a_person(road: Road, type_code: str, code: str) -> None:
    """A corrected invoice may have been financed under the number of the one whose place it takes."""
    paper = invoice(sale(road), road.house)
    assert paper.count(b"TypeCode>380<") == 1
    (outcome,) = hand_in(road, paper.replace(b"TypeCode>380<", f"TypeCode>{type_code}<".encode()))
    assert outcome.state == "held"
    assert code in {reason.code for reason in outcome.reasons}


def test_a_file_that_is_no_invoice_is_kept_and_refused_by_name(road: Road) -> None:
    for data, code in ((b"hello", "format.unknown"), (b"<Invoice", "xml.broken")):
        (outcome,) = hand_in(road, data)
        assert outcome.state == "refused"
        assert outcome.reasons[0].code.startswith(code.partition(".")[0])
    assert Document.objects.count() == 2
    assert all(arrival.refusal for arrival in Arrival.objects.all())
    assert not Invoice.objects.exists()


def test_of_several_papers_in_one_file_each_has_its_own_fate(road: Road) -> None:
    good = sale(road, "2026-1")
    papers = {
        "1.xml": invoice(good, road.house),
        "2.xml": b"not an invoice",
        "3.xml": invoice(replace(good, number="2026-3"), replace(road.house, iban="BE68539007547034")),
    }
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, data in papers.items():
            archive.writestr(name, data)
    outcomes = hand_in(road, bundle.getvalue(), "march.zip")
    assert [(one.part, one.state) for one in outcomes] == [(1, "accepted"), (2, "refused"), (3, "held")]
    assert Invoice.objects.count() == 2
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "documents.empty"), (b"x" * (25 * 1024**2 + 1), "documents.too_large")]
)
def test_what_cannot_be_kept_is_refused_whole(road: Road, data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as no:
        hand_in(road, data)
    assert no.value.code == code
    assert not Document.objects.exists()


def test_nobody_hands_in_for_another_client(road: Road) -> None:
    stranger = of_client(UUID(int=1))
    with pytest.raises(NotFound):
        take_in_invoice(data=b"x", name="x", channel="portal", client_id=road.client_id, by=stranger, at=moment(DAY))
    assert not Document.objects.exists()


def test_whoever_orders_is_named_in_every_line_of_the_trail(road: Road) -> None:
    before = set(Event.objects.values_list("pk", flat=True))
    with correlated("request-42"):
        hand_in(road, invoice(sale(road), road.house))
    told = Event.objects.exclude(pk__in=before)
    assert {event.action for event in told} >= {
        "documents.store", "invoices.register", "invoices.accept", "credit.reserve", "purchase.propose",
    }  # fmt: skip
    assert set(told.values_list("request_id", flat=True)) == {"request-42"}
