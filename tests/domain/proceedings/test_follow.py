"""The dossier follows its case: held while it runs, back when it is given back, a person's when it ends otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from cessie.domain.arrangements.ask_plan import ask_plan
from cessie.domain.arrangements.look import look as look_at_arrangements
from cessie.domain.arrangements.models import Arrangement
from cessie.domain.arrangements.rules.instalments import equal
from cessie.domain.collection.decide import decide
from cessie.domain.collection.look import look as look_at
from cessie.domain.collection.models import Act, Claim, Dossier
from cessie.domain.collection.models import Cost as Added
from cessie.domain.collection.queries import to_look_at
from cessie.domain.collection.standing import stand_of
from cessie.domain.collection.tasks import ask
from cessie.domain.collection.tend import add_cost
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.parties.mark import mark
from cessie.domain.proceedings.invariants import each_case_has_what_comes_next, what_is_before_the_court_has_a_case
from cessie.domain.proceedings.look import look
from cessie.domain.proceedings.models import Case
from cessie.domain.proceedings.note_cost import decide_cost, note_cost
from cessie.domain.proceedings.set_tariff import decide_tariff, enter_tariff
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.models import Task
from cessie.law.guards import Unlawful
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Reason
from cessie.workflows.follow_up import proceeding
from cessie.workflows.house.waiting import look_round
from tests.domain.conftest import SYSTEM
from tests.domain.proceedings.conftest import DESK, FIRST, Play
from tests.domain.proceedings.test_report import DEED, SERVED, on, served, told, with_bailiff


def state(play: Play) -> str:
    return Dossier.objects.values_list("state", flat=True).get(pk=play.dossier.pk)


def invoice_of(play: Play) -> UUID:
    """The one invoice of the dossier."""
    found = Claim.objects.get(dossier=play.dossier).invoice_id
    assert found is not None
    return found


def waits(play: Play) -> bool:
    rows = Task.objects.filter(kind="dossier.decide", subject_id=str(play.dossier.pk), closed_at__isnull=True)
    return rows.exists()


def test_before_lawyer_and_bailiff_the_house_asks_for_nothing(play: Play) -> None:
    Act.objects.create(dossier=play.dossier, kind="call", step=2, due_date=FIRST.date(), planned_at=FIRST)
    case = with_bailiff(play)
    assert state(play) == "to_court"
    assert not Act.objects.filter(dossier=play.dossier, state="planned").exists()
    told(case, "give_back", date(2026, 6, 4), play.bailiff, words="moved away")
    assert state(play) == "to_court"  # the lawyer has it again
    told(case, "reject", date(2026, 6, 5), play.lawyer, words="too little is shown")
    assert state(play) == "amicable"
    assert not waits(play)


def test_contested_it_stays_for_the_judge_and_a_person(play: Play) -> None:
    case = served(play)
    told(case, "contested", date(2026, 6, 20), play.bailiff, paper=DEED)
    assert (state(play), waits(play)) == ("to_court", True)


def test_an_insolvency_stops_case_and_dossier_with_the_next_turn(play: Play) -> None:
    case = served(play)
    assert proceeding.stop_insolvent(by=SYSTEM, at=on(SERVED)) == 0
    mark(company_id=play.dossier.debtor.company_id, kind="insolvent", note="published", by=SYSTEM, at=on(SERVED))
    assert proceeding.stop_insolvent(by=SYSTEM, at=on(SERVED)) == 1
    case.refresh_from_db()
    assert (case.state, state(play), waits(play)) == ("stopped_concurrence", "amicable", True)
    assert proceeding.stop_insolvent(by=SYSTEM, at=on(SERVED)) == 0
    reasons = Task.objects.get(kind="dossier.decide").reasons
    assert "LAW-GEN-03" in str(reasons)


def test_a_recalled_dossier_withdraws_its_case(play: Play) -> None:
    case = served(play)
    decide(dossier_id=play.dossier.pk, event="recall", words="geregeld", by=SYSTEM, at=on(SERVED))
    look(case_id=case.pk, by=SYSTEM, at=on(date(2026, 6, 9)))
    case.refresh_from_db()
    assert (case.state, state(play)) == ("withdrawn", "closed_recalled")


def test_a_death_drops_the_call_that_was_planned_for_next_month(play: Play) -> None:
    Act.objects.create(dossier=play.dossier, kind="call", step=9, due_date=FIRST.date(), planned_at=FIRST)
    Dossier.objects.filter(pk=play.dossier.pk).update(state="amicable", look_date=date(2026, 9, 1))
    assert to_look_at(FIRST.date(), most=10) == ()
    mark(company_id=play.dossier.debtor.company_id, kind="deceased", note="his daughter called", by=SYSTEM, at=FIRST)
    assert to_look_at(FIRST.date(), most=10) == (play.dossier.pk,)
    look_at(dossier_id=play.dossier.pk, by=SYSTEM, at=FIRST)
    assert not Act.objects.filter(dossier=play.dossier, state="planned").exists()
    assert to_look_at(FIRST.date(), most=10) == ()


def test_a_contested_part_stands_apart_and_the_rest_goes_on_to_the_record(play: Play) -> None:
    """2,000 of 8,000 contested: three quarters of interest and costs go on with the 6,000; both are told."""
    case = served(play)
    told(case, "contested_in_part", date(2026, 6, 20), play.bailiff, paper=DEED)
    assert (state(play), waits(play)) == ("to_court", True)
    raise_dispute(
        invoice_id=invoice_of(play), ground="quantity", words="10 dozen too few", amount=Money(2_000_00), by=SYSTEM,
        at=on(date(2026, 6, 20)),
    )  # fmt: skip
    (asked,) = stand_of(play.dossier, date(2026, 6, 20)).asked
    assert (asked.parts.principal, asked.apart.principal) == (Money(6_000_00), Money(2_000_00))
    assert asked.parts.costs == Money(30_00)
    assert asked.parts + asked.apart == asked.up.open
    look(case_id=case.pk, by=SYSTEM, at=on(date(2026, 7, 16)))
    step = told(case, "record_drawn", date(2026, 7, 16), play.bailiff, paper=DEED)
    assert step.amounts["principal"] == 6_000_00


def test_a_dispute_of_which_the_bailiff_knows_nothing_stops_the_record(play: Play) -> None:
    case = served(play)
    raise_dispute(
        invoice_id=invoice_of(play), ground="quantity", words="too few",
        amount=Money(2_000_00), by=SYSTEM, at=on(date(2026, 6, 20)),
    )  # fmt: skip
    look(case_id=case.pk, by=SYSTEM, at=on(date(2026, 7, 16)))
    with pytest.raises(Unlawful):
        told(case, "record_drawn", date(2026, 7, 16), play.bailiff, paper=DEED)


def test_a_missed_instalment_is_found_at_night_and_the_month_goes_on(play: Play) -> None:
    case = served(play)
    invoice = invoice_of(play)
    told(case, "instalments_asked", date(2026, 6, 15), play.bailiff, paper=DEED)
    first = date(2026, 7, 1)
    plan = ask_plan(invoice_ids=[invoice], parts=equal(Money(8_000_00), 4, first), words="", by=SYSTEM,
                    at=on(date(2026, 6, 15)))  # fmt: skip
    Arrangement.objects.filter(pk=plan.pk).update(state="running", approver="")
    told(case, "plan_accepted", date(2026, 6, 17), DESK)
    for day in (date(2026, 6, 30), date(2026, 7, 10)):
        look_at_arrangements(by=SYSTEM, at=on(day))
        look(case_id=case.pk, by=SYSTEM, at=on(day))
        case.refresh_from_db()
        assert case.state == ("plan_active" if day < first else "summons_served")
    assert date.fromisoformat(case.days["reply_until"]) > date(2026, 7, 8) + timedelta(days=20)


def tariff(act: str, cents: int) -> None:
    first, second = (Viewer(key=f"user:{uuid7()}", kind="staff", roles=frozenset({"administrator"}), user_id=uuid7())
                     for _ in range(2))  # fmt: skip
    row = enter_tariff(country="BE", act=act, amount=Money(cents), since=date(2026, 1, 1), source="KB 30.11.1976",
                       by=first, at=FIRST)  # fmt: skip
    decide_tariff(tariff_id=row.pk, confirm=True, by=second, at=FIRST)


def test_an_agreed_cost_is_owed_as_far_as_the_tariff_goes(play: Play) -> None:
    case = served(play)
    tariff("served", 85_29)
    within = note_cost(case_id=case.pk, act="served", on=SERVED, amount=Money(80_00), by=play.bailiff, at=on(SERVED))
    later = SERVED + timedelta(days=1)
    beyond = note_cost(case_id=case.pk, act="served", on=later, amount=Money(99_00), by=play.bailiff, at=on(later))
    assert (within.state, beyond.state) == ("agreed", "asked")
    decide_cost(cost_id=beyond.pk, agree=True, words="far away", by=DESK, at=on(later))
    rows = Added.objects.order_by("from_date").values_list("amount_cents", "article", "kind")
    assert list(rows) == [(80_00, "KB 30.11.1976", "bailiff"), (85_29, "KB 30.11.1976", "bailiff")]
    note_cost(case_id=case.pk, act="served", on=SERVED, amount=Money(80_00), by=play.bailiff, at=on(later))
    note_cost(case_id=case.pk, act="approve", on=SERVED, amount=Money(80_00), by=play.lawyer, at=on(later))
    assert Added.objects.count() == 2  # asked again it is the same, and a lawyer is the principal's to pay


@pytest.mark.parametrize(("country", "guard"), [("FR", "LAW-FR-02"), ("BE", "LAW-BE-03")])
def test_a_consumer_owes_no_bailiff_before_a_title(play: Play, country: str, guard: str) -> None:
    company = play.dossier.debtor.company
    company.country = country
    company.save(update_fields=["country"])
    mark(company_id=company.pk, kind="consumer", note="a person", by=SYSTEM, at=FIRST)
    cost = {"kind": "bailiff", "amount": Money(80_00), "on": SERVED, "article": "A444-1", "at": on(SERVED)}
    with pytest.raises(Unlawful) as no:
        add_cost(dossier_id=play.dossier.pk, key="a", by=SYSTEM, **cost)  # type: ignore[arg-type]  # by name
    assert (no.value.guard, bool(no.value.article)) == (guard, True)
    assert add_cost(dossier_id=play.dossier.pk, key="a", title=True, by=SYSTEM, **cost).amount_cents == 80_00  # type: ignore[arg-type]


def test_the_question_what_becomes_of_it_ends_where_its_case_takes_over(play: Play) -> None:
    dossier = Dossier.objects.select_related("debtor__company", "client__company").get(pk=play.dossier.pk)
    ask("dossier.decide", dossier, [Reason("test.ended", "The steps are done.")], by=SYSTEM, at=FIRST)
    assert waits(play)
    with_bailiff(play)
    assert state(play) == "to_court"
    assert not waits(play)


def test_a_dossier_that_goes_to_court_without_a_case_waits_for_a_person(play: Play) -> None:
    decide(dossier_id=play.dossier.pk, event="go_to_court", words="sue", by=DESK, at=FIRST)
    look_at(dossier_id=play.dossier.pk, by=SYSTEM, at=FIRST)
    assert not list(what_is_before_the_court_has_a_case())  # the clock raises it first
    Dossier.objects.update(look_date=FIRST.date() - timedelta(days=2))
    assert [why.code for why in what_is_before_the_court_has_a_case()] == ["proceedings.no_case"]
    look_round(by=SYSTEM, at=FIRST)
    assert Task.objects.get(kind="case.missing", state="open").subject_id == str(play.dossier.pk)
    assert not list(what_is_before_the_court_has_a_case())
    play.case()
    look_round(by=SYSTEM, at=FIRST + timedelta(days=1))
    assert not Task.objects.filter(kind="case.missing", state="open").exists()
    assert not list(each_case_has_what_comes_next())
    Case.objects.update(look_date=FIRST.date() - timedelta(days=30))
    assert [why.code for why in each_case_has_what_comes_next()] == ["proceedings.forgotten"]
