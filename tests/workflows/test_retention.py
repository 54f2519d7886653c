"""What is kept how long, what goes, and who is forgotten by whom."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.audit.models import Event
from cessie.domain.documents.hold import hold, lift
from cessie.domain.documents.models import Arrival, Document
from cessie.domain.documents.store import store
from cessie.domain.parties.models import Client
from cessie.domain.parties.register import register_client, register_company
from cessie.domain.users.erase import SamePerson, ask_erasure, erase
from cessie.domain.users.models import Erasure, User
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, system
from cessie.domain.users.switch_off import switch_off
from cessie.law.retention import TERMS, keep_until
from cessie.lib.reasons import Refusal
from cessie.workflows.house import retention
from cessie.workflows.house.moving_in import move_in
from tests.domain.conftest import AT, staff, store_folder
from tests.workflows.test_moving_in import FILES

__all__ = ["store_folder"]
LATER = datetime(2037, 1, 1, 12, tzinfo=UTC)
BY = system("retention")


@given(
    st.lists(st.sampled_from(["BE", "NL", "FR", "DE", "LU", "XX"]), max_size=4),
    st.dates(date(1980, 1, 1), date(2100, 1, 1)),
)
def test_more_countries_never_shorten_a_term(countries: list[str], last: date) -> None:
    until = keep_until("books", countries, last)
    for each in countries:
        assert until >= keep_until("books", [each], last)
    assert (until.month, until.day) == (12, 31)


def test_terms_are_dated() -> None:
    assert keep_until("books", ["BE"], date(2022, 6, 1)) == date(2029, 12, 31)
    assert keep_until("books", ["BE"], date(2023, 6, 1)) == date(2033, 12, 31)
    assert keep_until("identification", ["NL"], date(2026, 6, 1)) == date(2031, 12, 31)
    assert all(term.source for term in TERMS)


@pytest.fixture
def client(db: None, store_folder: Path) -> Client:
    company = register_company(
        name="Bakkerij BV", country="NL", identifiers={"nl.kvk": "12345678"}, by=system("test"), at=AT
    )
    client = register_client(company_id=company.pk, code="BAK", by=system("test"), at=AT)
    store(data=b"a letter", name="letter.txt", channel="portal", client_id=client.pk, by=system("test"), at=AT)
    return client


def _codes(at: datetime, *, dry_run: bool = True) -> list[str]:
    return [each.reason.code for each in retention.run(by=BY, at=at, dry_run=dry_run)]


def test_an_original_goes_when_its_time_is_over(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    assert _codes(datetime(2033, 12, 31, 12, tzinfo=UTC)) == ["retention.kept"]
    after = datetime(2034, 1, 1, 12, tzinfo=UTC)
    assert _codes(after) == ["retention.over"]
    assert Document.objects.get().erased_at is None, "that was a look"
    with django_capture_on_commit_callbacks(execute=True):
        _codes(after, dry_run=False)
    assert Document.objects.get().erased_at == after
    assert _codes(after) == []


def test_a_legal_hold_keeps_it(client: Client) -> None:
    chief = staff("chief", "administrator")
    hold(client_id=client.pk, reason="court of Gent", by=chief, at=AT)
    assert _codes(LATER) == ["retention.hold"]
    second = staff("second", "administrator")
    assert [lift(client_id=client.pk, by=chief, at=AT) for _ in range(2)] == [False, False]
    assert _codes(LATER) == ["retention.hold"], "one person alone asks only"
    hold(client_id=client.pk, reason="again", by=second, at=AT)
    assert not lift(client_id=client.pk, by=second, at=AT), "the wish was taken back"
    with pytest.raises(NotAllowed):
        lift(client_id=client.pk, by=BY, at=AT)
    assert lift(client_id=client.pk, by=chief, at=AT)
    assert _codes(LATER) == ["retention.over"]
    with pytest.raises(NotAllowed):
        hold(client_id=client.pk, reason="x", by=staff("an", "credit"), at=AT)
    with pytest.raises(Refusal):
        hold(client_id=client.pk, reason=" ", by=chief, at=AT)


@pytest.mark.django_db
def test_what_is_open_stays_however_old(store_folder: Path) -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    assert move_in(files=files, dry_run=False, by=system("import"), at=AT).done
    by_code = {each.reason.code for each in retention.verdicts(at=LATER)}
    assert by_code == {"retention.over", "retention.open"}
    (still,) = [each for each in retention.verdicts(at=LATER) if not each.may_go]
    assert Arrival.objects.get(document_id=still.sha256).name == "invoices.csv"


@pytest.mark.django_db
def test_a_person_is_forgotten_by_two_others() -> None:
    chief, second = staff("chief", "administrator"), staff("second", "administrator")
    person = User.objects.create(email="jan@client.example", name="Jan Peeters", kind="client", created_at=AT)
    with pytest.raises(Refusal) as no:
        ask_erasure(user_id=person.pk, by=chief, at=AT)
    assert no.value.code == "users.still_active"
    switch_off(user_id=person.pk, by=chief, at=AT)
    with pytest.raises(NotFound):
        erase(user_id=person.pk, by=second, at=AT)
    ask_erasure(user_id=person.pk, by=chief, at=AT)
    with pytest.raises(SamePerson):
        erase(user_id=person.pk, by=chief, at=AT)
    for who in (staff("an", "credit"), system("job")):
        with pytest.raises(NotAllowed):
            erase(user_id=person.pk, by=who, at=AT)
    erase(user_id=person.pk, by=second, at=AT)
    erase(user_id=person.pk, by=second, at=AT)
    gone = User.objects.get(pk=person.pk)
    assert ("jan" in gone.email, "Peeters" in gone.name, gone.has_usable_password()) == (False, False, False)
    assert Erasure.objects.get().done_by == second.key
    trail = list(Event.objects.filter(subject_id=str(person.pk)).values_list("action", flat=True))
    assert sorted(trail) == ["users.ask_erasure", "users.erase", "users.switch_off"]
