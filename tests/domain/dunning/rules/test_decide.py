"""One debtor on one day: the step, what is asked with it, and what is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cessie.domain.dunning.rules.decide import decide
from cessie.domain.dunning.rules.items import Notice, Pause, Terms
from cessie.domain.dunning.rules.ladder import Ladder, Step
from cessie.domain.dunning.rules.lawful import announces
from cessie.domain.dunning.rules.simulate import carried_out
from cessie.lib.money import Money
from tests.domain.dunning.rules.made import BUSINESS, CONSUMER, DUE, LAW, invoice, key


def late(days: int) -> date:
    return DUE + timedelta(days=days)


def codes(decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


def test_nothing_comes_before_its_day() -> None:
    assert decide(BUSINESS, [invoice()], late(6), LAW).step is None


def test_the_first_step_comes_on_its_day_and_claims_nothing() -> None:
    found = decide(BUSINESS, [invoice()], late(7), LAW)
    assert (found.step.number, found.total, found.pay_by) == (1, Money(1_000_00), late(15))
    assert [(due.days_late, due.step, due.rides) for due in found.items] == [(7, 1, False)]
    assert found.reasons[0].in_words() == "Step 1: 7 days from the due date of 2026-1."


def test_a_step_that_claims_asks_interest_and_the_fixed_sum() -> None:
    (due,) = decide(BUSINESS, [invoice(reached=1, reached_on=late(7))], late(21), LAW).items
    # 1,000.00 at 10.5 % over 21 days: 6.04; 40.00 an invoice (law of 2 August 2002).
    assert (due.interest, due.costs, due.total) == (Money(6_04), Money(40_00), Money(1_046_04))


def test_a_step_after_the_former_counts_from_the_day_it_was_taken() -> None:
    item = invoice(reached=2, reached_on=late(25))
    assert decide(BUSINESS, [item], late(34), LAW).step is None
    assert decide(BUSINESS, [item], late(35), LAW).step.number == 3


def test_missed_days_are_caught_up_by_one_message_at_the_highest_step() -> None:
    ladder = Ladder("b2b", (Step(1, 7), Step(2, 14), Step(3, 21, tone="firm")))
    assert decide(ladder, [invoice()], late(23), LAW).step.number == 3


def test_costs_are_never_the_first_that_a_debtor_hears() -> None:
    assert decide(BUSINESS, [invoice()], late(50), LAW).step.number == 1


def test_the_same_day_again_gives_nothing() -> None:
    items = [invoice(), invoice(2, due=late(-90))]
    once = decide(BUSINESS, items, late(7), LAW)
    assert once.step
    assert decide(BUSINESS, carried_out(BUSINESS, items, once), late(7), LAW).step is None
    assert decide(BUSINESS, items, late(7), LAW, last=late(7)).step is None


def test_all_that_is_late_stands_in_one_message_and_only_what_is_due_goes_up() -> None:
    items = [invoice(1), invoice(2, reached=1, reached_on=late(-7), due=late(-14)), invoice(3, due=late(5))]
    found = decide(BUSINESS, items, late(7), LAW)
    assert found.step.number == 2
    assert [(due.item.number, due.step, due.rides) for due in found.items] == [
        ("2026-1", 1, False), ("2026-2", 2, False), ("2026-3", 0, True),
    ]  # fmt: skip
    assert [due.costs.cents for due in found.items] == [0, 40_00, 0]
    alone = decide(replace(BUSINESS, consolidate=False), items, late(7), LAW)
    assert [due.item.number for due in alone.items] == ["2026-1", "2026-2"]


def test_a_debtor_has_rest_between_two_messages() -> None:
    items = [invoice(1, reached=1, reached_on=late(5)), invoice(2)]
    assert codes(decide(replace(BUSINESS, rest=5), items, late(9), LAW)) == ["dunning.rest"]
    assert decide(replace(BUSINESS, rest=5), items, late(10), LAW).step.number == 1


def test_even_a_ladder_without_rest_has_one_step_a_day() -> None:
    items = [invoice(1, reached=1, reached_on=late(7)), invoice(2)]
    assert codes(decide(replace(BUSINESS, rest=0), items, late(7), LAW)) == ["dunning.rest"]


def test_what_was_claimed_stands_and_rides_along() -> None:
    items = [invoice(1, claimed=Money(40_00), reached=2, reached_on=late(-5), due=late(-26)), invoice(2)]
    by_number = {due.item.number: due for due in decide(BUSINESS, items, late(7), LAW).items}
    assert by_number["2026-1"].step == 3
    assert by_number["2026-1"].costs == Money(40_00)
    assert by_number["2026-2"].costs == Money(0)


def test_a_quiet_time_of_the_year_holds_everything_back() -> None:
    ladder = replace(BUSINESS, quiet=(("12-24", "01-02"), ("03-05", "03-10")))
    assert codes(decide(ladder, [invoice()], date(2026, 3, 10), LAW)) == ["dunning.quiet"]
    assert codes(decide(ladder, [invoice()], date(2027, 1, 2), LAW)) == ["dunning.quiet"]
    assert decide(ladder, [invoice()], date(2026, 3, 11), LAW).step.number == 1


@pytest.mark.parametrize(
    ("pause", "code"),
    [
        (Pause("dispute"), "dunning.dispute"),
        (Pause("dispute", until=late(1)), "dunning.dispute"),  # its deadline is no end
        (Pause("promise", until=late(7)), "dunning.promise"),
        (Pause("insolvency"), "dunning.insolvency"),
        (Pause("deceased", amount=Money(1)), "dunning.deceased"),
        (Pause("minor"), "dunning.minor"),
        (Pause("holiday", until=late(20)), "dunning.holiday"),
        (Pause("on_its_way", until=late(12)), "dunning.on_its_way"),
        (Pause("stop"), "dunning.stop"),
        (Pause("plan", due=((late(30), Money(500_00)), (late(60), Money(500_00)))), "dunning.plan"),
    ],
)
def test_a_pause_leaves_an_invoice_alone_and_the_others_not(pause: Pause, code: str) -> None:
    found = decide(BUSINESS, [invoice(1, pauses=(pause,)), invoice(2)], late(7), LAW)
    assert [due.item.number for due in found.items] == ["2026-2"]
    assert [(item.number, why.code) for item, why in found.left_out] == [("2026-1", code)]


def test_insolvency_and_dispute_name_their_guard() -> None:
    items = [invoice(1, pauses=(Pause("insolvency"),)), invoice(2, pauses=(Pause("dispute"),))]
    found = decide(BUSINESS, items, late(7), LAW)
    assert [why.facts["guard"] for _, why in found.left_out] == ["LAW-GEN-03", "LAW-GEN-04"]


def test_a_pause_in_part_leaves_the_rest_asked() -> None:
    pauses = (Pause("dispute", amount=Money(300_00)), Pause("on_its_way", amount=Money(200_00), until=late(9)))
    (due,) = decide(BUSINESS, [invoice(pauses=pauses)], late(7), LAW).items
    assert due.asked == Money(500_00)
    assert decide(BUSINESS, [invoice(pauses=pauses)], late(10), LAW).items[0].asked == Money(700_00)


def test_a_promise_that_passed_holds_nothing_back() -> None:
    assert decide(BUSINESS, [invoice(pauses=(Pause("promise", until=late(7)),))], late(8), LAW).step.number == 1


def test_instalments_fall_due_one_by_one() -> None:
    plan = Pause("plan", due=tuple((late(30 * n), Money(250_00)) for n in range(1, 5)))
    for paid, day, asked, since in ((0, 37, 250_00, 30), (250_00, 67, 250_00, 60), (0, 67, 500_00, 30)):
        (due,) = decide(BUSINESS, [invoice(cents=1_000_00 - paid, pauses=(plan,))], late(day), LAW).items
        assert (due.asked.cents, due.since) == (asked, late(since))
    assert decide(BUSINESS, [invoice(cents=750_00, pauses=(plan,))], late(59), LAW).step is None
    assert decide(BUSINESS, [invoice(cents=750_00, pauses=(plan,))], late(66), LAW).step is None


def test_an_instalment_is_not_late_on_its_own_day() -> None:
    plan = Pause("plan", due=((late(0), Money(400_00)), (late(30), Money(600_00))))
    assert decide(BUSINESS, [invoice(pauses=(plan,))], late(30), LAW).total == Money(400_00)
    assert decide(BUSINESS, [invoice(pauses=(plan,))], late(31), LAW).total == Money(1_000_00)


def test_small_sums_and_credits_are_not_chased() -> None:
    least = replace(BUSINESS, minimum=Money(50_00), minimum_item=Money(1_00))
    assert decide(least, [invoice(cents=99), invoice(2, cents=60_00)], late(7), LAW).total == Money(60_00)
    assert codes(decide(least, [invoice(cents=49_99)], late(7), LAW)) == ["dunning.small"]
    netted = decide(least, [invoice(cents=60_00), invoice(2, cents=-10_01)], late(7), LAW)
    assert codes(netted) == ["dunning.small"]
    assert [why.code for _, why in netted.left_out] == [
        "dunning.nothing_owed",
        "dunning.small",
    ]
    assert decide(BUSINESS, [invoice(cents=60_00), invoice(2, cents=-60_00)], late(7), LAW).step is None


def test_a_message_before_the_due_date_never_comes_after_it() -> None:
    ladder = Ladder("b2b", (Step(1, -5, tone="pre_due"), Step(2, 7)))
    found = decide(ladder, [invoice(), invoice(2, due=late(-20))], late(-5), LAW)
    assert found.step.number == 2
    assert found.left_out[0][1].code == "dunning.other_act"
    assert decide(ladder, [invoice()], late(-5), LAW).pay_by == DUE
    assert decide(ladder, [invoice()], late(1), LAW).step is None


def test_a_call_takes_what_is_due_for_a_call() -> None:
    ladder = Ladder("b2b", (Step(1, 7), Step(2, 14, act="call", tone="firm")))
    found = decide(ladder, [invoice(reached=1, reached_on=late(7)), invoice(2, due=late(7))], late(14), LAW)
    assert (found.step.act, found.pay_by, [due.item.number for due in found.items]) == ("call", None, ["2026-1"])


def test_a_belgian_consumer_is_left_in_peace_for_the_first_reminders_period() -> None:
    item = invoice(country="BE", segment="b2c", cents=400_00, terms=Terms(clause=True, rate="maximum"))
    first = decide(CONSUMER, [item], late(29), LAW)
    # 30.00 + 10 % of the part above 150 (art. XIX.4); by post the 14 days start on the third working day
    assert (first.step.number, first.total, first.announced) == (1, Money(400_00), Money(55_00))
    assert first.pay_by == date(2026, 4, 16)
    (told,) = carried_out(CONSUMER, [item], first)
    refused = decide(CONSUMER, [told], date(2026, 4, 16), LAW)
    assert refused.step is None
    assert refused.reasons[0].facts["guard"] == "LAW-BE-02"
    (due,) = decide(CONSUMER, [told], date(2026, 4, 17), LAW).items
    assert (due.costs, due.interest > Money(0)) == (Money(55_00), True)


def test_a_belgian_consumer_gets_no_second_reminder_while_the_period_runs() -> None:
    ladder = Ladder("b2c", (Step(1, 7), Step(2, 14, tone="firm")))
    item = invoice(segment="b2c", reached=1, reached_on=late(7), notice=Notice(late(7), "electronic"))
    refused = decide(ladder, [item], late(21), LAW)
    assert (refused.step, refused.left_out[0][1].facts["guard"]) == (None, "LAW-BE-02")
    assert decide(ladder, [item], late(22), LAW).step.number == 2


def test_a_buyer_gives_a_belgian_consumer_a_day_more() -> None:
    ladder = Ladder("b2c", (Step(1, 7), Step(2, 14, tone="firm")))
    told = {"segment": "b2c", "reached": 1, "reached_on": late(7), "notice": Notice(late(7), "electronic")}
    assert decide(ladder, [invoice(collector="buyer", **told)], late(22), LAW).step is None
    assert decide(ladder, [invoice(collector="buyer", **told)], late(23), LAW).step.number == 2


def test_a_consumer_to_whom_costs_were_claimed_has_had_his_first_reminder() -> None:
    assert announces(invoice(segment="b2c"), CONSUMER.steps[0])
    assert not announces(invoice(segment="b2c", claimed=Money(0)), CONSUMER.steps[0])


def test_without_a_clause_a_belgian_consumer_owes_the_invoice_alone() -> None:
    notice = Notice(late(7), "electronic")
    item = invoice(country="BE", segment="b2c", reached=1, reached_on=late(7), notice=notice)
    (due,) = decide(CONSUMER, [item], late(40), LAW).items
    assert due.total == due.asked == Money(1_000_00)


def test_a_dutch_consumers_letter_names_the_exact_costs_of_all_his_invoices() -> None:
    items = [invoice(n, 100_00, country="NL", segment="b2c") for n in (1, 2, 3)]
    first = decide(CONSUMER, items, late(7), LAW)
    assert (first.announced, first.total) == (Money(45_00), Money(300_00))  # 15 % of the sum, not three times 40.00
    told = carried_out(CONSUMER, items, first)
    assert decide(CONSUMER, told, late(30), LAW).step.number == 2
    two = decide(CONSUMER, told[:2], late(30), LAW)  # one was paid in time: of what is left
    assert sum(due.costs.cents for due in two.items) == 40_00
    early = [replace(item, notice=Notice(late(20))) for item in told]
    assert decide(CONSUMER, early, late(30), LAW).reasons[0].facts["guard"] == "LAW-NL-01"


def test_dutch_costs_of_a_later_invoice_are_only_what_the_sum_adds() -> None:
    items = [
        invoice(1, 200_00, country="NL", reached=3, reached_on=late(0), due=late(-20), claimed=Money(40_00)),
        invoice(2, 200_00, country="NL", reached=1, reached_on=late(7)),
    ]
    found = decide(BUSINESS, items, late(21), LAW)
    assert [(due.item.number, due.rides, due.costs.cents) for due in found.items] == [
        ("2026-2", False, 20_00), ("2026-1", True, 40_00),  # 15 % of 400.00 in all
    ]  # fmt: skip
    (alone,) = decide(replace(BUSINESS, consolidate=False), items, late(21), LAW).items
    assert alone.costs == Money(20_00)


def test_a_french_consumer_owes_interest_from_a_notice_that_is_shown_to_have_arrived() -> None:
    told = {"country": "FR", "segment": "b2c", "reached": 1, "reached_on": late(7)}
    for notice, owes in ((Notice(late(7), received=late(9)), True), (Notice(late(7)), False)):
        (due,) = decide(CONSUMER, [invoice(notice=notice, **told)], late(60), LAW).items
        assert (bool(due.interest), due.costs) == (owes, Money(0))


def test_a_french_consumer_never_owes_costs() -> None:
    item = invoice(country="FR", segment="b2c", reached=1, reached_on=late(7), notice=Notice(late(7)))
    (due,) = decide(CONSUMER, [item], late(40), LAW).items
    assert due.total == Money(1_000_00)


def test_a_first_reminder_stands_in_no_message_with_costs() -> None:
    old = invoice(country="NL", segment="b2c", reached=1, reached_on=late(7), notice=Notice(late(7)))
    found = decide(CONSUMER, [old, invoice(2, country="NL", segment="b2c", due=late(20))], late(40), LAW)
    assert [due.item.number for due in found.items] == ["2026-1"]
    assert found.left_out[0][1].code == "dunning.free_first"


def test_a_first_reminder_is_free_of_costs_that_would_ride_along() -> None:
    told = {"country": "NL", "segment": "b2c", "notice": Notice(late(-60)), "reached": 3, "reached_on": late(-9)}
    found = decide(CONSUMER, [invoice(1, country="NL", segment="b2c"), invoice(2, **told)], late(7), LAW)
    assert [(due.item.number, due.rides) for due in found.items] == [("2026-1", False), ("2026-2", True)]
    told["claimed"] = Money(40_00)
    found = decide(CONSUMER, [invoice(1, country="NL", segment="b2c"), invoice(2, **told)], late(7), LAW)
    assert [due.item.number for due in found.items] == ["2026-1"]


def test_a_consumers_invoice_is_first_mentioned_in_its_own_reminder() -> None:
    items = [invoice(n, country="DE", segment="b2c", due=late(4 * n)) for n in (0, 1)]
    assert [due.item.number for due in decide(CONSUMER, items, late(7), LAW).items] == ["2026-0"]


def test_what_must_rest_does_not_ride_along() -> None:
    resting = {"notice": Notice(late(1)), "reached": 1, "reached_on": late(1)}
    found = decide(CONSUMER, [invoice(1, segment="b2c"), invoice(2, segment="b2c", **resting)], late(7), LAW)
    assert [due.item.number for due in found.items] == ["2026-1"]


@pytest.mark.parametrize(
    ("changes", "facts", "guard"),
    [
        ({"segment": "b2c", "collector": "buyer"}, {"registered": frozenset()}, "LAW-BE-05"),
        ({"country": "NL", "natural_person": True, "collector": "agent"}, {"registered": frozenset()}, "LAW-NL-03"),
        ({"country": "FR", "collector": "buyer"}, {"letter_complete": False}, "LAW-FR-03"),
        ({"confidential": True}, {"names_the_factor": True}, "LAW-ASG-03"),
    ],
)
def test_an_unlawful_message_is_refused_with_guard_and_article(changes: dict, facts: dict, guard: str) -> None:
    found = decide(BUSINESS, [invoice(**changes)], late(7), replace(LAW, **facts))
    assert found.step is None
    assert found.left_out[0][1].facts["guard"] == guard
    assert found.left_out[0][1].facts["article"]
    assert decide(BUSINESS, [invoice(**changes)], late(7), LAW).step.number == 1


def test_a_credit_with_one_creditor_lowers_nothing_of_another() -> None:
    """The house asks for two clients at once: what one owes the debtor is not set off against the other's invoice."""
    own, credit = invoice(1), invoice(2, cents=-2_000_00)
    assert decide(BUSINESS, [own, credit], DUE + timedelta(days=7), LAW).step is None
    other = replace(credit, client_id=key(9), contract_id=key(8))
    assert decide(BUSINESS, [own, other], DUE + timedelta(days=7), LAW).step is not None


def test_an_agent_for_several_creditors_sums_each_ones_claims_apart() -> None:
    told = {"reached": 1, "reached_on": late(7), "notice": Notice(late(7)), "country": "NL", "segment": "b2c"}
    items = [invoice(n, 100_00, client_id=key(n), collector="agent", **told) for n in (1, 2)]
    assert [due.costs.cents for due in decide(CONSUMER, items, late(40), LAW).items] == [40_00, 40_00]


def test_a_day_without_a_rate_stops_the_claim_and_a_milder_step_goes() -> None:
    ladder = Ladder("b2b", (Step(1, 7), Step(2, 14), Step(3, 21, tone="firm", costs="law")))
    item = invoice(due=date(2031, 1, 1), reached=1, reached_on=date(2031, 1, 8))
    found = decide(ladder, [item], date(2031, 1, 30), LAW)
    assert found.step.number == 2
    assert found.reasons[1].facts["guard"] == "LAW-GEN-02"


def test_abroad_where_no_law_is_known_the_message_claims_nothing() -> None:
    (due,) = decide(BUSINESS, [invoice(country="ES", reached=1, reached_on=late(7))], late(30), LAW).items
    assert due.total == Money(1_000_00)


def test_another_currency_than_the_ladders_is_left_out() -> None:
    found = decide(BUSINESS, [replace(invoice(), open=Money(100, "USD"))], late(30), LAW)
    assert found.left_out[0][1].code == "dunning.currency"


def test_a_decision_is_about_one_debtor() -> None:
    with pytest.raises(ValueError, match="one debtor"):
        decide(BUSINESS, [invoice(), invoice(2, debtor_id=key(9))], late(7), LAW)
