"""How a debt is built up: the law's figures, payments in the order of each country, and every day told again alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cessie.domain.collection.rules.build_up import build_up
from cessie.domain.collection.rules.facts import ClaimFacts, Credited, DossierFacts, Made, Paid
from cessie.domain.dunning.rules.items import Notice
from cessie.law.facts import SEGMENTS, Claim, Segment
from cessie.law.guards import Unlawful
from cessie.law.interest import interest
from cessie.law.rates import project_rates
from cessie.lib.money import Money, half_up

RATES = project_rates()
TAKEN = date(2025, 3, 3)
ON = date(2026, 3, 2)


def claim(n: int, cents: int, due: date = date(2025, 1, 31), **more: object) -> ClaimFacts:
    facts = ClaimFacts(UUID(int=n), f"F-{n}", date(2025, 1, 1), due, Money(cents), TAKEN)
    return replace(facts, **more)  # type: ignore[arg-type]  # by name


def of(code: str, segment: Segment, *claims: ClaimFacts, **more: object) -> DossierFacts:
    return replace(DossierFacts(code, segment, claims), **more)  # type: ignore[arg-type]  # by name


def test_a_belgian_business_owes_principal_interest_and_the_fixed_sum() -> None:
    found = build_up(of("BE", "b2b", claim(1, 5000_00)), date(2025, 9, 15), RATES)
    assert (found.open.principal, found.open.interest, found.open.costs) == (
        Money(5000_00),
        Money(347_05),
        Money(40_00),
    )
    assert {"Law of 2 August 2002, art. 5", "Law of 2 August 2002, art. 6"} <= set(found.sources)


def test_a_payment_settles_costs_then_interest_then_principal_in_belgium() -> None:
    facts = of("BE", "b2b", claim(1, 5000_00), paid=(Paid("a", date(2025, 9, 15), Money(400_00)),))
    found = build_up(facts, date(2025, 9, 15), RATES)
    assert (found.paid.costs, found.paid.interest, found.paid.principal) == (Money(40_00), Money(347_05), Money(12_95))


def test_in_france_interest_and_principal_go_before_costs() -> None:
    day = date(2025, 9, 15)
    bare = build_up(of("FR", "b2b", claim(1, 1000_00)), day, RATES).open
    facts = of("FR", "b2b", claim(1, 1000_00), paid=(Paid("a", day, bare.principal + bare.interest),))
    found = build_up(facts, day, RATES)
    assert found.open.total == found.open.costs == Money(40_00)


def test_money_goes_to_the_oldest_claim_unless_it_names_another() -> None:
    old, new = claim(1, 100_00, date(2025, 1, 10)), claim(2, 100_00, date(2025, 2, 10))
    paid = Paid("a", date(2025, 3, 10), Money(30_00))
    oldest = build_up(of("BE", "b2b", new, old, paid=(paid,)), ON, RATES)
    assert [each.paid.total.cents for each in oldest.claims] == [0, 30_00]
    named = build_up(of("BE", "b2b", new, old, paid=(replace(paid, claim=new.id),)), ON, RATES)
    assert [each.paid.total.cents for each in named.claims] == [30_00, 0]


@pytest.mark.parametrize("code", ["BE", "NL", "FR", "XX"])
def test_what_comes_while_a_plan_runs_settles_the_principal_of_all_claims_first(code: str) -> None:
    old, new = claim(1, 100_00, date(2025, 1, 10)), claim(2, 100_00, date(2025, 2, 10))
    under = Paid("a", date(2025, 9, 15), Money(150_00), towards="principal", agreed=True)
    found = build_up(of(code, "b2b", old, new, paid=(under,)), date(2025, 9, 15), RATES)
    assert [each.paid.principal.cents for each in found.claims] == [100_00, 50_00]
    assert found.paid.total == Money(150_00)
    beside = build_up(of(code, "b2b", old, new), date(2025, 9, 15), RATES).open.total - Money(200_00)
    more = replace(under, amount=Money(200_00) + beside + Money(1))
    whole = build_up(of(code, "b2b", old, new, paid=(more,)), date(2025, 9, 15), RATES)
    assert whole.open.total == Money(0)
    assert [each.amount for each in whole.over] == [Money(1)]


def test_what_goes_back_counts_as_never_paid() -> None:
    facts = of("BE", "b2b", claim(1, 500_00))
    back = replace(
        facts, paid=(Paid("a", date(2025, 5, 5), Money(300_00)), Paid("b", date(2025, 6, 5), Money(-300_00)))
    )
    assert build_up(back, ON, RATES).open == build_up(facts, ON, RATES).open
    assert build_up(back, date(2025, 5, 6), RATES).paid.total == Money(300_00)


def test_a_credit_note_was_never_owed() -> None:
    facts = of("BE", "b2b", claim(1, 500_00), credited=(Credited(UUID(int=1), date(2025, 6, 1), Money(200_00)),))
    assert build_up(facts, ON, RATES).open == build_up(of("BE", "b2b", claim(1, 300_00)), ON, RATES).open


def test_the_dutch_scale_takes_the_principals_together_also_when_they_come_one_after_the_other() -> None:
    first, later = claim(1, 2500_00), claim(2, 2500_00, taken=date(2025, 6, 2))
    found = build_up(of("NL", "b2b", first, later), ON, RATES)
    assert found.open.costs == Money(625_00)  # not 375 twice
    assert [each.owed.costs.cents for each in found.claims] == [375_00, 250_00]


def test_a_dutch_consumer_owes_costs_only_after_the_fourteen_days_and_only_of_what_he_left_unpaid() -> None:
    told = claim(1, 400_00, notice=Notice(date(2025, 3, 3), "electronic", date(2025, 3, 3)))
    early = build_up(of("NL", "b2c", told), date(2025, 3, 17), RATES)
    assert early.open.costs == Money(0)
    assert early.to_come[0].amount == Money(60_00)  # 15 % of 400: what the letter announces
    assert build_up(of("NL", "b2c", told), date(2025, 3, 18), RATES).open.costs == Money(60_00)
    paid = of("NL", "b2c", told, paid=(Paid("a", date(2025, 3, 10), Money(100_00)),))
    assert build_up(paid, ON, RATES).owed.costs < Money(60_00)


def test_a_belgian_consumer_owes_nothing_beside_without_a_clause_or_before_his_period() -> None:
    notice = Notice(date(2025, 3, 3), "electronic")
    bare = build_up(of("BE", "b2c", claim(1, 400_00, notice=notice)), ON, RATES)
    assert bare.open.total == Money(400_00)
    told = claim(1, 400_00, notice=notice, clause=True, rate="maximum")
    found = build_up(of("BE", "b2c", told), ON, RATES)
    assert found.open.costs == Money(55_00)  # 30 and 10 % above 150
    assert found.open.interest.cents > 0
    assert build_up(of("BE", "b2c", told), date(2025, 3, 17), RATES).open.total == Money(400_00)
    assert build_up(of("BE", "b2c", replace(told, notice=None)), ON, RATES).open.total == Money(400_00)


def test_a_french_consumer_owes_no_costs_and_no_interest_before_a_letter_arrived() -> None:
    assert build_up(of("FR", "b2c", claim(1, 400_00)), ON, RATES).open.total == Money(400_00)
    sent = claim(1, 400_00, notice=Notice(date(2025, 3, 3), "post"))
    assert build_up(of("FR", "b2c", sent), ON, RATES).open.total == Money(400_00)


def test_costs_that_were_made_are_owed_from_their_day_and_not_settled_by_what_was_paid_before() -> None:
    made = Made("p1", date(2025, 8, 1), Money(150_00), "bailiff", "Royal decree of 30 November 1976")
    facts = of("BE", "b2b", claim(1, 500_00), paid=(Paid("a", date(2025, 7, 1), Money(200_00)),), made=(made,))
    found = build_up(facts, ON, RATES)
    assert found.owed.costs == Money(190_00)
    assert found.paid.costs == Money(40_00)
    assert build_up(facts, date(2025, 7, 31), RATES).owed.costs == Money(40_00)


def test_what_is_paid_too_much_is_over() -> None:
    facts = of("BE", "b2b", claim(1, 100_00), paid=(Paid("a", date(2025, 6, 1), Money(1000_00)),))
    found = build_up(facts, ON, RATES)
    assert found.open.total == Money(0)
    assert found.excess == Money(1000_00) - found.paid.total


def test_an_unknown_law_claims_the_principal_alone() -> None:
    facts = of("ES", "b2b", claim(1, 100_00), paid=(Paid("a", date(2025, 6, 1), Money(30_00)),))
    found = build_up(facts, ON, RATES)
    assert found.open.total == Money(70_00)
    assert found.claims[0].findings[0].reason.code == "collection.no_law"


def test_a_day_without_a_rate_is_refused() -> None:
    with pytest.raises(Unlawful) as no:
        build_up(of("BE", "b2b", claim(1, 100_00)), date(2035, 1, 1), RATES)
    assert no.value.guard == "LAW-GEN-02"


def _drawn(draw: st.DrawFn) -> DossierFacts:
    code = draw(st.sampled_from(["BE", "NL", "FR", "DE", "ES"]))
    segment = draw(st.sampled_from(SEGMENTS))
    days = st.integers(0, 300).map(lambda n: TAKEN + timedelta(days=n))
    claims = tuple(
        claim(
            n, draw(st.integers(1, 3000_00)), date(2025, 3, 2) - timedelta(days=draw(st.integers(0, 200))),
            notice=draw(st.sampled_from([None, Notice(TAKEN, "electronic", TAKEN), Notice(TAKEN, "post")])),
            clause=draw(st.booleans()), rate=draw(st.sampled_from([None, "maximum"])) if code == "BE" else None,
        )
        for n in range(1, draw(st.integers(1, 3)) + 1)
    )  # fmt: skip
    paid = tuple(Paid(str(n), draw(days), Money(draw(st.integers(1, 2000_00)))) for n in range(draw(st.integers(0, 4))))
    made = tuple(
        Made(str(n), draw(days), Money(draw(st.integers(1, 300_00))), "court", "x")
        for n in range(draw(st.integers(0, 2)))
    )
    return of(code, segment, *claims, paid=paid, made=made)


DOSSIERS = st.composite(_drawn)()


@settings(max_examples=60, deadline=None)
@given(DOSSIERS, st.integers(0, 400))
def test_not_a_cent_is_lost_and_a_day_is_told_again_alike(facts: DossierFacts, after: int) -> None:
    """What was paid is settled or over; no part goes below zero; a later payment changes no earlier day."""
    on = TAKEN + timedelta(days=after)
    found = build_up(facts, on, RATES)
    paid = sum(each.amount.cents for each in facts.paid if each.on <= on)
    assert found.paid.total.cents + found.excess.cents == paid
    assert min(found.open.principal, found.open.interest, found.open.costs).cents >= 0
    assert found.excess.cents == 0 or found.open.total.cents == 0 or found.over[-1].on < on
    more = replace(facts, paid=(*facts.paid, Paid("later", on + timedelta(days=1), Money(5_00))))
    assert build_up(more, on, RATES).open == found.open


@settings(max_examples=60, deadline=None)
@given(DOSSIERS, st.integers(1, 500_00))
def test_who_pays_more_owes_no_more(facts: DossierFacts, cents: int) -> None:
    more = replace(facts, paid=(*facts.paid, Paid("more", TAKEN + timedelta(days=150), Money(cents))))
    on = TAKEN + timedelta(days=360)
    assert build_up(more, on, RATES).open.total <= build_up(facts, on, RATES).open.total


def slowly(facts: DossierFacts, on: date) -> int:
    """The open debt of one claim of a Belgian business by a second head: day by day, in the order of the law."""
    one = facts.claims[0]
    principal, costs, running, booked = one.principal.cents, 0, Fraction(0), 0
    day = one.due
    while day < on:
        day += timedelta(days=1)
        costs += 40_00 if day == one.due + timedelta(days=1) else 0
        costs += sum(each.amount.cents for each in facts.made if each.on == day)
        rate = Fraction(RATES.on("BE", "b2b_late_interest", day).percent)
        running += principal * rate / 36_500
        for paid in sorted((each for each in facts.paid if each.on == day), key=lambda each: each.key):
            booked += half_up(running)
            rest, running = paid.amount.cents, Fraction(0)
            on_costs = min(rest, costs)
            on_interest = min(rest - on_costs, booked)
            on_principal = min(rest - on_costs - on_interest, principal)
            costs, booked, principal = costs - on_costs, booked - on_interest, principal - on_principal
    return principal + costs + booked + half_up(running)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 9000_00),
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 3000_00)), max_size=4, unique_by=lambda each: each[0]),
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 300_00)), max_size=2, unique_by=lambda each: each[0]),
)
def test_a_second_head_that_counts_day_by_day_agrees(
    cents: int, paid: list[tuple[int, int]], made: list[tuple[int, int]]
) -> None:
    facts = of(
        "BE", "b2b", claim(1, cents),
        paid=tuple(Paid(str(n), TAKEN + timedelta(days=n), Money(amount)) for n, amount in paid),
        made=tuple(Made(str(n), TAKEN + timedelta(days=n), Money(amount), "court", "x") for n, amount in made),
    )  # fmt: skip
    assert build_up(facts, ON, RATES).open.total.cents == slowly(facts, ON)


def test_one_claim_is_what_the_law_says_of_it() -> None:
    """Without payments a dossier of one claim comes to the interest and the costs that ``cessie law`` gives."""
    for code in ("BE", "NL", "FR", "DE", "LU"):
        one = claim(1, 1234_56)
        found = build_up(of(code, "b2b", one), ON, RATES).open
        answer = interest(Claim(code, "b2b", one.principal, one.due, ON), RATES)
        assert (found.principal, found.interest) == (answer.principal_left, answer.interest), code
