"""What is done towards a debtor is judged a second time: a lawful letter breaks nothing, each wrong one is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from cessie.domain.collection.decide import decide
from cessie.domain.collection.look import look
from cessie.domain.collection.models import Act, Dossier
from cessie.domain.collection.tend import complain
from cessie.domain.correspondence.models import Message
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.parties.mark import mark
from cessie.domain.proceedings.models import Case, Step
from cessie.world import agency_lawful, agency_steps
from cessie.world.stage import moment
from tests.domain.collection.conftest import owed
from tests.domain.collection.life import BEGUN, opened
from tests.domain.conftest import SYSTEM, client_, debtor, seller, staff, store_folder
from tests.domain.owed import Owed

__all__ = ["client_", "debtor", "owed", "seller", "store_folder"]

DAY = date(2026, 6, 1)
BEFORE = moment(DAY, 15)


@pytest.fixture
def written(owed: Owed, settings: Settings) -> Dossier:
    """A dossier whose first letter went to the post today."""
    settings.COLLECTOR_REGISTRATIONS = ["BE", "NL", "FR"]
    dossier = opened(owed, owed.invoice("F-1", 1_000_00))
    look(dossier_id=dossier.pk, by=SYSTEM, at=BEGUN)
    Message.objects.update(told_at=moment(DAY, 16))
    return dossier


def noted(kind: str) -> Callable[[Dossier], object]:
    """Somebody notes it about the debtor an hour before."""

    def act(dossier: Dossier) -> object:
        by = staff("noter", "credit")
        return mark(company_id=dossier.debtor.company_id, kind=kind, note="x", by=by, at=BEFORE)

    return act


def complained(dossier: Dossier) -> object:
    return complain(dossier_id=dossier.pk, words="Too often.", by=SYSTEM, at=BEFORE)


def recalled(dossier: Dossier) -> object:
    return decide(dossier_id=dossier.pk, event="recall", words="settled between us", by=SYSTEM, at=BEFORE)


def contested(dossier: Dossier) -> object:
    claim = dossier.claims.get()
    words, invoice = "Too dear.", claim.invoice_id
    assert invoice is not None
    return raise_dispute(invoice_id=invoice, ground="price", words=words, by=staff("ear", "collection"), at=BEFORE)


def ask_a_euro_more() -> None:
    message = Message.objects.get()
    message.says["items"][0][6] += 1_00
    message.save()


def called_after(dossier: Dossier) -> object:
    """A call on the evening of the letter."""
    return Act.objects.create(
        dossier=dossier, kind="call", step=2, due_date=DAY, planned_at=BEGUN, state="done", done_by="user:x",
        done_at=moment(DAY, 21),
    )  # fmt: skip


WRONG: dict[Callable[[Dossier], object], list[str]] = {
    noted("insolvent"): ["LAW-GEN-03", "he is to be left alone: insolvent"],
    noted("deceased"): ["he is to be left alone: deceased"],
    complained: ["a complaint was open"],
    recalled: ["the dossier was closed"],
    contested: ["F-1: 1000.00 EUR asked, 1000.00 EUR contested or agreed for later"],
    called_after: ["within four days of a letter", "outside the hours of calls"],
}


def test_a_lawful_letter_breaks_nothing_and_each_wrong_act_is_found(written: Dossier) -> None:
    assert agency_lawful.breaches(DAY) == []
    for wrong, against in WRONG.items():
        with transaction.atomic():
            wrong(written)
            assert [found.against for found in agency_lawful.breaches(DAY)] == against
            transaction.set_rollback(True)
    ask_a_euro_more()
    (found,) = agency_lawful.breaches(DAY)
    assert found.against.endswith("owed")


def test_an_act_of_a_case_a_day_early_is_found(written: Dossier) -> None:
    """Served 1 June: the record can be drawn up from 9 July at the very earliest."""
    case = Case.objects.create(
        dossier=written,
        procedure="be_ios",
        state="record_ready",
        since=DAY,
        look_date=DAY,
        opened_at=BEGUN,
        opened_by="x",
    )
    _step(case, "served", DAY)
    for day, against in ((date(2026, 7, 8), ["too early: 2026-07-08, served 2026-06-01"]), (date(2026, 7, 9), [])):
        with transaction.atomic():
            _step(case, "record_drawn", day)
            assert [found.against for found in agency_steps.breaches(day)] == against
            transaction.set_rollback(True)
    mark(company_id=written.debtor.company_id, kind="consumer", note="x", by=staff("noter", "credit"), at=BEFORE)
    _step(case, "eight_days_pass", DAY + timedelta(days=60))
    assert [found.against for found in agency_steps.breaches(DAY + timedelta(days=60))] == ["a consumer in the IOS"]


def _step(case: Case, act: str, on: date) -> None:
    Step.objects.create(
        case=case, key=f"{act} {on}", act=act, on=on, before="x", after="y", side="staff", by="x", at=moment(on, 12)
    )
