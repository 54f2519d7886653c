"""Debtors who cannot be found: who is asked, how often, what it costs, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from cessie.connectors.registers.sandbox import KEY, Sandbox
from cessie.domain.collection.look import look
from cessie.domain.collection.models import Dossier, Finding, Inquiry, Listed
from cessie.domain.collection.note_call import note_call
from cessie.domain.collection.queries import calls
from cessie.domain.collection.research import set_finding_aside, take_finding
from cessie.domain.collection.standing import stand_of
from cessie.domain.collection.tend import set_cause
from cessie.domain.correspondence.models import Message, Writing
from cessie.domain.parties.mark import is_marked
from cessie.domain.parties.models import Identifier
from cessie.domain.users.rules.viewer import NotAllowed
from cessie.domain.work.models import Task
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from cessie.workflows.follow_up import researching
from tests.domain.collection.life import BEGUN, opened
from tests.domain.conftest import SYSTEM, staff
from tests.domain.owed import Owed

DAY = timedelta(days=1)
HOME = {"street": "Nieuwstraat", "building": "2", "postcode": "9000", "town": "Gent", "country": "BE"}
MOVED: dict[str, Any] = {"what": "address", "since": "2026-05-01", "sure": 80, "address": HOME}


@pytest.fixture
def there(settings: Settings) -> Iterator[Sandbox]:
    with Sandbox(BEGUN) as sandbox:
        settings.LOOKUP_URL, settings.LOOKUP_KEY = sandbox.url, KEY
        settings.RESEARCH_PRICES = {"address-lookup": "4.50"}
        yield sandbox


@pytest.fixture
def dossier(owed: Owed) -> Dossier:
    return opened(owed, owed.invoice("F-1", 1_000_00))


def name(dossier: Dossier) -> str:
    return dossier.debtor.company.name


def test_who_is_gone_is_looked_for_once_and_letters_go_where_a_person_agrees(there: Sandbox, dossier: Dossier) -> None:
    cis = staff("cis", "collection")
    assert researching.turn(by=SYSTEM, at=BEGUN) == 0  # he is not known to be gone
    set_cause(dossier_id=dossier.pk, cause="gone", by=cis, at=BEGUN)
    look(dossier_id=dossier.pk, by=SYSTEM, at=BEGUN)
    there.people = {name(dossier).casefold(): [MOVED]}
    assert [researching.turn(by=SYSTEM, at=BEGUN + days * DAY) for days in (0, 1, 29)] == [1, 0, 0]
    assert researching.turn(by=SYSTEM, at=BEGUN + 31 * DAY) == 1  # says it again: nothing new
    found = Finding.objects.get()
    assert sum(Inquiry.objects.values_list("cost_cents", flat=True)) == 9_00
    assert (found.state, found.sure, found.street) == ("open", 80, "Nieuwstraat")
    assert Task.objects.get(kind="dossier.found").state == "open"

    at = BEGUN + 32 * DAY
    with pytest.raises(NotAllowed):
        take_finding(finding_id=found.pk, by=staff("tom", "treasury"), at=at)
    old = dossier.debtor.company.street
    take_finding(finding_id=found.pk, by=cis, at=at)
    take_finding(finding_id=found.pk, by=cis, at=at)
    found.refresh_from_db()
    assert (found.former["street"], Writing.objects.get().street) == (old, "Nieuwstraat")
    assert "Nieuwstraat 2" in Message.objects.get(kind="collection").recipient["lines"]
    assert Task.objects.get(kind="dossier.found").state != "open"
    assert Dossier.objects.get().cause == ""
    with pytest.raises(WrongState):
        set_finding_aside(finding_id=found.pk, by=cis, at=at)


def test_an_insolvency_that_is_sure_stops_him_and_one_by_name_asks_a_person(there: Sandbox, dossier: Dossier) -> None:
    cis = staff("cis", "collection")
    there.people = {name(dossier).casefold(): [{"what": "insolvent", "since": "2026-05-20", "sure": 60}]}
    assert researching.research(dossier_id=dossier.pk, by=cis, at=BEGUN).found == 1
    assert not is_marked(dossier.debtor_id, "insolvent")
    set_finding_aside(finding_id=Finding.objects.get().pk, by=cis, at=BEGUN)
    assert not Task.objects.filter(kind="dossier.found", state="open").exists()

    there.people[name(dossier).casefold()][0]["sure"] = 100
    later = BEGUN + 31 * DAY
    researching.research(dossier_id=dossier.pk, by=cis, at=later)
    assert is_marked(dossier.debtor_id, "insolvent")
    stand = stand_of(Dossier.objects.select_related("debtor__company").get(), booking_day(later))
    assert "LAW-GEN-03" in str(stand.next.reasons)
    assert stand.next.step is None


def test_a_service_that_is_silent_is_asked_again_the_next_day_under_the_same_reference(
    there: Sandbox, dossier: Dossier
) -> None:
    set_cause(dossier_id=dossier.pk, cause="gone", by=SYSTEM, at=BEGUN)
    there.trouble = 503
    assert len(researching.research(dossier_id=dossier.pk, by=SYSTEM, at=BEGUN).trouble) == 2
    failed = set(Inquiry.objects.filter(state="failed", cost_cents=0).values_list("pk", flat=True))
    there.trouble = 0
    assert researching.turn(by=SYSTEM, at=BEGUN + DAY / 2) == 0
    assert researching.turn(by=SYSTEM, at=BEGUN + 2 * DAY) == 1
    assert set(there.questions) == {str(key) for key in failed}
    assert not Inquiry.objects.exclude(state="answered").exists()


def test_our_own_list_is_held_against_open_dossiers_and_names_each_row_it_refuses(dossier: Dossier) -> None:
    company = dossier.debtor.company
    company.postcode = "1234 AB"
    company.save(update_fields=["postcode"])
    Identifier.objects.get_or_create(company=company, scheme="be.enterprise", value="0203201340")
    file = "\r\n".join(
        [
            "what;country;number;name;last_postcode;since;street;building;postcode;town;words",
            f"moved;{company.country};;{company.name.upper()};1234ab;2026-05-01;Nieuwstraat;2;9000;Gent;",
            "insolvent;BE;0203.201.340;;;2026-05-20;;;;;curator",
            "rich;BE;;Jan;1000;;;;;;",
            "moved;BE;;Jan;1000;;;;;;",
            "deceased;BE;;Jan;;;;;;;",
            "insolvent;BE;0403170702;;;;;;;;",
            "insolvent;BE;;Jan;1000;2030-01-01;;;;;",
            "insolvent;;;Jan;1000;;;;;;",
        ]
    ).encode()
    cis = staff("cis", "collection")
    taken = researching.take_in_list(source="Lijst 1", name="list.csv", data=file, by=cis, at=BEGUN)
    assert (taken.new, taken.known) == (2, 0)
    assert {(why.facts["row"], why.facts["column"]) for why in taken.wrong} == {
        (4, "what"), (5, "street"), (6, "name"), (7, "number"), (8, "since"), (9, "country")
    }  # fmt: skip
    assert is_marked(dossier.debtor_id, "insolvent")
    assert Finding.objects.get(what="address").state == "open"  # two people may share a name and a postcode
    again = researching.take_in_list(source="Lijst 1", name="list.csv", data=file, by=cis, at=BEGUN + DAY)
    assert (again.new, again.known, Listed.objects.count(), Finding.objects.count()) == (0, 2, 2, 2)
    for wrong in (b"what;colour\nmoved;red\n", b"%PDF-1.7", b"\x00\x01", b""):
        with pytest.raises(Refusal):
            researching.take_in_list(source="Lijst 1", name="list.csv", data=wrong, by=cis, at=BEGUN)
    with pytest.raises(NotAllowed):
        researching.take_in_list(source="x", name="l", data=file, by=staff("tom", "treasury"), at=BEGUN)


def test_a_wrong_number_on_the_telephone_has_him_looked_for(there: Sandbox, dossier: Dossier) -> None:
    for days in range(10):
        look(dossier_id=dossier.pk, by=SYSTEM, at=BEGUN + days * DAY)
        waiting = calls(viewer=SYSTEM).first()
        if waiting is not None:
            note_call(act_id=waiting.pk, result="wrong_number", by=SYSTEM, at=BEGUN + days * DAY)
            break
    assert researching.wanted(BEGUN + 10 * DAY, 10) == (dossier.pk,)
