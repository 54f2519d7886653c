"""The months of a dossier sum to what stands at the end, whatever became known when."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.collection.rules.build_up import Parts, nothing
from cessie.domain.collection.rules.monthly import AtEnd, account, last_day, over, phase_after, within
from cessie.domain.collection.rules.monthly import Movement as Move
from cessie.lib.money import Money

ONE = UUID(int=1)
cents = st.integers(min_value=-10_000, max_value=1_000_000).map(Money)
ends = st.builds(AtEnd, st.just(ONE), st.just("amicable"), cents, st.builds(Parts, cents, cents, cents), cents, cents)


@given(st.lists(ends, min_size=1, max_size=12))
def test_months_sum_to_the_end(told: list[AtEnd]) -> None:
    months = [within([now], [before]) for before, now in pairwise(told)]
    (first,) = within([told[0]], [])
    received, settled = first.received, first.settled
    for (each,) in months:
        received, settled = received + each.received, settled + each.settled
    assert (received, settled) == (told[-1].received, told[-1].paid)
    assert AtEnd.from_json(told[-1].to_json()) == told[-1]


@given(st.lists(cents, max_size=20), cents)
def test_the_balance_is_the_opening_and_all_that_moved(amounts: list[Money], opening: Money) -> None:
    lines, closing = account(opening, [Move("x", date(2026, 5, 1), None, amount) for amount in amounts])
    assert closing == opening + Money.total(amounts)
    assert [line.amount for line in lines] == amounts


def test_a_phase_is_what_happened_and_months_end() -> None:
    assert phase_after(["find_amicable", "note", "ask_principal", "resume", "pay", "reopen"]) == "amicable"
    assert last_day(date(2028, 2, 1)) == date(2028, 2, 29)
    assert over(date(2026, 11, 30), date(2027, 2, 1)) == (date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1))
    assert nothing("EUR").total == Money(0)
