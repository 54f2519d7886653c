"""A case goes its way by what lawyer, bailiff and calendar do: never early, never twice, never past a condition."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cessie.domain.collection.models import Claim
from cessie.domain.parties.mark import mark
from cessie.domain.proceedings.look import due_cases, look
from cessie.domain.proceedings.models import Assignment, Case, Step
from cessie.domain.proceedings.open_case import open_case
from cessie.domain.proceedings.report import Paper, report
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.law.guards import Unlawful
from cessie.lib.reasons import Refusal
from tests.domain.conftest import NOBODY, SYSTEM
from tests.domain.proceedings.conftest import DESK, FIRST, Play

DEED = Paper("deed.pdf", b"%PDF-1.7 deed")
PAPERS = ("solvency_acceptable", "register_opened", "evidence_attached", "reply_form_attached")
SERVED = date(2026, 6, 8)


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def told(case: Case, act: str, day: date, by: Viewer, **more: object) -> Step:
    return report(case_id=case.pk, act=act, on=day, by=by, at=on(day), **more)  # type: ignore[arg-type]


def with_bailiff(play: Play) -> Case:
    case = play.case()
    told(case, "escalate", date(2026, 6, 2), DESK)
    told(case, "approve", date(2026, 6, 3), play.lawyer)
    return case


def served(play: Play) -> Case:
    case = with_bailiff(play)
    told(case, "served", SERVED, play.bailiff, stated=PAPERS, paper=DEED)
    return case


def test_from_the_lawyer_to_an_enforceable_title(play: Play) -> None:
    """Served 8 June: replies until 8 July, the record from 16 July; the nights find both by themselves."""
    case = served(play)
    for day in (date(2026, 7, 8), date(2026, 7, 9), date(2026, 7, 15)):
        look(case_id=case.pk, by=SYSTEM, at=on(day))
        case.refresh_from_db()
        assert case.state == ("summons_served" if day == date(2026, 7, 8) else "cooling")
    with pytest.raises(Unlawful) as early:
        told(case, "record_drawn", date(2026, 7, 15), play.bailiff, paper=DEED)
    assert early.value.guard == "LAW-BE-07"
    look(case_id=case.pk, by=SYSTEM, at=on(date(2026, 7, 16)))
    for act, day in (("record_drawn", date(2026, 7, 16)), ("record_submitted", date(2026, 7, 17)),
                     ("declared_enforceable", date(2026, 7, 24))):  # fmt: skip
        told(case, act, day, play.bailiff, paper=DEED)
    case.refresh_from_db()
    assert (case.state, case.days["record_earliest"]) == ("enforceable", "2026-07-16")
    assert list(Step.objects.filter(case=case).order_by("at", "pk").values_list("act", flat=True)) == [
        "escalate", "approve", "served", "month_passes", "eight_days_pass", "record_drawn", "record_submitted",
        "declared_enforceable",
    ]  # fmt: skip


def test_an_act_told_by_two_is_one(play: Play) -> None:
    case = served(play)
    again = told(case, "served", SERVED, DESK, words="the bailiff said so on the telephone")
    assert again.side == "bailiff"
    with pytest.raises(Unlawful):  # another day is another act, and it is not the time for it
        told(case, "served", SERVED + timedelta(days=1), play.bailiff, stated=PAPERS)
    assert Step.objects.filter(case=case, act="served").count() == 1


def test_the_increases_are_cut_to_ten_percent(play: Play) -> None:
    """100 % interest a year: of some 1,300 euro the summons asks 800, a tenth of the principal."""
    Claim.objects.filter(dossier=play.dossier).update(rate="100.00")
    step = told(play.case(), "escalate", date(2026, 6, 2), DESK)
    assert (step.amounts["principal"], step.amounts["interest"]) == (8_000_00, 800_00)
    assert step.amounts["given_up"] > 0
    assert step.amounts["total"] == 8_000_00 + 800_00 + step.amounts["costs"]


def test_what_fails_is_named(play: Play) -> None:
    """A consumer, a public body, a company without a number, a dispute: G1 to G7 of LAW-BE-06."""
    case = play.case()
    play.dossier.debtor.company.identifiers.all().delete()
    with pytest.raises(Unlawful) as no:
        told(case, "escalate", date(2026, 6, 2), DESK)
    assert (no.value.guard, no.value.code) == ("LAW-BE-06", "procedure.g1")


def test_a_consumer_never_comes_into_the_ios(play: Play) -> None:
    case = play.case()
    mark(company_id=play.dossier.debtor.company_id, kind="consumer", note="a person", by=SYSTEM, at=FIRST)
    with pytest.raises(Unlawful) as no:
        told(case, "escalate", date(2026, 6, 2), DESK)
    assert no.value.code == "procedure.g2"


def test_insolvency_stops_it_and_takes_it_from_the_partners(play: Play) -> None:
    case = served(play)
    mark(company_id=play.dossier.debtor.company_id, kind="insolvent", note="published", by=SYSTEM, at=on(SERVED))
    assert due_cases(on(date(2026, 6, 20)), 10) == [case.pk]
    for _ in range(2):
        look(case_id=case.pk, by=SYSTEM, at=on(date(2026, 6, 20)))
    case.refresh_from_db()
    assert case.state == "stopped_concurrence"
    assert not Assignment.objects.filter(case=case, state__in=("offered", "accepted")).exists()
    with pytest.raises(NotFound):
        told(case, "record_drawn", date(2026, 8, 1), play.bailiff)


def test_money_lowers_it_and_closes_it(play: Play) -> None:
    case = served(play)
    invoice = Claim.objects.get(dossier=play.dossier).invoice
    assert invoice is not None
    play.owed.less(invoice, 3_000_00, on(date(2026, 6, 15)))
    for _ in range(2):
        look(case_id=case.pk, by=SYSTEM, at=on(date(2026, 6, 16)))
    play.owed.less(invoice, 5_000_00, on(date(2026, 6, 18)))
    look(case_id=case.pk, by=SYSTEM, at=on(date(2026, 6, 19)))
    case.refresh_from_db()
    assert case.state == "summons_served"  # interest and the fixed sum are still owed
    parts = Step.objects.filter(case=case, act="paid_in_part").order_by("at").values_list("amounts__came", flat=True)
    assert list(parts) == [3_000_00, 5_000_00]


def test_who_may_say_what(play: Play) -> None:
    case = play.case()
    told(case, "escalate", date(2026, 6, 2), DESK)
    with pytest.raises(NotAllowed):  # a bailiff does not approve for the lawyer
        told(case, "approve", date(2026, 6, 3), play.bailiff)
    with pytest.raises(Refusal):  # the desk only with the lawyer's paper
        told(case, "approve", date(2026, 6, 3), DESK, words="he said so")
    with pytest.raises(NotFound):
        told(case, "approve", date(2026, 6, 3), NOBODY)
    told(case, "approve", date(2026, 6, 3), DESK, paper=DEED)
    with pytest.raises(NotAllowed):  # periods pass by the calendar alone
        told(served_again(case, play), "month_passes", date(2026, 7, 9), DESK)


def served_again(case: Case, play: Play) -> Case:
    told(case, "served", SERVED, play.bailiff, stated=PAPERS)
    return case


def test_a_summons_without_its_papers_is_refused(play: Play) -> None:
    case = with_bailiff(play)
    with pytest.raises(Unlawful) as no:
        told(case, "served", SERVED, play.bailiff, stated=PAPERS[:3])
    assert no.value.guard == "LAW-BE-06"


def test_one_case_of_a_dossier_and_only_of_its_country(play: Play) -> None:
    case = play.case()
    again = open_case(dossier_id=play.dossier.pk, procedure_name="be_ios", by=DESK, at=FIRST)
    assert again == case
    for procedure in ("be_court", "nl_summons", "fr_uncontested"):
        with pytest.raises(Refusal):
            open_case(dossier_id=play.dossier.pk, procedure_name=procedure, by=DESK, at=FIRST)
    with pytest.raises(NotAllowed):
        open_case(dossier_id=play.dossier.pk, procedure_name="be_ios", by=NOBODY, at=FIRST)


def test_a_contest_opens_the_way_to_the_court(play: Play) -> None:
    case = served(play)
    told(case, "contested", date(2026, 6, 20), play.bailiff, words="goods were broken", paper=DEED)
    after = open_case(dossier_id=play.dossier.pk, procedure_name="be_court", by=DESK, at=on(date(2026, 6, 22)))
    assert (after.state, after.procedure) == ("preparing", "be_court")
